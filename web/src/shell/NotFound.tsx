import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';
import { useTitle } from './title.ts';

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t('notFound.title'));
  return (
    <main>
      <Empty icon="search" as="h1" title={t('notFound.title')} why={t('notFound.why')}>
        <Link to="/feed">{t('notFound.go')}</Link>
      </Empty>
    </main>
  );
}
