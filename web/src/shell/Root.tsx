import { Outlet } from '@tanstack/react-router';
import { useFocusKept } from './useFocusKept.ts';

/** What all screens have, before the gate, behind it, and where there is none. */
export function Root() {
  useFocusKept();
  return <Outlet />;
}
