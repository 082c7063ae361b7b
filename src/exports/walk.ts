import { type Audiences, type Visible, visibleSql } from '../audience/index.js';
import type { Objects } from '../exchange/index.js';
import { Fault, tlpRank, type Viewer } from '../kernel/index.js';
import type { Pool, Snapshot } from '../platform/index.js';
import type { Query } from '../query/index.js';
import { Finder, type Match } from '../search/index.js';

const PAGE = 500;
/** A reader who takes longer holds Postgres back for everybody. */
const LONGEST_MS = 15 * 60_000;

/** What every walk needs of the house. */
export interface Ways {
  readonly audiences: Audiences;
  readonly objects: Objects;
  readonly pool: Pool;
}

/** A stored object, by its number. */
export type Numbered = Pick<Match, 'no'>;

/** TLP:RED is read by the people it names, and never exported: a person's session gets no more than a key. */
export const exporting = (viewer: Viewer): Viewer =>
  tlpRank(viewer.ceiling) > tlpRank('amber+strict') ? { ...viewer, ceiling: 'amber+strict' } : viewer;

/**
 * All that matches in one view of the database, newest first, a page at a time. What is given is looked at again: an object
 * that has moved out of sight meanwhile is left out, and a viewer that has lost a right is given nothing any more. Reads of
 * AMBER+STRICT are on record before they are given.
 */
export async function* walk(
  ways: Ways,
  snapshot: Snapshot,
  { viewer, seen, query }: { viewer: Viewer; seen: Visible; query: Query },
): AsyncGenerator<readonly Match[]> {
  const finder = new Finder(snapshot);
  const end = performance.now() + LONGEST_MS;
  for (let before: number | undefined; ;) {
    const rows = await finder.find({ seen, query, before, most: PAGE });
    const still = await ways.objects.stillSeen(viewer, seen);
    const page = await inSight(ways.pool, rows, still);
    await ways.objects.recordRead(viewer, page);
    yield page;
    if (rows.length < PAGE) return;
    if (performance.now() > end) throw new Fault('request_timeout');
    before = rows.at(-1)!.no;
  }
}

/** Of these identities those that the viewer sees, up to a label (its rank), each once: the first that was here. */
export async function makersOf(
  ways: Ways,
  snapshot: Snapshot,
  { viewer, seen }: { viewer: Viewer; seen: Visible },
  { ids, most }: { ids: readonly string[]; most: number },
): Promise<readonly Match[]> {
  const values: unknown[] = [[...ids], most];
  const visible = visibleSql(seen, 'o', (value) => `$${values.push(value)}`);
  const { rows } = await snapshot.query<Match & Record<string, unknown>>(
    `select distinct on (o.id) o.no, o.id, o.tlp, v.body from object o join version v on v.seq = o.seq
     where o.id = any($1::text[]) and not o.revoked and o.tlp <= $2 and ${visible} order by o.id, o.no`,
    values,
  );
  const page = await inSight(ways.pool, rows, await ways.objects.stillSeen(viewer, seen));
  await ways.objects.recordRead(viewer, page);
  return page;
}

/** Of what was read before, what the viewer still sees: for whoever holds something back. */
export async function stillSeen<T extends Numbered>(
  ways: Ways,
  { viewer, seen }: { viewer: Viewer; seen: Visible },
  rows: readonly T[],
): Promise<readonly T[]> {
  return inSight(ways.pool, rows, await ways.objects.stillSeen(viewer, seen));
}

/** By the audience that each object has now. */
async function inSight<T extends Numbered>(pool: Pool, rows: readonly T[], seen: Visible): Promise<readonly T[]> {
  if (rows.length === 0) return rows;
  const values: unknown[] = [rows.map(({ no }) => no)];
  const { rows: found } = await pool.query<{ no: number }>(
    `select o.no from object o where o.no = any($1::bigint[]) and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}`,
    values,
  );
  const still = new Set(found.map(({ no }) => no));
  return still.size === rows.length ? rows : rows.filter(({ no }) => still.has(no));
}
