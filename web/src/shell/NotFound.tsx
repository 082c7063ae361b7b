import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <Empty icon="search" title={t('notFound.title')} why={t('notFound.why')}>
        <Link to="/feed">{t('notFound.go')}</Link>
      </Empty>
    </main>
  );
}
