import type { Found, MispPart } from '../../formats/index.js';
import type { Sql } from '../../platform/index.js';

/** What is taken of a source at once: what was found, and what is then noted of how far it was taken. */
export interface Portion {
  /** STIX as it came, or parts of a MISP event. */
  readonly found: AsyncIterable<Found | MispPart> | Iterable<Found | MispPart>;
  /** Written in the transaction that takes the last of it. */
  readonly note: (sql: Sql) => Promise<void>;
  /** It is all that the remote has of this MISP event: what it brought of it before, and is not in it any more, is taken back. */
  readonly wholeEvent?: string;
}

/**
 * Gives one portion after the other, from where the source is. The next is asked for only when the one before is on disk. Throws
 * a {@link PullFailure}, or what else stops it.
 */
export type Portions = AsyncGenerator<Portion, void>;

/** Where the source is, as its row says from now on. */
export const positionNote =
  (sourceId: string, position: object) =>
  async (sql: Sql): Promise<void> => {
    await sql.query('update source set position = $2 where id = $1', [sourceId, JSON.stringify(position)]);
  };
