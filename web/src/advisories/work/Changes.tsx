import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryBody, AdvisoryWork } from 'tocsin';
import { hub } from '../../hub.ts';
import { Failure } from '../../parts/Failure.tsx';
import { useNames } from '../../parts/names.ts';
import { When } from '../../parts/When.tsx';
import { usePerson } from '../../session/session.ts';
import { touched, useRevisions, workPath } from '../calls.ts';
import { Diff } from '../Diff.tsx';
import { mayWrite } from '../write/text.ts';

/** How the text came to be: who saved what when, in what one differs from another, and any of them made the text again. */
export function Changes({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const me = usePerson();
  const nameOf = useNames();
  const { id, revision, etag } = work;
  const { data: revisions = [], error, isSuccess } = useRevisions(id);
  const [chosen, setChosen] = useState<{ from?: number; to?: number }>({});
  const to = chosen.to ?? revision;
  const from = chosen.from ?? revisions.find((one) => one.revision < to)?.revision;
  const diff = useQuery({
    queryKey: ['work', id, 'diff', from, to],
    enabled: from !== undefined,
    queryFn: () => hub.advisories.diffAtWork(id, { from: from!, to }),
  });
  const again = useMutation({
    mutationFn: async (number: number) => {
      const { body } = await hub.rest.get<{ body: AdvisoryBody }>(workPath(id, `revisions/${number}`));
      return hub.advisories.save(id, body, etag);
    },
    onSuccess: () => {
      setChosen({});
      touched(id);
    },
  });
  const options = revisions.map((one) => ({ value: String(one.revision), label: String(one.revision) }));
  const may = mayWrite(me) && work.part !== 'signer' && ['draft', 'review'].includes(work.state);
  return (
    <>
      <Failure error={error ?? diff.error ?? again.error} />
      <section className="card" aria-label={t('work.revisions')}>
        <h2>{t('work.revisions')}</h2>
        <ol className="lines scroll-list" tabIndex={0} aria-label={t('work.revisions')}>
          {revisions.map((one) => (
            <li key={one.revision} className="cluster">
              <span className="tag" data-tone={one.revision === revision ? 'good' : undefined}>
                {one.revision}
              </span>
              {nameOf(one.organisation)} <When at={one.at} />
              <span className="muted">v{one.version}</span>
              {may && one.revision !== revision && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={again.isPending}
                  onClick={() => again.mutate(one.revision)}
                >
                  {t('work.again')}
                </Button>
              )}
            </li>
          ))}
        </ol>
      </section>
      {isSuccess && revisions.length < 2 && <p className="muted hint">{t('work.oneRevision')}</p>}
      {revisions.length > 1 && (
        <div className="cluster">
          <NativeSelect
            label={t('diff.from')}
            value={String(from ?? '')}
            data={options}
            onChange={(event) => setChosen({ ...chosen, from: Number(event.currentTarget.value) })}
          />
          <NativeSelect
            label={t('diff.to')}
            value={String(to)}
            data={options}
            onChange={(event) => setChosen({ ...chosen, to: Number(event.currentTarget.value) })}
          />
        </div>
      )}
      {diff.data && <Diff diff={diff.data} />}
    </>
  );
}
