import { useTranslation } from 'react-i18next';
import { useDesktop } from '../parts/useDesktop.ts';
import { usePerson } from '../session/session.ts';
import { useOpenCount } from './calls.ts';

/** In the menu: how many advisories one’s organisation has not answered. */
export function OpenCount() {
  const { t } = useTranslation();
  const { ceiling } = usePerson();
  const { data } = useOpenCount(ceiling === 'amber+strict' || ceiling === 'red');
  useDesktop('advisories', data?.count, t('advisories.openNow', { count: data?.count ?? 0 }));
  if (!data || data.count === 0) return null;
  const count = `${data.count}${data.more ? '+' : ''}`;
  return (
    <span className="count">
      <span className="sr">{t('advisories.open')}: </span>
      {count}
    </span>
  );
}
