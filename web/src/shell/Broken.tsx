import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { HubError, printable } from 'tocsin';
import { Line } from '../parts/Line.tsx';

/** What stands where a screen can't be drawn: what to do, and what to tell whoever runs the hub. */
export function Broken({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <div className="page stack" role="alert">
      <h1>{t('broken.title')}</h1>
      <p className="lead">{t('broken.why')}</p>
      <Line title={t('broken.details')} text={detailsOf(error)}>
        {t('broken.send')}
      </Line>
      <div className="cluster">
        <Button onClick={() => globalThis.location.reload()}>{t('broken.reload')}</Button>
        <Button variant="default" component="a" href="/feed">
          {t('broken.home')}
        </Button>
      </div>
    </div>
  );
}

/** Of the address the path alone: a query may hold what is nobody's business. */
function detailsOf(error: unknown): string {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const places = stack.split('\n').filter((line) => /^\s*at |@/.test(line));
  const lines = [
    `${new Date().toISOString()} ${globalThis.location.pathname}`,
    error instanceof Error ? `${error.name}: ${message}` : message,
    ...(error instanceof HubError ? [`${error.code} ${error.requestId ?? ''}`] : []),
    ...places.slice(0, 6).map((line) => line.trim()),
    navigator.userAgent,
  ];
  return lines.map(printable).join('\n');
}
