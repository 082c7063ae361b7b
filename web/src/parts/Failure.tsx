import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HubError } from 'tocsin';
import { Copy } from './Copy.tsx';
import { Icon } from './Icon.tsx';

/** Faults of which the hub says no more than the console. */
const SAID = new Set(['mfa_required']);

/** What went wrong in words that say what to do; what exactly, as the hub says it, which speaks English; what to tell an operator. */
export function Failure({ error, title }: { error: unknown; title?: string }) {
  const { t, i18n } = useTranslation();
  if (error === null || error === undefined) return null;
  const known = error instanceof HubError ? error : undefined;
  const key = known && `fault.${known.code}`;
  const own = known?.detail ?? (error instanceof Error ? error.message : undefined);
  const said = key !== undefined && i18n.exists(key) ? t(key as never) : undefined;
  return (
    <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />} title={title}>
      <div className="problem">
        {said ?? own ?? t('fault.unknown')}
        {said !== undefined && known?.detail !== undefined && !SAID.has(known.code) && (
          <div className="muted" lang="en">
            {known.detail}
          </div>
        )}
        {known?.requestId !== undefined && (
          <div className="muted">
            {t('problem.request')} <code>{known.requestId}</code>{' '}
            <Copy text={known.requestId} label={t('problem.copy')} />
          </div>
        )}
      </div>
    </Alert>
  );
}
