import { useTranslation } from 'react-i18next';
import { type ImportJob, printable } from 'tocsin';
import { shareOf, toneOf } from './state.ts';

/** How far an import is. */
export const Bar = ({ job }: { job: ImportJob }) => (
  <Progress label={printable(job.name)} share={shareOf(job)} state={job.state} />
);

/** How much of something is done, in per cent. */
export function Progress({ label, share, state }: { label: string; share: number; state?: ImportJob['state'] }) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
      data-state={state}
    >
      <div style={{ width: `${share}%` }} />
    </div>
  );
}

export function State({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={toneOf(job)}>
      {t(`importState.${job.state}`)}
    </span>
  );
}
