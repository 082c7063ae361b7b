import { type Visible, visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { type Query, toSql } from '../query/index.js';
import { type Entry, ENTRY_COLUMNS, type EntryRow, movedInSight, toEntry } from './entry.js';
import type { Limits } from './lane.js';
import { OPS } from './submission.js';
import { BETWEEN } from './subscriber.js';
import { OPENING } from './wire.js';

/** Log numbers looked at in one statement: keeps a reader who may see little of a long log within the statement timeout. */
export interface Strides {
  readonly plain: number;
  /** Fewer where each has to be asked whether it matches. */
  readonly filtered: number;
}
const STRIDES: Strides = { plain: 500_000, filtered: 50_000 };

const RECALL = OPS.indexOf('recall');

/** What an entry counts beside its object and envelope. */
export const BESIDE = 16;

/** What an entry counts at the least: so a page has no more of them than it may. */
export const leastOf = ({ page, pageBytes }: Limits): number => Math.ceil(pageBytes / page);

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

/** Whose page is asked for, from where, and whether somebody still waits for it. */
export interface Asked {
  readonly seen: Visible;
  readonly filter: Query | undefined;
  /** All that is visible up to this number has been given. */
  readonly after: number;
  readonly upTo: number;
  waiting(): boolean;
}

/** A page as text, {@link BETWEEN} between its entries. */
export interface PlainPage {
  readonly text: string;
  readonly count: number;
  readonly reached: number;
}

/** A page that has room left where a stride ended: what comes after it in the log goes on filling it. */
interface Begun extends PlainPage {
  /** What its entries count. */
  readonly until: number;
}

interface PlainRow {
  page: number;
  text: string;
  count: number;
  last: number;
  /** What all entries up to the last of it count. */
  until: number;
  plain: boolean;
}

/**
 * The log, read from Postgres. Pages are filled across strides, whatever lies between that the viewer may not see:
 * where one ends tells nothing of how much others share. Undefined when nobody waits for the page any more.
 */
export class Log {
  /** How many entries lately went into a page: so many are read. */
  private fitting = Infinity;

  constructor(
    private readonly pool: Pool,
    private readonly strides: Strides = STRIDES,
  ) {}

  /**
   * As {@link replay}, put together by Postgres: each entry's stored text and envelope, as they are; so many pages one
   * after the other. Ends early where a page holds what does not read alike for all who see it, or must be on record
   * before it is given (`recorded`: those audiences): empty when the first one does.
   */
  async plain(
    asked: Asked,
    recorded: readonly number[],
    limits: Limits & { readonly pages: number },
  ): Promise<PlainPage[] | undefined> {
    let begun: Begun = { text: '', count: 0, reached: asked.after, until: 0 };
    while (asked.waiting()) {
      const { pages, open } = await this.plainStride(asked, recorded, begun, limits);
      if (pages.length > 0 || !open) return pages;
      begun = open;
    }
    return undefined;
  }

  private async plainStride(
    asked: Asked,
    recorded: readonly number[],
    begun: Begun,
    { page, pageBytes, pages }: Limits & { readonly pages: number },
  ): Promise<{ pages: PlainPage[]; open?: Begun }> {
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const most = Math.min(page, this.fitting) * pages;
    // the text is looked for in the same stride, so that two scans in order can be merged
    const { end, rows } = visibleRows(asked, begun.reached, this.strides, most, param, merged);
    const { rows: found } = await this.pool.query<PlainRow>(
      `select page::int as page, string_agg('${OPENING}' || body || envelope, ${param(BETWEEN)} order by seq) as text,
         count(*)::int as count, max(seq) as last, max(until)::float8 as until, bool_and(plain) as plain
       from (select *, (until - size) / ${pageBytes} as page
         from (select *, ${begun.until} + sum(size) over (order by seq, op desc rows unbounded preceding) as until
           from (select e.seq, e.op, e.envelope, v.body,
               greatest(coalesce(octet_length(v.body), 0) + coalesce(octet_length(e.envelope), 0) + ${BESIDE},
                 ${leastOf({ page, pageBytes })}) as size,
               e.envelope is not null and m.matches and e.audience_id <> all(${param(recorded)}::int[]) as plain ${rows}) p) q) r
       where page < ${pages} group by page order by page`,
      values,
    );
    const made = madeOf(found, begun);
    const last = made.at(-1) ?? begun;
    const full = (found.at(-1)?.until ?? 0) >= ((found.at(-1)?.page ?? 0) + 1) * pageBytes;
    const all = !full && found.reduce((sum, { count }) => sum + count, 0) < most; // of this stride
    const whole = full || (all && end >= asked.upTo);
    this.fit(whole ? made : made.slice(0, -1), made.length === 1 && !all && !full);
    const odd = found.findIndex(({ plain }) => !plain);
    if (odd !== -1) return { pages: made.slice(0, odd) };
    const ended = all ? { ...last, reached: end } : last;
    return whole ? { pages: [...made.slice(0, -1), ended] } : { pages: made.slice(0, -1), open: ended };
  }

  /** Takes note of how many entries a page holds; `short`: there were not enough for one. */
  private fit(made: readonly PlainPage[], short: boolean): void {
    if (short) this.fitting *= 2;
    if (made.length === 0) return;
    const given = made.reduce((sum, { count }) => sum + count, 0);
    this.fitting = Math.max(16, Math.ceil((given / made.length) * 1.1));
  }

  /**
   * Entries after `after`, up to `upTo`, that the viewer sees now: each object once, in its latest state, and recalls of
   * what a reader at `after` may hold. With a filter: what matches, and a recall of what no longer does.
   */
  async replay(asked: Asked, limit: number): Promise<Page | undefined> {
    const entries: Entry[] = [];
    const unmatched = new Set<Entry>();
    for (let from = asked.after; asked.waiting();) {
      const { rows, reached } = await this.replayStride(asked, from, limit + 2);
      for (const row of rows) {
        const entry = toEntry(row);
        if (movedInSight(entry, asked.seen)) continue; // so a viewer sees one entry a number
        if (!row.matches) unmatched.add(entry);
        entries.push(entry);
      }
      const full = entries.length > limit;
      const page = full ? entries.slice(0, limit) : entries;
      if (full || reached >= asked.upTo)
        return { entries: page, reached: full ? page.at(-1)!.seq : reached, passedOver: true, unmatched };
      from = reached;
    }
    return undefined;
  }

  private async replayStride(asked: Asked, from: number, most: number) {
    const values: unknown[] = [];
    const { rows: wanted, end } = visibleRows(asked, from, this.strides, most, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<EntryRow & { matches: boolean }>(
      `select ${ENTRY_COLUMNS}, m.matches ${wanted}`,
      values,
    );
    if (rows.length < most) return { rows, reached: end };
    const last = rows.at(-1)!; // a recall's other side has the same number
    return last.op === RECALL ? { rows: rows.slice(0, -1), reached: last.seq - 1 } : { rows, reached: last.seq };
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

/** What was found, as pages; the first goes on from what was begun. */
function madeOf(found: readonly PlainRow[], begun: Begun): Begun[] {
  return found.map(({ text, count, last, until }, i) =>
    i === 0 && begun.count > 0
      ? { text: `${begun.text}${BETWEEN}${text}`, count: begun.count + count, reached: last, until }
      : { text, count, reached: last, until },
  );
}

/** SQL: the rows after `from` that a viewer is to be given next, from `entry e`, `version v`, and `m.matches`, in order. */
function visibleRows(
  { seen, filter, after, upTo }: Asked,
  from: number,
  strides: Strides,
  most: number,
  param: (value: unknown) => string,
  withVersion: (from: string, to: string) => string = () => WITH_VERSION,
): { rows: string; end: number } {
  const end = Math.min(upTo, from + (filter ? strides.filtered : strides.plain));
  const [begin, to, held] = [param(from), param(end), param(after)];
  const matches = filter ? `(e.op <> 3 and (${toSql(filter, param)}))` : 'e.op <> 3';
  const rows = `from entry e ${withVersion(begin, to)}
      ${filter ? 'join object o on o.no = e.object_no' : ''} cross join lateral (select ${matches} as matches offset 0) m
    where e.seq > ${begin} and e.seq <= ${to} and not e.superseded and ${visibleSql(seen, 'e', param)}
      and (m.matches or e.since_seq <= ${held})
    order by e.seq, e.op desc limit ${most}`;
  return { rows, end };
}
