import { z } from 'zod';
import type { Book } from '../audience/index.js';
import { Fault } from '../kernel/index.js';
import { parseQuery, type Query } from '../query/index.js';

/** How often somebody is mailed of what a search finds; `none` unless that person says otherwise. */
export const MAILS = ['none', 'instant', 'hourly', 'daily'] as const;

/** How a person wants to be told of what a saved search finds. */
export const Watch = z
  .strictObject({ bell: z.boolean(), mail: z.enum(MAILS), paused: z.boolean() })
  .meta({ id: 'SearchWatch' });
export type Watch = z.infer<typeof Watch>;

/** Nobody is told of anything that was not asked for. */
const UNWATCHED: Watch = { bell: false, mail: 'none', paused: false };

/** A saved search as somebody who may read it is shown it; `watch` is the reader's own. */
export const SavedSearch = z
  .object({
    id: z.uuid(),
    name: z.string(),
    q: z.string(),
    shared: z.boolean(),
    own: z.boolean(),
    by: z.string().meta({ description: 'Name of the colleague whose it is' }),
    created_at: z.iso.datetime(),
    watch: Watch,
    problem: z
      .string()
      .nullable()
      .meta({ description: 'Why the query can’t be read any more, and so finds nothing; null when it can' }),
  })
  .meta({ id: 'SavedSearch' });
export type SavedSearch = z.infer<typeof SavedSearch>;

/** A row that {@link SEARCH_SQL} gives. */
export interface SavedSearchRow {
  id: string;
  person_id: string;
  organisation_id: string;
  name: string;
  q: string;
  shared: boolean;
  created_at: Date;
  by: string;
  bell: boolean | null;
  mail: Watch['mail'] | null;
  paused: boolean | null;
}

/** Saved searches that the person `$1` of the organisation `$2` may read, as `s`, with that person's watch `w`. */
export const SEARCH_SQL = `select s.*, p.name as by, w.bell, w.mail, w.paused from saved_search s
  join person p on p.id = s.person_id left join search_watch w on w.search_id = s.id and w.person_id = $1
  where (s.person_id = $1 or s.shared and s.organisation_id = $2)`;

/** A query as it is meant now: relative times are reckoned from this moment. Faults: `query_invalid`. */
export const readQuery = (q: string, book: Book): Query =>
  parseQuery(q, { now: Date.now(), organisation: (name) => book.organisationsByName.get(name)?.id });

/** Why a query can't be read; null when it can. */
function problemOf(q: string, book: Book): string | null {
  try {
    readQuery(q, book);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.detail ?? error.title;
    throw error;
  }
}

export const present = (row: SavedSearchRow, personId: string, book: Book): SavedSearch => ({
  id: row.id,
  name: row.name,
  q: row.q,
  shared: row.shared,
  own: row.person_id === personId,
  by: row.by,
  created_at: row.created_at.toISOString(),
  watch: {
    bell: row.bell ?? UNWATCHED.bell,
    mail: row.mail ?? UNWATCHED.mail,
    paused: row.paused ?? UNWATCHED.paused,
  },
  problem: problemOf(row.q, book),
});
