import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty.tsx';
import type { Place } from './places.ts';
import { useTitle } from './title.ts';

/** A screen on which the person could do nothing that the hub would not refuse, and who can. */
export function NotForYou({ place }: { place: Place }) {
  const { t } = useTranslation();
  const name = t(`place.${place.name}`);
  useTitle(name);
  return (
    <Empty
      icon={place.icon}
      as="h1"
      title={t('notForYou.title', { name })}
      why={t(`notForYou.${place.whose ?? 'office'}`)}
    >
      <Link to="/feed">{t('notFound.go')}</Link>
    </Empty>
  );
}
