import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';
import { useTitle } from './title.ts';

/** An address that leads nowhere, in the frame of all others. */
export function NotFound() {
  const { t } = useTranslation();
  useTitle(t('notFound.title'));
  return (
    <div className="page">
      <Empty icon="search" as="h1" title={t('notFound.title')} why={t('notFound.why')}>
        <Link to="/feed">{t('notFound.go')}</Link>
      </Empty>
    </div>
  );
}
