import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { NextUnread } from '../advisories/NextUnread.tsx';
import { stream } from '../feed/stream.ts';
import { Failure } from '../parts/Failure.tsx';
import { TimesTold } from '../parts/TimesTold.tsx';
import { Toast } from '../parts/Toast.tsx';
import { useMe } from '../session/session.ts';
import { NotForYou } from './NotForYou.tsx';
import { closedTo } from './places.ts';
import { Rail } from './Rail.tsx';
import { Top } from './Top.tsx';

/** The frame of every screen behind the gate. Who is not signed in is sent there, and comes back to where he was. */
export function Shell() {
  const { t } = useTranslation();
  const { data: me, error, isPending } = useMe();
  const { pathname } = useLocation();
  const isIn = Boolean(me);
  useEffect(() => {
    if (isIn) stream.attend();
  }, [isIn]);
  if (isPending) return null;
  if (me === undefined) return <Failure error={error} />;
  if (me === null) return <Away />;
  const closed = closedTo(me, pathname);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <Rail />
      <Top />
      <main id="main" className="main" tabIndex={-1}>
        {closed ? <NotForYou place={closed} /> : <Outlet />}
        <TimesTold />
      </main>
      <Toast />
      <NextUnread />
    </div>
  );
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
