import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defang, defangAny, type LookupResult, printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Copy } from '../parts/Copy.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useSome } from '../parts/Some.tsx';
import { Tlp } from '../parts/Tlp.tsx';
import { ReadsAs } from '../parts/ReadsAs.tsx';
import { Warned } from '../parts/Warned.tsx';
import { lookupRoute } from '../routes.ts';
import { usePerson } from '../session/session.ts';
import { useTitle } from '../shell/title.ts';
import { leaveDraft } from '../submit/draft.ts';
import { leaveList, listOf, MOST, valuesIn } from './lists.ts';

/** Thousands of values at once: which of them are known, and which are not. The list is kept in this browser, its name is in the address. */
export function ManyScreen() {
  const { t } = useTranslation();
  const { list = '', show } = lookupRoute.useSearch();
  const navigate = useNavigate();
  const kept = listOf(list);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  useTitle(t('many.title'));
  const values = useMemo(() => valuesIn(kept), [kept]);
  const { data, error, isFetching } = useQuery({
    queryKey: ['many', list],
    enabled: values.length > 0,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const found: LookupResult[] = [];
      for await (const result of hub.lookup(values, { signal })) found.push(result);
      return found;
    },
  });
  const asked = valuesIn(text);
  return (
    <div className="page stack">
      <h1>{t('many.title')}</h1>
      <form
        className="card fields"
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: '/lookup', search: { list: leaveList(text) } });
        }}
      >
        <Textarea
          label={t('submit.values')}
          description={t('many.hint', { most: MOST })}
          rows={data ? 4 : 10}
          classNames={{ input: 'mono' }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          spellCheck={false}
          required
        />
        <div className="cluster">
          <Button type="submit" loading={isFetching} disabled={asked.length === 0 || asked.length > MOST}>
            {t('many.do', { count: asked.length })}
          </Button>
          {asked.length > MOST && <span className="muted">{t('many.tooMany', { most: MOST })}</span>}
        </div>
      </form>
      {list !== '' && kept === '' && (
        <Empty icon="search" title={t('many.gone')} why={t('many.goneWhy')}>
          <Link to="/lookup" replace>
            {t('many.anew')}
          </Link>
        </Empty>
      )}
      <Failure error={error} />
      {data && (
        <Split
          key={list}
          results={data}
          show={show === 'unknown' ? 'unknown' : 'known'}
          onShow={(which) =>
            void navigate({ to: '/lookup', search: { list, show: which }, replace: true, resetScroll: false })
          }
        />
      )}
    </div>
  );
}

interface SplitProps {
  results: readonly LookupResult[];
  show: 'known' | 'unknown';
  onShow: (show: 'known' | 'unknown') => void;
}

function Split({ results, show, onShow }: SplitProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { scopes } = usePerson();
  const known = results.filter((result) => result.known);
  const unknown = results.filter((result) => !result.known);
  const chosen = show === 'known' ? known : unknown;
  const { shown, more } = useSome(chosen);
  const lines = chosen.map(shownAs).join('\n');
  return (
    <section className="card stack tight" aria-label={t('many.results')}>
      <div className="cluster between">
        <SegmentedControl
          aria-label={t('many.which')}
          value={show}
          onChange={onShow}
          data={[
            { value: 'known', label: t('many.known', { count: known.length }) },
            { value: 'unknown', label: t('many.unknown', { count: unknown.length }) },
          ]}
        />
        <span className="cluster">
          <Copy text={lines} label={t('many.copy')} />
          {show === 'unknown' && unknown.length > 0 && scopes.includes('submit') && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                leaveDraft({ text: lines });
                void navigate({ to: '/submit' });
              }}
            >
              {t('many.submit')}
            </Button>
          )}
        </span>
      </div>
      {chosen.length === 0 ? (
        <p className="muted hint">{t(show === 'known' ? 'many.noneKnown' : 'many.allKnown')}</p>
      ) : (
        <div className="scroll-x">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('known.value')}</th>
                <th scope="col">{t('column.type')}</th>
                <th scope="col">{t('known.known')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((result, i) => (
                <Line key={`${result.value} ${i}`} result={result} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more}
    </section>
  );
}

const SHOWN = 3;

function Line({ result }: { result: LookupResult }) {
  const { t } = useTranslation();
  const { observable, known, members, indicators, warnings, reads_as } = result;
  return (
    <tr>
      <td className="mono breaks">{shownAs(result)}</td>
      <td>{observable?.type ?? <span className="muted">{t('known.unclear')}</span>}</td>
      <td>
        <div className="cluster">
          {warnings && <Warned warnings={warnings} />}
          {reads_as && <ReadsAs name={reads_as} />}
          {known && indicators[0] ? (
            <Link to="/objects/$id" params={{ id: indicators[0].id }}>
              {t('known.members', { count: members })}
            </Link>
          ) : (
            <span className="muted">{t('known.new')}</span>
          )}
          {indicators.slice(0, SHOWN).map(({ id, tlp }) => (
            <Link key={id} to="/objects/$id" params={{ id }} className="chip">
              <Tlp label={tlp} />
            </Link>
          ))}
        </div>
      </td>
    </tr>
  );
}

const shownAs = ({ value, observable }: LookupResult): string =>
  printable(observable ? defang(observable.type, observable.value) : defangAny(value));
