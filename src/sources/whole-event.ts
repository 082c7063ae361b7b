import type { Found, MispPart } from '../formats/index.js';
import type { Pool, Sql } from '../platform/index.js';

type Part = Found | MispPart;

/**
 * Of which absence says something, and which do not come back under the same id: sightings may be left out of a feed, and
 * groupings come and go with the labels of what is in them.
 */
const TYPES = ['indicator', 'note', 'relationship'];

/** Whose the objects are, and which remote brought them. */
interface Brought {
  readonly organisationId: string;
  readonly origin: Buffer;
}

/**
 * The parts of a MISP event, and after them what the remote brought of that event before and does not have in it any more, as
 * gone. Nothing is where a part could not be read: it may be one of those, which is noted.
 */
export async function* withMissing(
  found: AsyncIterable<Part> | Iterable<Part>,
  event: string,
  pool: Pool,
  of: Brought,
): AsyncGenerator<Part> {
  const there = new Set<string>();
  let isWhole = true;
  for await (const part of found) {
    if ('fault' in part) isWhole = false;
    if ('object' in part) there.add(part.object.id);
    yield part;
  }
  const { rows } = await pool.query<{ id: string }>(
    `select s.id from source_object s join object o on o.id = s.id and o.organisation_id = s.organisation_id
     where s.organisation_id = $1 and s.origin = $2 and s.event = $3 and o.type = any($4) and not o.revoked`,
    [of.organisationId, of.origin, event, TYPES],
  );
  const missing = rows.filter(({ id }) => !there.has(id));
  const at = `${event}.json`;
  if (isWhole) for (const { id } of missing) yield { at, gone: [id] };
  else if (missing.length > 0)
    yield {
      at,
      note: `${missing.length} parts are not in it any more; they stay, for a part of it could not be taken`,
    };
}

/** Writes that the remote has these in this event. */
export async function noteParts(sql: Sql, event: string, ids: readonly string[], of: Brought): Promise<void> {
  await sql.query(
    `update source_object set event = $3
     where organisation_id = $1 and origin = $2 and id = any($4) and event is distinct from $3::uuid`,
    [of.organisationId, of.origin, event, [...ids]],
  );
}
