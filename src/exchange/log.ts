import { type Visible, visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { type Query, toSql } from '../query/index.js';
import { type Entry, ENTRY_COLUMNS, type EntryRow, movedInSight, toEntry } from './entry.js';

/** Log numbers looked at in one statement: keeps a reader who may see little of a long log within the statement timeout. */
const STRIDE = 500_000;
/** Fewer where each has to be asked whether it matches. */
const FILTERED_STRIDE = 50_000;

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

/** The log, read from Postgres. */
export class Log {
  constructor(private readonly pool: Pool) {}

  /**
   * Entries after `after`, up to `upTo`, that the viewer sees now: each object once, in its latest state, and recalls of
   * what a reader at `after` may hold. With a filter: what
   * matches, and a recall of what no longer does.
   */
  async replay(seen: Visible, filter: Query | undefined, after: number, upTo: number, limit: number): Promise<Page> {
    const end = Math.min(upTo, after + (filter ? FILTERED_STRIDE : STRIDE));
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const [from, to, most] = [param(after), param(end), param(limit + 2)];
    const matches = filter ? `(e.op <> 3 and (${toSql(filter, param)}))` : 'e.op <> 3';
    const { rows } = await this.pool.query<EntryRow & { matches: boolean }>(
      `select ${ENTRY_COLUMNS}, m.matches from entry e left join version v on v.seq = e.seq and e.op <> 3
         ${filter ? 'join object o on o.no = e.object_no' : ''} cross join lateral (select ${matches} as matches offset 0) m
       where e.seq > ${from} and e.seq <= ${to} and not e.superseded and ${visibleSql(seen, 'e', param)}
         and (m.matches or e.since_seq <= ${from})
       order by e.seq, e.op desc limit ${most}`,
      values,
    );
    const unmatched = new Set<Entry>();
    const entries = rows.map((row) => {
      const entry = toEntry(row);
      if (!row.matches) unmatched.add(entry);
      return entry;
    });
    return { ...cut(entries, seen, end, limit), unmatched };
  }

  /** Every entry of every audience after `after`, superseded ones too: what the tail of a process takes in. */
  async after(after: number, limit: number): Promise<Entry[]> {
    const { rows } = await this.pool.query<EntryRow>(
      `select ${ENTRY_COLUMNS} from entry e left join version v on v.seq = e.seq and e.op <> 3
       where e.seq > $1 and e.seq <= $1 + $2 order by e.seq, e.op desc`,
      [after, limit],
    );
    return rows.map(toEntry);
  }
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
