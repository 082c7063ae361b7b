import type { Fault } from '../kernel/index.js';

/** Where in a file something stands, for whoever has to mend it: `line 12`, `objects[3]`, `Event.Attribute[7]`. */
export type Place = string;

/**
 * One thing that a reader of a format came upon: an item to submit (a STIX object, or the hub's short form of an
 * indicator), one that can't be taken, or something left out that whoever sent the file should know of.
 */
export type Found =
  | { readonly at: Place; readonly item: unknown }
  | { readonly at: Place; readonly restricted: Restricted }
  | { readonly at: Place; readonly fault: Fault }
  | { readonly at: Place; readonly note: string };

/** An item that may go to these at most, whatever whoever submits it asks for: never to be submitted as a plain item. */
export interface Restricted {
  readonly item: unknown;
  readonly audience: 'organisation' | { readonly group: string };
}

/**
 * Reads a file of one format from its bytes, as they come, in memory that does not grow with the file. Throws a
 * {@link Fault} only where nothing more can be read: a bad item is a {@link Found} and never sinks its neighbours.
 */
export type Reader = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Found>;

/** The item of what was found, if there is one, and whom it may go to at most. */
export function itemIn(found: Found): { readonly item: unknown; readonly most?: Restricted['audience'] } | undefined {
  if ('restricted' in found) return { item: found.restricted.item, most: found.restricted.audience };
  return 'item' in found ? { item: found.item } : undefined;
}
