import { type Audiences, type Visible, visibleSql } from '../audience/index.js';
import type { Objects } from '../exchange/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool, Secrets } from '../platform/index.js';
import { personIn } from './searches.js';

/** Counted exactly up to here: a bell that rings for more than that rings, and no more. */
const MOST_COUNTED = 100;
const PURPOSE = 'bell';

/** What the bell tells of one object. */
interface Rung {
  readonly object_no: number;
  readonly id: string;
  readonly tlp: number;
  readonly body: string;
  readonly at: Date;
  readonly searches: string[];
  readonly read: boolean;
}

/** What is asked of a bell: one search's or all, and at most so many objects. */
export interface BellAsk {
  readonly search?: string | undefined;
  readonly limit: number;
}

/** The person `$1`'s matches that ring; `$2`: of one search, unless it is null. */
const RINGING = `search_watch w join search_match m on m.watch_id = w.id and m.bell
  join object o on o.no = m.object_no`;
const MINE = `w.person_id = $1 and w.bell and ($2::uuid is null or w.search_id = $2)`;

/**
 * What a person's watched searches have found. Only numbers are kept of it: what is shown and counted is what that person
 * may see now, as it stands now.
 */
export class Bell {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
    private readonly secrets: Secrets,
  ) {}

  /**
   * JSON: what matched, newest first, with the objects as they are stored; how much of it is unread; and a cursor to mark
   * as read what was there at this moment.
   */
  async read(viewer: Viewer, { search, limit }: BellAsk): Promise<string> {
    const seen = await this.audiences.of(viewer);
    const cursor = await this.place(viewer);
    const unread = await this.unread(viewer, seen);
    const { items, more } =
      limit === 0 ? { items: [], more: false } : await this.items(viewer, seen, { search, limit });
    const head = JSON.stringify({ ...unread, cursor, more });
    return `${head.slice(0, -1)},"items":[${items.join()}]}`;
  }

  /** The newest, as JSON, on record where that is asked for. */
  private async items(viewer: Viewer, seen: Visible, { search, limit }: BellAsk) {
    const values: unknown[] = [personIn(viewer).personId, search ?? null];
    const { rows } = await this.pool.query<Rung>(
      `select f.*, o.id, o.tlp, v.body from (
         select m.object_no, max(m.at) as at, max(m.seq) as seq, array_agg(w.search_id::text order by w.id) as searches,
           bool_and(m.seq <= w.read_seq) as read
         from ${RINGING} where ${MINE} and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}
         group by m.object_no order by max(m.seq) desc limit $${values.push(limit + 1)}
       ) f join object o on o.no = f.object_no join version v on v.seq = o.seq order by f.seq desc`,
      values,
    );
    const page = rows.slice(0, limit);
    await this.objects.recordRead(viewer, page);
    const items = page.map(
      ({ searches, at, read, body }) =>
        `{"searches":${JSON.stringify(searches)},"at":"${at.toISOString()}","read":${read},"object":${body}}`,
    );
    return { items, more: rows.length > limit };
  }

  /** Marks as read what matched up to the cursor; of one search, or all. Faults: `cursor_invalid`. */
  async markRead(viewer: Viewer, { through, search }: { through: string; search?: string | undefined }) {
    const { personId } = personIn(viewer);
    await this.pool.query(
      `update search_watch w set read_seq = $3 where w.person_id = $1 and ($2::uuid is null or w.search_id = $2) and read_seq < $3`,
      [personId, search ?? null, this.open(viewer, through)],
    );
    return this.unread(viewer, await this.audiences.of(viewer));
  }

  /** Objects that are unread, of all searches and of each; {@link MOST_COUNTED} stands for that many or more. */
  private async unread(viewer: Viewer, seen: Visible) {
    const values: unknown[] = [personIn(viewer).personId];
    const { rows } = await this.pool.query<{ search: string; nos: number[] }>(
      `select w.search_id as search, array(
         select m.object_no from search_match m join object o on o.no = m.object_no
         where m.watch_id = w.id and m.bell and m.seq > w.read_seq
           and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}
         order by m.seq desc limit ${MOST_COUNTED}) as nos
       from search_watch w where w.person_id = $1 and w.bell order by w.id`,
      values,
    );
    const all = new Set(rows.flatMap(({ nos }) => nos));
    return {
      unread: Math.min(all.size, MOST_COUNTED),
      searches: rows.flatMap(({ search, nos }) => (nos.length > 0 ? [{ search, unread: nos.length }] : [])),
    };
  }

  /** Everything that matched up to now, sealed: numbers of the log are nobody's to see. */
  private async place(viewer: Viewer): Promise<string> {
    const { rows } = await this.pool.query<{ position: number }>('select position from search_cursor');
    const plain = Buffer.alloc(8);
    plain.writeBigUInt64BE(BigInt(rows[0]?.position ?? 0));
    return this.secrets.seal(PURPOSE, plain, viewer.principal).toString('base64url');
  }

  private open(viewer: Viewer, cursor: string): number {
    const plain = this.secrets.open(PURPOSE, Buffer.from(cursor, 'base64url'), viewer.principal);
    if (plain?.length !== 8) throw new Fault('cursor_invalid');
    return Number(plain.readBigUInt64BE());
  }
}
