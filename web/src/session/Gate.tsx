import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon.tsx';

/** What stands before the console: signing in, and one-time links. */
export function Gate() {
  const { t } = useTranslation();
  return (
    <div className="gate">
      <section className="story" aria-label="Tocsin">
        <span className="brand">
          <Icon name="bell" size={26} />
          Tocsin
        </span>
        <div>
          <p className="motto">{t('gate.title')}</p>
          <p>{t('gate.text')}</p>
        </div>
        <small>{t('gate.foot')}</small>
      </section>
      <main className="form">
        <Outlet />
      </main>
    </div>
  );
}
