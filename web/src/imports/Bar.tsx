import { useTranslation } from 'react-i18next';
import { type ImportJob, printable } from 'tocsin';
import { shareOf, toneOf } from './state.ts';

/** How far an import is. */
export function Bar({ job }: { job: ImportJob }) {
  const share = shareOf(job);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={printable(job.name)}
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
      data-state={job.state}
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
