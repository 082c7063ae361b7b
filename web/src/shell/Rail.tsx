import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAdministrator } from '../admin/api.ts';
import { OpenCount } from '../advisories/OpenCount.tsx';
import { Icon } from '../parts/Icon.tsx';
import { usePerson } from '../session/session.ts';
import { officeOf, type Place, workOf } from './places.ts';

/** All screens that are of use to one. Where there is no room beside them they stand behind a button, words and all. */
export function Rail() {
  const { t } = useTranslation();
  const me = usePerson();
  const [open, setOpen] = useState(false);
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => setOpen(false), [path]);
  return (
    <header className="rail" data-open={open}>
      <Link to="/feed" className="brand">
        <Icon name="bell" size={24} />
        <span>Tocsin</span>
      </Link>
      <button
        type="button"
        className="screens"
        aria-expanded={open}
        aria-controls="screens"
        onClick={() => setOpen(!open)}
      >
        <Icon name="menu" />
        {t('shell.menu')}
      </button>
      <nav id="screens" aria-label={t('shell.menu')}>
        <Places places={workOf(me)} />
        <strong className="group">{t(isAdministrator(me) ? 'admin.administration' : 'admin.alliance')}</strong>
        <Places places={officeOf(me)} />
      </nav>
      <div className="who">
        <strong>{me.person?.name}</strong>
        {me.organisation.name}
      </div>
    </header>
  );
}

function Places({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation();
  return places.map(({ to, name, icon }) => (
    <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }} activeOptions={{ includeSearch: false }}>
      <Icon name={icon} />
      <span>{t(`place.${name}`)}</span>
      {name === 'advisories' && <OpenCount />}
    </Link>
  ));
}
