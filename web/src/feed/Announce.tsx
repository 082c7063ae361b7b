import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const EVERY_MS = 10_000;

/** Tells who listens instead of looking how many came, at most every ten seconds. */
export function Announce({ total }: { total: number }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const now = useRef(total);
  const told = useRef(total);
  useEffect(() => {
    now.current = total;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const count = now.current - told.current;
      told.current = now.current;
      if (count > 0) setSaid(t('feed.announce', { count }));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [t]);
  return (
    <div className="sr" aria-live="polite">
      {said}
    </div>
  );
}
