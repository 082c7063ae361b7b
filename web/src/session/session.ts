import { useQuery } from '@tanstack/react-query';
import { HubError } from 'tocsin';
import { hub, noteEnd, send, whenSignedOut } from '../hub.ts';
import { type Person, queries } from '../queries.ts';
import { adoptFrom, keepPreferences } from './kept-preferences.ts';

const ME = ['me'] as const;
/** Told to whom else must forget what it holds of somebody. */
const leavers = new Set<() => void>();
export const onLeave = (forget: () => void): void => void leavers.add(forget);

/** Why nobody is signed in any more; for the sign-in page. */
let ended: string | undefined;
export const whyEnded = (): string | undefined => ended;

async function whoAmI(): Promise<Person | null> {
  try {
    const me: Person = await hub.me();
    adoptFrom(me);
    return me;
  } catch (error) {
    if (!(error instanceof HubError) || error.status !== 401) throw error;
    noteEnd(error);
    sessionStorage.clear(); // what was kept while the page was loaded anew is nobody else's
    return null;
  }
}

/** Who is signed in; null: nobody. */
export const useMe = () => useQuery({ queryKey: ME, queryFn: whoAmI, staleTime: 60_000, refetchInterval: 60_000 });

/** For screens that stand behind the gate. */
export function usePerson(): Person {
  const { data } = useMe();
  if (!data) throw new Error('nobody is signed in');
  return data;
}

/** Opens a session, or half of one: then the second factor is asked for. */
export async function signIn(email: string, password: string): Promise<{ mfa: boolean }> {
  const opened = await hub.rest.post<{ mfa_required: boolean }>('/api/v1/session', { email, password });
  if (!opened.mfa_required) await entered();
  return { mfa: opened.mfa_required };
}

export async function giveCode(code: string): Promise<void> {
  await hub.rest.post('/api/v1/session/totp', { code });
  await entered();
}

async function entered(): Promise<void> {
  ended = undefined;
  queries.clear();
  await queries.fetchQuery({ queryKey: ME, queryFn: whoAmI });
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/api/v1/session');
  leave(undefined);
}

function leave(why: string | undefined): void {
  if (queries.getQueryData(ME) === null) return;
  ended = why;
  for (const forget of leavers) forget();
  sessionStorage.clear();
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  queries.setQueryData(ME, null);
}

whenSignedOut((code) => {
  // before anybody was there, nothing has ended
  if (queries.getQueryData(ME)) leave(code);
});

keepPreferences(() => Boolean(queries.getQueryData(ME)));
