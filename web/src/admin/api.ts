import { type QueryKey, useMutation, useQuery } from '@tanstack/react-query';
import type { Organisation, Tlp } from 'tocsin';
import { hub } from '../hub.ts';
import { type Person, queries } from '../queries.ts';

export const ROLES = ['reader', 'analyst', 'org-admin', 'alliance-admin'] as const;
export type Role = (typeof ROLES)[number];

export const isAdministrator = ({ person }: Person): boolean =>
  person?.role === 'org-admin' || person?.role === 'alliance-admin';
export const isOfAlliance = ({ person }: Person): boolean => person?.role === 'alliance-admin';
/** Roles that somebody may give: none above their own. */
export const rolesFor = ({ person }: Person): readonly Role[] =>
  ROLES.slice(0, ROLES.indexOf((person?.role ?? 'reader') as Role) + 1);

export interface Contact {
  role: string;
  name?: string;
  email?: string;
  phone?: string;
  pgp_fingerprint?: string;
}

export interface Member extends Organisation {
  country: string;
  blocs: string[];
  type: string;
  contacts: Contact[];
  status: 'proposed' | 'active' | 'suspended' | 'withdrawn';
}

export interface Colleague {
  id: string;
  organisation_id: string;
  email: string;
  name: string;
  role: Role;
  status: 'active' | 'suspended';
  second_factor: boolean;
  created_at: string;
  last_active_at: string | null;
}

export interface Invitation {
  id: string;
  purpose: 'join' | 'reset';
  organisation_id: string;
  email: string;
  role: Role;
  created_at: string;
  expires_at: string;
}

export interface Group {
  id: string;
  name: string;
  description: string;
  history: 'joining' | 'full';
  status: 'active' | 'closed';
  created_at: string;
  members: { organisation_id: string; joined_at: string }[];
}

export const SCOPES = ['read', 'feed', 'submit', 'sign'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Key {
  id: string;
  name: string;
  kind: 'member' | 'constituent';
  scopes: Scope[];
  ceiling: Tlp;
  cidrs: string[];
  created_by: string | null;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
  rotated_to: string | null;
}

/** A key as its maker sees it, once. */
export interface ShownKey extends Key {
  key: string;
}

export interface Webhook {
  id: string;
  name: string;
  url: string;
  filter: string;
  ceiling: Tlp;
  created_at: string;
  state: 'ok' | 'retrying' | 'failing' | 'stopped' | 'paused';
  error: string | null;
  failing_since: string | null;
  next_try_at: string | null;
}

export interface Delivery {
  id: string;
  kind: 'entries' | 'test';
  entries: number;
  state: string;
  tries: number;
  created_at: string;
  tried_at: string | null;
  status: number | null;
  ms: number | null;
  error: string | null;
}

export interface AuditRecord {
  number?: number;
  at: string;
  action: string;
  organisation: string | null;
  by: Record<string, string> | null;
  address: string;
  detail: Record<string, unknown>;
}

/** The items of a list; `enabled` false: it is not asked for, since it would be refused; `everyMs`: asked for again and again. */
export const useItems = <T>(
  queryKey: QueryKey,
  path: string,
  {
    query = {},
    enabled = true,
    everyMs,
  }: { query?: Record<string, string | undefined>; enabled?: boolean; everyMs?: number } = {},
) =>
  useQuery({
    queryKey,
    enabled,
    refetchInterval: everyMs ?? false,
    queryFn: async ({ signal }) => (await hub.rest.get<{ items: T[] }>(path, { query, signal })).items,
  });

/** Something that is done to the hub; then the lists that it changes are read anew. */
export const useDeed = <In, Out>(work: (asked: In) => Promise<Out>, ...lists: string[]) =>
  useMutation({ mutationFn: work, onSettled: () => refresh(...lists) });

export const refresh = (...lists: string[]): Promise<unknown> =>
  Promise.all(lists.map((list) => queries.invalidateQueries({ queryKey: [list] })));

/** A PATCH, answered with what it is now. */
export const patch = <T>(path: string, body: unknown): Promise<T> =>
  hub.rest.request('PATCH', path, { body }, (response) => response.json() as Promise<T>);

/** Enough of a signing key’s id to tell it from others. */
export const shortOf = (id: string): string => id.slice(0, 12);
