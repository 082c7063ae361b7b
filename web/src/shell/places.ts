import { isAdministrator, isOfAlliance } from '../admin/api.ts';
import type { IconName } from '../parts/Icon.tsx';
import type { Person } from '../queries.ts';

type AdminName =
  | 'members'
  | 'groups'
  | 'people'
  | 'keys'
  | 'signing-keys'
  | 'webhooks'
  | 'sources'
  | 'warninglists'
  | 'audit'
  | 'health';
type AdminPath = `/${AdminName}`;

/** A screen in the menu, the palette and the keys (`g` and then `key`). */
export interface Place {
  readonly to:
    | '/feed'
    | '/search'
    | '/lookup'
    | '/submit'
    | '/imports'
    | '/advisories'
    | '/dashboard'
    | '/searches'
    | '/settings'
    | AdminPath;
  readonly name:
    | 'feed'
    | 'search'
    | 'lookup'
    | 'submit'
    | 'imports'
    | 'advisories'
    | 'dashboard'
    | 'searches'
    | 'settings'
    | AdminName;
  readonly icon: IconName;
  readonly key: string;
  /** Who has use for it; everybody unless told. */
  readonly for?: (person: Person) => boolean;
  /** Who these are, where they are not the administrators of one's organisation. */
  readonly whose?: 'submitters' | 'alliance';
  /** Others can read it, where something leads them there. */
  readonly readable?: true;
}

const submitters = { for: ({ scopes }: Person) => scopes.includes('submit'), whose: 'submitters' } as const;
const alliance = { for: isOfAlliance, whose: 'alliance' } as const;
const ofOrganisation = ({ person }: Person) => person?.role === 'org-admin';

const PLACES: readonly Place[] = [
  { to: '/feed', name: 'feed', icon: 'feed', key: 'f' },
  { to: '/search', name: 'search', icon: 'search', key: 's' },
  { to: '/submit', name: 'submit', icon: 'submit', key: 'p', ...submitters },
  { to: '/advisories', name: 'advisories', icon: 'advisories', key: 'a' },
  { to: '/dashboard', name: 'dashboard', icon: 'dashboard', key: 'd' },
  { to: '/searches', name: 'searches', icon: 'star', key: 'b' },
  { to: '/settings', name: 'settings', icon: 'settings', key: 'e' },
];

/** Those that others lead to: in the palette and the keys alone. */
const BESIDE: readonly Place[] = [
  { to: '/lookup', name: 'lookup', icon: 'search', key: 'n' },
  { to: '/imports', name: 'imports', icon: 'submit', key: 'j', ...submitters },
];

/** Screens of administration; who members and groups are, everybody may know. */
const OFFICE: readonly Place[] = [
  { to: '/members', name: 'members', icon: 'members', key: 'm' },
  { to: '/groups', name: 'groups', icon: 'groups', key: 'r' },
  { to: '/people', name: 'people', icon: 'person', key: 'u', for: isAdministrator },
  { to: '/keys', name: 'keys', icon: 'keys', key: 'k', for: isAdministrator },
  { to: '/signing-keys', name: 'signing-keys', icon: 'signing', key: 'i', for: isAdministrator },
  { to: '/webhooks', name: 'webhooks', icon: 'webhooks', key: 'w', for: ofOrganisation },
  { to: '/sources', name: 'sources', icon: 'sources', key: 'o', for: ofOrganisation },
  { to: '/warninglists', name: 'warninglists', icon: 'warninglists', key: 'l', ...alliance, readable: true },
  { to: '/audit', name: 'audit', icon: 'audit', key: 'v', for: isAdministrator },
  { to: '/health', name: 'health', icon: 'health', key: 'h', ...alliance },
];

const useful = (places: readonly Place[], person: Person) => places.filter((place) => place.for?.(person) ?? true);

export const workOf = (person: Person): readonly Place[] => useful(PLACES, person);
export const officeOf = (person: Person): readonly Place[] => useful(OFFICE, person);
export const placesOf = (person: Person): readonly Place[] => [
  ...workOf(person),
  ...useful(BESIDE, person),
  ...officeOf(person),
];

/** The screen of an address that the person has no use for. */
export function closedTo(person: Person, path: string): Place | undefined {
  const place = [...PLACES, ...BESIDE, ...OFFICE].find(({ to }) => path === to || path.startsWith(`${to}/`));
  return place?.for?.(person) === false && !place.readable ? place : undefined;
}
