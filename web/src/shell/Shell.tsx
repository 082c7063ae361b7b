import { Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isAdministrator } from '../admin/api.ts';
import { NextUnread } from '../advisories/NextUnread.tsx';
import { OpenCount } from '../advisories/OpenCount.tsx';
import { stream } from '../feed/stream.ts';
import { Failure } from '../parts/Failure.tsx';
import { Icon } from '../parts/Icon.tsx';
import { TimesTold } from '../parts/TimesTold.tsx';
import { Toast } from '../parts/Toast.tsx';
import { useMe } from '../session/session.ts';
import { officeOf, type Place, workOf } from './places.ts';
import { Top } from './Top.tsx';

const FirstRun = lazy(() =>
  import('../admin/FirstRun.tsx').then(({ FirstRun: component }) => ({ default: component })),
);

/** The frame of every screen behind the gate. Who is not signed in is sent there, and comes back to where he was. */
export function Shell() {
  const { t } = useTranslation();
  const { data: me, error, isPending } = useMe();
  const isIn = Boolean(me);
  useEffect(() => {
    if (isIn) stream.attend();
  }, [isIn]);
  if (isPending) return null;
  if (me === undefined) return <Failure error={error} />;
  if (me === null) return <Away />;
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="rail">
        <Link to="/feed" className="brand">
          <Icon name="bell" size={24} />
          <span>Tocsin</span>
        </Link>
        <nav aria-label={t('shell.menu')}>
          <Places places={workOf(me)} />
          <strong className="group">{t(isAdministrator(me) ? 'admin.administration' : 'admin.alliance')}</strong>
          <Places places={officeOf(me)} />
        </nav>
        <div className="who">
          <strong>{me.person?.name}</strong>
          {me.organisation.name}
        </div>
      </header>
      <Top />
      <main id="main" className="main" tabIndex={-1}>
        {isAdministrator(me) && (
          <Suspense fallback={null}>
            <FirstRun />
          </Suspense>
        )}
        <Outlet />
        <TimesTold />
      </main>
      <Toast />
      <NextUnread />
    </div>
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

/** To the gate, once, with the address to come back to: the address changes while this is still there. */
function Away() {
  const navigate = useNavigate();
  const { state } = useRouter();
  useEffect(() => {
    const { href } = state.location;
    void navigate({ to: '/sign-in', search: href.startsWith('/sign-in') ? {} : { to: href }, replace: true });
  }, []);
  return null;
}
