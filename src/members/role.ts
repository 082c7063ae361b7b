import { ROLES, type Role, type Scope } from '../kernel/index.js';

/** What sessions of a role may do. Alliance administrators read and submit as members of their own organisation. */
const SCOPES_OF: Record<Role, readonly Scope[]> = {
  reader: ['read', 'feed'],
  analyst: ['read', 'feed', 'submit', 'sign'],
  'org-admin': ['read', 'feed', 'submit', 'sign'],
  'alliance-admin': ['read', 'feed', 'submit', 'sign'],
};

export const scopesOf = (role: Role): ReadonlySet<Scope> => new Set(SCOPES_OF[role]);

/** Whether `role` is above `other`: nobody grants, changes or takes away a role above his own. */
export const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) > ROLES.indexOf(other);

/** Policy of what administrators do: an organisation's for their own, the alliance's for all. */
export const ADMINISTRATORS = { role: ['org-admin', 'alliance-admin'] } as const;

export const ALLIANCE = { role: ['alliance-admin'] } as const;
