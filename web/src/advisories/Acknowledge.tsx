import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { When } from '../parts/When.tsx';
import { queries } from '../queries.ts';
import { usePerson } from '../session/session.ts';
import { useKeys } from '../shell/keys.ts';
import { useGiven } from './calls.ts';

const ANSWERS: readonly Answer[] = ['received', 'acting', 'not-affected', 'fixed'];

interface AcknowledgeProps {
  id: string;
  version: number;
  /** Identity of who wrote it. */
  own: string | undefined;
  withdrawn: boolean;
}

/** What one's organisation says to it, without leaving the page: `a`, and then Enter. Its authors see all answers. */
export function Acknowledge({ id, version, own, withdrawn }: AcknowledgeProps) {
  const { t } = useTranslation();
  const { organisation, scopes } = usePerson();
  const [written, setNote] = useState<string>();
  const [chosen, setUntil] = useState<string>();
  const first = useRef<HTMLButtonElement>(null);
  const mine = own === `identity--${organisation.id}`;
  const given = useGiven(id, !mine);
  const last = given.data?.[0];
  // what was said before is said again, unless it is changed: an answer takes the place of the last one, note and all
  const note = written ?? last?.note ?? '';
  const until = chosen ?? last?.deadline?.slice(0, 10) ?? '';
  const give = useMutation({
    mutationFn: (answer: Answer) =>
      hub.advisories.acknowledge(id, answer, {
        version,
        ...(note !== '' && { note }),
        ...(until !== '' && { deadline: `${until}T23:59:59Z` }),
      }),
    onSuccess: () => {
      setNote(undefined);
      setUntil(undefined);
      void queries.invalidateQueries({ queryKey: ['acknowledgements', id] });
      void queries.invalidateQueries({ queryKey: ['advisories'] });
    },
  });
  const may = !mine && !withdrawn && scopes.includes('submit');
  useKeys(may ? { a: () => first.current?.focus() } : {});
  if (mine) return null;
  return (
    <section className="card fields" aria-label={t('acknowledge.title')}>
      <h2 className="small">{t('acknowledge.title')}</h2>
      <Failure error={given.error} />
      {last ? (
        <p className="hint" role="status">
          <span className="tag" data-tone={last.version === version ? 'good' : 'warn'}>
            {t(`answer.${last.answer}`)}
          </span>{' '}
          <When at={last.at} /> {last.version !== version && t('acknowledge.older', { version: last.version })}
          {last.note !== '' && <span className="muted"> – {last.note}</span>}
          {last.deadline !== null && (
            <span className="muted">
              {' '}
              – {t('matrix.until')} <When at={last.deadline} />
            </span>
          )}
        </p>
      ) : (
        <p className="muted hint">{t('acknowledge.none')}</p>
      )}
      {may && (
        <>
          <Textarea
            label={t('acknowledge.note')}
            rows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={`${t('acknowledge.deadline')} (UTC)`}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <div className="cluster">
            {ANSWERS.map((answer, i) => (
              <Button
                key={answer}
                {...(i === 0 && { ref: first })}
                size="xs"
                variant={last?.answer === answer && last.version === version ? 'filled' : 'default'}
                disabled={give.isPending}
                onClick={() => give.mutate(answer)}
              >
                {t(`answer.${answer}`)}
              </Button>
            ))}
          </div>
        </>
      )}
      <Failure error={give.error} />
    </section>
  );
}
