import { Button, Modal, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportJob, printable } from 'tocsin';
import { hub } from '../hub.ts';
import { Failure } from '../parts/Failure.tsx';
import { Unshown } from '../parts/Unshown.tsx';
import { number } from '../parts/number.ts';
import { Reason } from '../parts/Reason.tsx';
import { When } from '../parts/When.tsx';
import { queries } from '../queries.ts';
import { importRoute } from '../routes.ts';
import { useTitle } from '../shell/title.ts';
import { Bar, State } from './Bar.tsx';
import { refusedOf } from './refused.ts';
import { isOver, shareOf, useImport } from './state.ts';

const REFUSED = 100;

/** One import by its address: how far it is, what became of its items. It goes on whether or not somebody looks. */
export function ImportScreen() {
  const { t } = useTranslation();
  const { id } = importRoute.useParams();
  const { data: job, error, isPending } = useImport(id);
  useTitle(job ? printable(job.name) : t('imports.title'));
  if (isPending) return <Skeleton className="page" height={220} />;
  if (!job) return <Unshown error={error} />;
  return (
    <div className="page stack">
      <div className="cluster between">
        <h1 className="breaks">{printable(job.name) || job.id}</h1>
        <Link to="/imports">{t('imports.yours')}</Link>
      </div>
      <section className="card stack tight" aria-label={t('imports.progress')}>
        <div className="cluster between">
          <span className="cluster" role="status">
            <State job={job} />
            <span>{t('imports.read', { count: job.items.read, share: shareOf(job) })}</span>
            {!isOver(job) && (
              <span className="muted">
                {t('imports.rate', { rate: job.rate })}
                {job.remaining !== null && ` · ${t('imports.remaining', { time: durationOf(job.remaining) })}`}
              </span>
            )}
          </span>
          {!isOver(job) && <Cancel job={job} />}
        </div>
        <Bar job={job} />
        {!isOver(job) && <p className="muted hint">{t('imports.background')}</p>}
        {job.state === 'failed' && <Reason code={job.code} detail={job.detail} />}
        <Facts job={job} />
      </section>
      <Refused job={job} />
    </div>
  );
}

function Facts({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const { created, updated, unchanged, rejected } = job.items;
  const counts = { created, updated, unchanged, rejected };
  return (
    <dl className="tiles">
      {Object.entries(counts).map(([name, count]) => (
        <div key={name} data-outcome={name}>
          <dt>{t(`outcome.${name as keyof typeof counts}`)}</dt>
          <dd>{number(count)}</dd>
        </div>
      ))}
      <div>
        <dt>{t('imports.notes')}</dt>
        <dd>{number(job.notes)}</dd>
      </div>
      <div>
        <dt>{t('file.format')}</dt>
        <dd className="word">{t(`format.${job.format}` as never, { defaultValue: job.format })}</dd>
      </div>
      <div>
        <dt>{t('imports.begun')}</dt>
        <dd className="word">
          <When at={job.created_at} />
        </dd>
      </div>
    </dl>
  );
}

/** What can't be undone asks by name. */
function Cancel({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => hub.imports.cancel(job.id),
    onSettled: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ['import', job.id] });
    },
  });
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t('imports.cancel')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('imports.cancelOf', { name: printable(job.name) })}
        closeButtonProps={{ 'aria-label': t('object.close') }}
      >
        <div className="stack">
          <p className="hint">{t('imports.cancelWhy')}</p>
          <div className="cluster">
            <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('imports.cancel')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('imports.goOn')}
            </Button>
          </div>
        </div>
      </Modal>
      <Failure error={cancel.error} />
    </>
  );
}

function Refused({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const { rejected, read } = job.items;
  const { data, error } = useQuery({
    queryKey: ['refused', job.id, isOver(job) || rejected < REFUSED ? rejected : REFUSED],
    enabled: rejected > 0,
    queryFn: () => refusedOf(job.id, REFUSED),
    placeholderData: (before) => before,
  });
  if (read === 0 && job.notes === 0) return null;
  const file = `/api/v1/imports/${job.id}/outcomes.csv`;
  return (
    <section className="card" aria-label={t('outcome.title')}>
      <h2>{t('outcome.title')}</h2>
      <div className="cluster">
        <Button component="a" href={file} download variant="default" size="xs">
          {t('imports.outcomes')}
        </Button>
        {rejected > 0 && (
          <Button component="a" href={`${file}?outcome=rejected`} download variant="default" size="xs">
            {t('imports.refusedCsv', { count: rejected })}
          </Button>
        )}
      </div>
      <Failure error={error} />
      {data && data.length > 0 && (
        <div className="scroll-x">
          <table className="table" aria-label={t('imports.refused')}>
            <thead>
              <tr>
                <th scope="col">{t('file.place')}</th>
                <th scope="col">{t('imports.why')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ place, code, reason }) => (
                <tr key={place}>
                  <td>{printable(place)}</td>
                  <td>
                    <Reason code={code} detail={reason} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** `1:05:09`, `4:20` … */
function durationOf(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, Math.round(seconds) % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const pad = (n: number) => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}
