import type { Fault, StixObject } from '../../kernel/index.js';
import type { Place } from '../reading.js';
import type { EventFacts, Level, Reach } from './misp.js';

/** An object of an event, with whom it may go to. */
export interface MispObject {
  readonly at: Place;
  readonly object: StixObject;
  readonly level: Level;
}

/** What was found in an event: an object, one refused, or what was left out. */
export type Taken =
  | MispObject
  | { readonly at: Place; readonly fault: Fault }
  | { readonly at: Place; readonly note: string }
  /** Deleted there: what may have been made of it earlier, by id. */
  | { readonly at: Place; readonly gone: readonly string[] };

export interface Reading {
  /** Set apart by it: the same event that two organisations hand in makes objects of each one's own. */
  readonly scope: string;
  /** Sharing groups of the hub that an event may name. */
  readonly groups: ReadonlySet<string>;
  /** Whom all of it may go to at most. */
  readonly within: Reach;
}

/** Something of an event that was taken, as its other parts refer to it. */
export interface Known {
  readonly ref: string;
  readonly level: Level;
}

/** The event that is being read, as its parts need it. */
export interface EventParts {
  readonly event: EventFacts;
  readonly taken: Taken[];
  /** By the uuid that MISP refers to them with. */
  readonly byUuid: ReadonlyMap<string, Known>;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly changed: number;
  /** An id of this reading's own: the same every time that the event is read. */
  id(type: string, ...parts: readonly string[]): string;
  add(at: Place, object: StixObject, to: Level): void;
}
