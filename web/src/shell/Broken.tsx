import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HubError, printable } from 'tocsin';
import { Line } from '../parts/Line.tsx';
import { Unloaded } from './screen.ts';

/** What stands where a screen can't be drawn: what to do, and what to tell whoever runs the hub. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  if (error instanceof Unloaded) return <NotLoaded error={error} reset={reset} />;
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

/** The screen itself could not be had: what is open stays, and it is asked for again. */
function NotLoaded({ error, reset }: { error: Unloaded; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await error.again();
    await router.invalidate();
    setBusy(false);
    reset();
  };
  return (
    <div className="page stack" role="alert">
      <h1>{t('broken.title')}</h1>
      <p className="lead">{t('broken.unloaded')}</p>
      <div className="cluster">
        <Button loading={busy} onClick={() => void again()}>
          {t('broken.again')}
        </Button>
        <Button variant="default" onClick={() => globalThis.location.reload()}>
          {t('broken.reload')}
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
