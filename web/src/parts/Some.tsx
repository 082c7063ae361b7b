import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const STEP = 200;

/** A long list a piece at a time: what is shown of it, `first` so many, and the button that shows more. */
export function useSome<T>(list: readonly T[], first = STEP): { shown: readonly T[]; more: React.ReactNode } {
  const { t } = useTranslation();
  const [most, setMost] = useState(first);
  const left = list.length - most;
  return {
    shown: list.slice(0, most),
    more: left > 0 && (
      <Button variant="default" size="xs" onClick={() => setMost(most + STEP)}>
        {t('some.more', { count: Math.min(left, STEP), left })}
      </Button>
    ),
  };
}
