import { useTranslation } from 'react-i18next';
import type { StixObject } from 'tocsin';
import { When } from '../parts/When.tsx';

/** Until when it is valid, and how much of that time is left. */
export function Life({ object }: { object: StixObject }) {
  const { t } = useTranslation();
  const [from, until] = [object.valid_from ?? object.created, object.valid_until].map((at) => Date.parse(at ?? ''));
  const left = Math.max(0, Math.min(1, (until! - Date.now()) / (until! - from!)));
  const share = Number.isFinite(left) ? Math.round(left * 100) : 0;
  return (
    <div className="life">
      <When at={object.valid_until} />
      <div
        className="meter"
        role="meter"
        aria-label={t('life.title')}
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${share}%` }} />
      </div>
      <span className="muted">{t('life.left', { share })}</span>
    </div>
  );
}
