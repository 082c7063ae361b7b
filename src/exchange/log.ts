import { type Visible, visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { type Query, toSql } from '../query/index.js';
import { type Entry, ENTRY_COLUMNS, type EntryRow, movedInSight, toEntry } from './entry.js';
import type { Limits } from './lane.js';
import { BETWEEN } from './subscriber.js';
import { OPENING } from './wire.js';

/** Log numbers looked at in one statement: keeps a reader who may see little of a long log within the statement timeout. */
const STRIDE = 500_000;
/** Fewer where each has to be asked whether it matches. */
const FILTERED_STRIDE = 50_000;

/** SQL: the text of each entry, looked up one by one. Left to choose, the planner merges with all texts from the first on. */
const WITH_VERSION = `left join lateral
  (select body, nonce from version where version.seq = e.seq and e.op <> 3 limit 1) v on true`;

/** The same for many entries in a row. */
const merged = (from: string, to: string): string =>
  `left join version v on v.seq = e.seq and e.op <> 3 and v.seq > ${from} and v.seq <= ${to}`;

/** What a reader gets next, and how far that brings him. */
export interface Page {
  readonly entries: readonly Entry[];
  /** All that is visible up to this number has been given (law F4: past what was hidden, too). */
  readonly reached: number;
  /** Something visible may have been left out as superseded, or by the filter: positions may jump. */
  readonly passedOver: boolean;
  /** Entries that a filter does not match, of objects that the reader may hold: given as recalls. */
  readonly unmatched: ReadonlySet<Entry>;
}

/** A page as text, {@link BETWEEN} between its entries. */
export interface PlainPage {
  readonly text: string;
  readonly count: number;
  readonly reached: number;
}

interface PlainRow {
  text: string;
  count: number;
  last: number;
  /** What all entries up to the last of it count. */
  until: number;
  plain: boolean;
}

/** The log, read from Postgres. */
export class Log {
  /** How many entries lately went into a page: so many are read. */
  private fitting = Infinity;

  constructor(private readonly pool: Pool) {}

  /**
   * As {@link replay}, put together by Postgres: each entry's stored text and envelope, as they are; so many pages one
   * after the other. Ends early where a page holds what does not read alike for all who see it, or must be on record
   * before it is given (`recorded`: those audiences): empty when the first one does.
   */
  async plain(
    seen: Visible,
    recorded: readonly number[],
    filter: Query | undefined,
    after: number,
    upTo: number,
    { page, pageBytes, pages }: Limits & { readonly pages: number },
  ): Promise<PlainPage[]> {
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const most = Math.min(page, this.fitting) * pages;
    // the text is looked for in the same stride, so that two scans in order can be merged
    const { end, rows } = visibleRows(seen, filter, after, upTo, most, param, merged);
    const least = Math.ceil(pageBytes / page); // what an entry counts at the least: so a page has no more than it may
    const { rows: found } = await this.pool.query<PlainRow>(
      `select string_agg('${OPENING}' || body || envelope, ${param(BETWEEN)} order by seq) as text,
         count(*)::int as count, max(seq) as last, max(until)::float8 as until, bool_and(plain) as plain
       from (select *, (until - size) / ${pageBytes} as page
         from (select *, sum(size) over (order by seq, op desc rows unbounded preceding) as until
           from (select e.seq, e.op, e.envelope, v.body,
               greatest(coalesce(octet_length(v.body), 0) + coalesce(octet_length(e.envelope), 0) + 16, ${least}) as size,
               e.envelope is not null and m.matches and e.audience_id <> all(${param(recorded)}::int[]) as plain ${rows}) p) q) r
       where page < ${pages} group by page order by page`,
      values,
    );
    const given = found.reduce((sum, { count }) => sum + count, 0);
    this.fitting = Math.max(16, Math.ceil((given / Math.max(1, found.length)) * 1.1));
    // nothing was left out when the next entry would have had room
    const all = given < most && (found.at(-1)?.until ?? 0) < pages * pageBytes;
    return pagesOf(found, all ? end : undefined, end);
  }

  /**
   * Entries after `after`, up to `upTo`, that the viewer sees now: each object once, in its latest state, and recalls of
   * what a reader at `after` may hold. With a filter: what matches, and a recall of what no longer does.
   */
  async replay(seen: Visible, filter: Query | undefined, after: number, upTo: number, limit: number): Promise<Page> {
    const values: unknown[] = [];
    const asked = visibleRows(seen, filter, after, upTo, limit + 2, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<EntryRow & { matches: boolean }>(
      `select ${ENTRY_COLUMNS}, m.matches ${asked.rows}`,
      values,
    );
    const unmatched = new Set<Entry>();
    const entries = rows.map((row) => {
      const entry = toEntry(row);
      if (!row.matches) unmatched.add(entry);
      return entry;
    });
    return { ...cut(entries, seen, asked.end, limit), unmatched };
  }

  /** Every entry of every audience after `after`, superseded ones too: what the tail of a process takes in. */
  async after(after: number, limit: number): Promise<Entry[]> {
    const { rows } = await this.pool.query<EntryRow>(
      `select ${ENTRY_COLUMNS} from entry e ${WITH_VERSION}
       where e.seq > $1 and e.seq <= $1 + $2 order by e.seq, e.op desc`,
      [after, limit],
    );
    return rows.map(toEntry);
  }
}

/** The pages up to the first that is not plain. `reached`: by the last of them, when nothing was left out. */
function pagesOf(rows: readonly PlainRow[], reached: number | undefined, end: number): PlainPage[] {
  if (rows.length === 0) return [{ text: '', count: 0, reached: end }];
  const odd = rows.findIndex(({ plain }) => !plain);
  const pages = rows.map(({ text, count, last }, i) => ({
    text,
    count,
    reached: i === rows.length - 1 ? (reached ?? last) : last,
  }));
  return odd === -1 ? pages : pages.slice(0, odd);
}

/** SQL: the rows that a viewer is to be given next, from `entry e`, `version v`, and `m.matches`, in order. */
function visibleRows(
  seen: Visible,
  filter: Query | undefined,
  after: number,
  upTo: number,
  most: number,
  param: (value: unknown) => string,
  withVersion: (from: string, to: string) => string = () => WITH_VERSION,
): { rows: string; end: number } {
  const end = Math.min(upTo, after + (filter ? FILTERED_STRIDE : STRIDE));
  const [from, to] = [param(after), param(end)];
  const matches = filter ? `(e.op <> 3 and (${toSql(filter, param)}))` : 'e.op <> 3';
  const rows = `from entry e ${withVersion(from, to)}
      ${filter ? 'join object o on o.no = e.object_no' : ''} cross join lateral (select ${matches} as matches offset 0) m
    where e.seq > ${from} and e.seq <= ${to} and not e.superseded and ${visibleSql(seen, 'e', param)}
      and (m.matches or e.since_seq <= ${from})
    order by e.seq, e.op desc limit ${most}`;
  return { rows, end };
}

/** Never ends a page between the two entries of one change: they share a number, and so a cursor. */
function cut(entries: readonly Entry[], seen: Visible, end: number, limit: number): Omit<Page, 'unmatched'> {
  const full = entries.length > limit;
  let kept = entries;
  if (full) {
    // who sees both is given one of them: the page holds no more than it may
    const parted = entries[limit]?.seq === entries[limit - 1]?.seq;
    kept = entries.slice(0, parted ? limit + 1 : limit);
  }
  const reached = full ? (kept.at(-1)?.seq ?? end) : end;
  return { entries: kept.filter((entry) => !movedInSight(entry, seen)), reached, passedOver: true };
}
