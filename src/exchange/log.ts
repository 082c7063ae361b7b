import { type Visible, visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { type Param, type Query, toSql } from '../query/index.js';
import { entriesOf, type Entry, ENTRY_COLUMNS, type EntryRow, movedInSight, toEntry } from './entry.js';
import { OPS } from './submission.js';

/** Log numbers looked at in one statement: keeps a reader who may see little of a long log within the statement timeout. */
export const STRIDE = 500_000;
/** Fewer where each has to be asked whether it matches. */
const FILTERED_STRIDE = 50_000;

const RECALL = OPS.indexOf('recall');

/** SQL: the text of each entry, looked up one by one. Left to choose, the planner merges with all texts from the first on. */
const WITH_VERSION = `left join lateral
  (select body, nonce from version where version.seq = e.seq and e.op <> 3 limit 1) v on true`;

/** SQL: whether a reader at `after` may hold the object of `entry e`, by an audience that the viewer sees. */
export function heldSql(seen: Visible, after: number, param: Param): string {
  const at = `${param(after)}::bigint`;
  return `(e.since_seq <= ${at} or e.held_since <= ${at} and exists (
    select from (${entriesOf('e.object_no')}) before where before.seq <= ${at} and ${visibleSql(seen, 'before', param)}))`;
}

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

/**
 * The log, read from Postgres. Pages are filled across strides, whatever lies between that the viewer may not see:
 * where one ends tells nothing of how much others share. Undefined when nobody waits for the page any more.
 */
export class Log {
  constructor(
    private readonly pool: Pool,
    private readonly stride = STRIDE,
    private readonly filteredStride = FILTERED_STRIDE,
  ) {}

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

  /** What of a stride the viewer is to be given next, in order. */
  private async replayStride({ seen, filter, after, upTo }: Asked, from: number, most: number) {
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const end = Math.min(upTo, from + (filter ? this.filteredStride : this.stride));
    const matches = filter ? `(e.op <> 3 and (${toSql(filter, param)}))` : 'e.op <> 3';
    const { rows } = await this.pool.query<EntryRow & { matches: boolean }>(
      `select ${ENTRY_COLUMNS}, m.matches from entry e ${WITH_VERSION}
         ${filter ? 'join object o on o.no = e.object_no' : ''} cross join lateral (select ${matches} as matches offset 0) m
       where e.seq > ${param(from)} and e.seq <= ${param(end)} and not e.superseded and ${visibleSql(seen, 'e', param)}
         and (m.matches or ${heldSql(seen, after, param)})
       order by e.seq, e.op desc limit ${most}`,
      values,
    );
    if (rows.length < most) return { rows, reached: end };
    const last = rows.at(-1)!; // a recall's other side has the same number
    return last.op === RECALL ? { rows: rows.slice(0, -1), reached: last.seq - 1 } : { rows, reached: last.seq };
  }

  /** Every entry of every audience after `after`, superseded ones too: what the tail of a process takes in. */
  async after(after: number, limit: number): Promise<Entry[]> {
    const { rows } = await this.pool.query<EntryRow>(
      `select ${ENTRY_COLUMNS}, (select o.organisation_id from object o where o.no = e.object_no) as organisation_id
       from entry e ${WITH_VERSION}
       where e.seq > $1 and e.seq <= $1 + $2 order by e.seq, e.op desc`,
      [after, limit],
    );
    return rows.map(toEntry);
  }
}
