import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HubError } from 'tocsin';
import { Icon } from './Icon.tsx';

/** What went wrong in words that say what to do, with what to tell an operator. */
export function Failure({ error, title }: { error: unknown; title?: string }) {
  const { t, i18n } = useTranslation();
  if (error === null || error === undefined) return null;
  const known = error instanceof HubError ? error : undefined;
  const key = known && `fault.${known.code}`;
  const own = known?.detail ?? (error instanceof Error ? error.message : t('fault.unknown'));
  const said = key !== undefined && i18n.exists(key) ? t(key as never) : own;
  return (
    <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />} title={title}>
      <div className="problem">
        {said}
        {known?.requestId !== undefined && (
          <div className="muted">
            {t('problem.request')} <code>{known.requestId}</code>
          </div>
        )}
      </div>
    </Alert>
  );
}
