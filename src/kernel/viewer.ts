import type { Tlp } from './marking.js';

export const ROLES = ['reader', 'analyst', 'org-admin', 'alliance-admin'] as const;
/** What a person may do. `alliance-admin` manages members and groups, and sees no content that isn't addressed to them. */
export type Role = (typeof ROLES)[number];

export const SCOPES = ['read', 'feed', 'submit', 'sign'] as const;
/**
 * What an API key may do: `read` objects, search and look up; follow the `feed`; `submit` (which includes sightings, and
 * work on advisories); `sign` joint advisories with the key that the hub keeps for the organisation.
 */
export type Scope = (typeof SCOPES)[number];

/**
 * Who is asking: an authenticated credential, resolved. Every service method takes its viewer first, and nothing else
 * says who may see what. Made by `auth` alone.
 */
export interface Viewer {
  /** `hub`: nobody is asking; the hub does at its time what somebody asked of it before, and `id` names what. */
  readonly credential: { readonly kind: 'key' | 'session' | 'anonymous' | 'hub'; readonly id: string };
  /** What cursors are bound to: `organisation:<uuid>` for a key, `person:<uuid>` for a session. */
  readonly principal: string;
  readonly organisationId: string;
  /** The person behind a session; undefined for an API key. */
  readonly personId?: string;
  /** The person's role; undefined for an API key. */
  readonly role?: Role;
  /** A session holds all scopes its role allows; a key those it was made with. */
  readonly scopes: ReadonlySet<Scope>;
  /** The narrowest label this credential may read: `amber` for a constituent key, `amber+strict` for a member key, `red` for a person. */
  readonly ceiling: Tlp;
  /** Where the request came from, for the audit record. */
  readonly address: string;
}
