import '../look/writing.css';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { printable, type QuoteAsk } from 'tocsin';
import { send } from '../hub.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { Tlp } from '../parts/Tlp.tsx';
import { When } from '../parts/When.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { queries } from '../queries.ts';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { useQuotes, workPath } from './calls.ts';
import { LinkedObject } from './Linked.tsx';
import { mayWrite } from './write/text.ts';

/** What of one’s own others ask to quote to more than it was told to. */
export function QuotesScreen() {
  const { t } = useTranslation();
  const me = usePerson();
  const nameOf = useNames();
  const { data, error } = useQuotes();
  useTitle(t('quotes.title'));
  const answer = useMutation({
    mutationFn: ({ ask, leave }: { ask: QuoteAsk; leave: 'approved' | 'refused' }) =>
      send('PUT', workPath(ask.advisory, `quotes/${ask.object}`), { ask: ask.ask, answer: leave }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['quotes'] }),
  });
  return (
    <div className="page stack">
      <h1>{t('quotes.title')}</h1>
      <p className="muted hint">{t('quotes.why')}</p>
      <Failure error={error ?? answer.error} />
      <Waiting until={data ?? error} as="shelf" />
      {data?.length === 0 && (
        <Empty icon="advisories" title={t('quotes.none')} why={t('quotes.noneWhy')}>
          <Link to="/advisories">{t('advisories.showAll')}</Link>
        </Empty>
      )}
      {data && data.length > 0 && (
        <ul className="shelf">
          {data.map((ask) => (
            <li key={`${ask.advisory} ${ask.object}`} className="asked">
              <strong>{printable(ask.title)}</strong>
              <span className="cluster">
                {nameOf(ask.asked_by)} · <When at={ask.asked_at} />
              </span>
              <span className="cluster">
                <LinkedObject id={ask.object} />
              </span>
              <span className="cluster">
                {t('quotes.to')} <Tlp label={ask.tlp} /> {t(`audience.${ask.audience}`, { defaultValue: ask.audience })}
              </span>
              {mayWrite(me) && (
                <span className="cluster">
                  <Button
                    size="xs"
                    disabled={answer.isPending}
                    onClick={() => answer.mutate({ ask, leave: 'approved' })}
                  >
                    {t('quotes.give')}
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    disabled={answer.isPending}
                    onClick={() => answer.mutate({ ask, leave: 'refused' })}
                  >
                    {t('quotes.refuse')}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
