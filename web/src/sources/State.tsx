import { useTranslation } from 'react-i18next';
import type { Source } from './source.ts';

const TONE = { waiting: 'warn', ok: 'good', failing: 'bad', paused: 'warn' } as const;

export function State({ source: { state } }: { source: Source }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={TONE[state]}>
      {t(`sourceState.${state}`)}
    </span>
  );
}
