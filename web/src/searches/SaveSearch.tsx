import { ActionIcon, Tooltip } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon.tsx';

const SearchForm = lazy(() => import('./SearchForm.tsx').then(({ SearchForm: component }) => ({ default: component })));

/** Keeps the question that one looks at. */
export function SaveSearch({ q }: { q: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (q === '') return null;
  return (
    <>
      <Tooltip label={t('searches.save')}>
        <ActionIcon variant="default" size={30} aria-label={t('searches.save')} onClick={() => setOpen(true)}>
          <Icon name="star" size={16} />
        </ActionIcon>
      </Tooltip>
      {open && (
        <Suspense fallback={null}>
          <SearchForm q={q} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
