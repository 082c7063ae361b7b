import type { Person } from '../queries.ts';
import { send } from '../hub.ts';
import { adopt, type Preferences, whenChosen } from '../preferences.ts';

/** Those on their way to the hub: what it says meanwhile is older. */
let underWay = 0;

/** What the hub keeps of a person's choices, by the names of its API. */
const NAMES = { zone: 'zone', language: 'language', singleKeys: 'single_keys', settled: 'settled' } as const;

/** Takes over what the person chose in any browser. */
export function adoptFrom({ person }: Person): void {
  if (underWay > 0 || !person) return;
  const said: Readonly<Record<string, unknown>> = person.preferences;
  const known = Object.entries(NAMES).filter(([, theirs]) => said[theirs] !== undefined);
  adopt(Object.fromEntries(known.map(([ours, theirs]) => [ours, said[theirs]])));
}

/** Keeps at the hub what is chosen from now on, while somebody is signed in. What can't be kept holds in this browser all the same. */
export function keepPreferences(isSomebody: () => boolean): void {
  whenChosen((change: Partial<Preferences>) => {
    const kept = Object.entries(NAMES).flatMap(([ours, theirs]) =>
      ours in change ? [[theirs, change[ours as keyof typeof NAMES]]] : [],
    );
    if (kept.length === 0 || !isSomebody()) return;
    underWay += 1;
    send('PATCH', '/api/v1/me', { preferences: Object.fromEntries(kept) })
      .catch(() => undefined)
      .finally(() => (underWay -= 1));
  });
}
