import { useTranslation } from 'react-i18next';
import { Failure } from '../../parts/Failure.tsx';
import { useNames } from '../../parts/names.ts';
import { When } from '../../parts/When.tsx';
import { useSteps } from '../calls.ts';

/** What happened to it, latest first. */
export function Record({ id }: { id: string }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { data: steps = [], error } = useSteps(id);
  return (
    <section className="card" aria-label={t('work.tab.record')}>
      <h2>{t('work.tab.record')}</h2>
      <Failure error={error} />
      <ol className="lines">
        {steps.map(({ number, at, step, version, organisation, detail }) => {
          const voided = Number(detail['voided'] ?? 0);
          return (
            <li key={number} className="cluster">
              <When at={at} />
              <span className="tag">{t(`step.${step}`, { defaultValue: step })}</span>
              {organisation !== null && nameOf(organisation)}
              <span className="muted">v{version}</span>
              {voided > 0 && (
                <span className="tag" data-tone="bad">
                  {t('step.voided', { count: voided })}
                </span>
              )}
              {typeof detail['reason'] === 'string' && <span className="muted">{detail['reason']}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
