import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../shell/keys.ts';
import { Failure } from './Failure.tsx';
import { hush, lastSaid, subscribe, tell } from './tell.ts';

const STAYS_MS = 10_000;

/** What was said last, below; it stays while one points at it or is in it. */
export function Toast() {
  const { t } = useTranslation();
  const now = useSyncExternalStore(subscribe, lastSaid);
  const [held, setHeld] = useState(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => setError(now?.error), [now]);
  useEffect(() => {
    if (now === undefined || held) return;
    const timer = setTimeout(hush, STAYS_MS);
    return () => clearTimeout(timer);
  }, [now, held]);
  const undo = now?.undo;
  const back = () => void undo?.().then(() => tell(t('undo.done')), setError);
  useKeys(undo ? { z: back } : {});
  return (
    <div
      className="toasts"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {now !== undefined && (
        <div className="toast">
          <span>{now.text}</span>
          {undo && (
            <Button size="compact-sm" variant="white" onClick={back}>
              {t('undo.undo')}
            </Button>
          )}
          <CloseButton size="sm" variant="transparent" aria-label={t('object.close')} onClick={hush} />
          <Failure error={error} />
        </div>
      )}
    </div>
  );
}
