import type { Observable, ObservableType } from '../kernel/index.js';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One question about an object. Everything relative or abbreviated in the text is resolved, but for `is`. */
export type Leaf =
  /** `needle` is lower-cased by JavaScript, as {@link Facts.text} is. */
  | { readonly kind: 'text'; readonly needle: string }
  /** The object's own type is `stix`, or it has an observable of one of the types. */
  | {
      readonly kind: 'type';
      readonly name: string;
      readonly stix: string | null;
      readonly observables: readonly ObservableType[];
    }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'tlp'; readonly comparison: Comparison; readonly rank: number }
  /** An object without a confidence answers every comparison with no, `!=` included. */
  | { readonly kind: 'confidence'; readonly comparison: Comparison; readonly value: number }
  /** How often it was seen, by the sightings in sight of who asks: none can judge that of an object alone. */
  | { readonly kind: 'seen'; readonly comparison: Comparison; readonly times: number }
  | { readonly kind: 'label'; readonly label: string; readonly prefix: boolean }
  | { readonly kind: 'from'; readonly name: string; readonly organisationId: string }
  /** An object that does not expire answers every comparison of `expires` with no. */
  | {
      readonly kind: 'time';
      readonly field: 'created' | 'modified' | 'expires';
      readonly comparison: Comparison;
      readonly at: number;
    }
  /** Judged by the clock of whoever evaluates: a subscription that runs for days must see things expire. */
  | { readonly kind: 'is'; readonly state: State }
  /** Has one of these observables: what the text means as a value of each type that can take it. */
  | { readonly kind: 'value'; readonly text: string; readonly anyOf: readonly Observable[] }
  /** Has an address or network inside the network. */
  | { readonly kind: 'within'; readonly network: string }
  /** Has the address, or a network around it. */
  | { readonly kind: 'covers'; readonly address: string }
  /** Has the domain or a subdomain, by itself or as the host of a URL or mailbox. */
  | { readonly kind: 'domain'; readonly name: string; readonly reverse: string }
  | { readonly kind: 'hash'; readonly prefix: string };

export const STATES = ['revoked', 'expired', 'active'] as const;
export type State = (typeof STATES)[number];

/** Canonical: no `all` directly in an `all` nor `any` in an `any`, `not` only before a leaf; an empty `all` is everything. */
export type Node =
  | Leaf
  | { readonly kind: 'all'; readonly of: readonly Node[] }
  | { readonly kind: 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Leaf };

/** As the parser reads it, before {@link Node} is made of it. */
export type Draft =
  | Leaf
  | { readonly kind: 'all'; readonly of: readonly Draft[] }
  | { readonly kind: 'any'; readonly of: readonly Draft[] }
  | { readonly kind: 'not'; readonly of: Draft };

export interface Query {
  readonly node: Node;
  /**
   * The canonical form: equal filters print alike, whatever the order, spelling or defanging of their terms. Reads
   * back as the same query, save that it may be longer than what users may send.
   */
  readonly text: string;
  /** All that was written was read as one value, and its words mean nothing else: further terms go beside {@link text} alone. */
  readonly isValue: boolean;
}

/** What a query is read against. */
export interface QueryContext {
  /** Milliseconds since the epoch, from which `7d` and the like count. */
  readonly now: number;
  /** The id of the organisation of this short name. */
  organisation(shortName: string): string | undefined;
  /** What is said of an object can be counted: by who searches, not by who judges each object as it comes. */
  readonly counts?: boolean;
}

/** The types of observable whose values are hexadecimal digits: a prefix of them can be searched. */
export const HEX_TYPES: readonly ObservableType[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'ja3', 'x509-certificate'];
