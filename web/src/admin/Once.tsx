import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Ask } from '../parts/Ask.tsx';

interface OnceProps {
  /** Names what is shown. */
  title: string;
  children: ReactNode;
  onClose: () => void;
}

/** A secret, shown this once: whoever would leave the page without having said that it is kept is asked first. */
export function Once({ title, children, onClose }: OnceProps) {
  const { t } = useTranslation();
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: true,
    withResolver: true,
  });
  return (
    <section className="card once fields" aria-label={title}>
      {children}
      <div className="cluster end">
        <Button onClick={onClose}>{t('keys.kept')}</Button>
      </div>
      {leaving.status === 'blocked' && (
        <Ask
          title={t('once.leave')}
          action={t('once.leaveDo')}
          isFinal
          deed={() => Promise.resolve(leaving.proceed())}
          onClose={leaving.reset}
        >
          <p className="said">{t('once.leaveThen', { what: title })}</p>
        </Ask>
      )}
    </section>
  );
}
