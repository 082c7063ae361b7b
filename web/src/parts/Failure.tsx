import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HubError } from 'tocsin';
import { Copy } from './Copy.tsx';
import { Icon } from './Icon.tsx';

/** Faults of which the hub says no more than the console. */
const SAID = new Set(['mfa_required']);

interface FailureProps {
  error: unknown;
  title?: string;
  /** Fields at which the hub’s own words stand already. */
  marked?: readonly string[];
}

/** What went wrong in words that say what to do; what exactly, as the hub says it, which speaks English; what to tell an operator. */
export function Failure({ error, title, marked = [] }: FailureProps) {
  const { t, i18n } = useTranslation();
  if (error === null || error === undefined) return null;
  const known = error instanceof HubError ? error : undefined;
  const key = known && `fault.${known.code}`;
  const own = known?.detail ?? (error instanceof Error ? error.message : undefined);
  const isMarked = marked.includes(known?.pointer?.split('/')[1] ?? '');
  const said = key !== undefined && i18n.exists(key) ? t(key as never) : undefined;
  return (
    <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />} title={title}>
      <div className="problem">
        {said ?? own ?? t('fault.unknown')}
        {said !== undefined && known?.detail !== undefined && !SAID.has(known.code) && !isMarked && (
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
