import { useTranslation } from 'react-i18next';
import type { Webhook } from './api.ts';

const TONE = { ok: 'good', retrying: 'warn', failing: 'bad', stopped: 'bad', paused: 'warn' } as const;

export function WebhookState({ hook: { state } }: { hook: Webhook }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={TONE[state]}>
      {t(`webhookState.${state}`)}
    </span>
  );
}
