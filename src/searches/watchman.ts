import type { Audiences, Book } from '../audience/index.js';
import type { Errands } from '../auth/index.js';
import type { WholeLog } from '../exchange/index.js';
import { bools, int8s, type Log, type Pool, Rounds, type Sql } from '../platform/index.js';
import { Lookout, type Match, type Watcher } from './lookout.js';

const TICK_MS = 250;
/** Log numbers held against all searches in one transaction. */
const PAGE = 200;
/** Relative times in queries are reckoned anew after this. */
const STALE_MS = 60_000;
/** Matches of one watch that are kept, the newest, and for how long. */
const KEPT = 500;
/** Matches that one watch is told of in an hour: what asks for everything must not fill the disk while everything is imported. */
const MOST_AN_HOUR = 500;
const HOUR_MS = 60 * 60_000;
const KEPT_FOR = '30 days';
const SWEEP_MS = 60_000;
const MOST_ROWS = 10_000;

/** What a watchman needs of the house. */
export interface WatchmanParts {
  readonly pool: Pool;
  readonly wholeLog: WholeLog;
  readonly audiences: Audiences;
  readonly errands: Errands;
}

/**
 * Holds every new entry against all searches that are watched, in one pass. The place in the log is one row: whoever has
 * locked it reads on from there, and what matched is on disk with the new place or not at all. So of several processes one
 * works, and one that is killed leaves nothing half done.
 */
export class Watchman {
  private readonly rounds: Rounds;
  private lookout: { of: Lookout; watchers: readonly Watcher[]; revision: number; book: Book; at: number } | undefined;
  /** Up to where there is nothing to do that this process knows of. */
  private done = -1;
  private sweptAt = -Infinity;
  /** How many matches of each watch this process has put down since the hour began. */
  private told = { since: -Infinity, counts: new Map<number, number>() };

  constructor(
    private readonly parts: WatchmanParts,
    log: Log,
  ) {
    this.rounds = new Rounds(() => this.look(), log, 'holding the log against saved searches failed', {
      everyMs: TICK_MS,
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  private async look(): Promise<void> {
    const { head } = this.parts.wholeLog;
    if (this.done < head && (await this.isWatched())) {
      while (!this.rounds.stopped && (await this.step()));
      return;
    }
    this.done = head;
    await this.sweep();
  }

  private async isWatched(): Promise<boolean> {
    const { rows } = await this.parts.pool.query<{ behind: boolean }>(
      `select position < $1 and exists (select from search_watch where not paused and (bell or mail <> 'none')) as behind
       from search_cursor`,
      [this.parts.wholeLog.head],
    );
    return rows[0]?.behind === true;
  }

  /** False when there is no more, or another process is at it. */
  private step(): Promise<boolean> {
    const { pool, wholeLog } = this.parts;
    return pool.transaction(async (sql) => {
      const { rows } = await sql.query<{ position: number; revision: number }>(
        'select position, revision from search_cursor for update skip locked',
      );
      const cursor = rows[0];
      if (!cursor || cursor.position >= wholeLog.head) return false;
      const watchers = await this.watchersAt(sql, cursor.revision);
      // what nobody watched yet is passed over
      const from = Math.max(cursor.position, Math.min(wholeLog.head, ...watchers.map((one) => one.since_seq)));
      const { entries, reached } = await wholeLog.after(from, PAGE);
      const book = await this.parts.audiences.current();
      if (entries.some((entry) => !book.audiences.has(entry.audienceId))) await this.parts.audiences.learn();
      const lookout = await this.ready(watchers, cursor.revision, await this.parts.audiences.current());
      await insert(sql, this.bounded(await lookout.matches(entries)));
      await sql.query('update search_cursor set position = $1', [reached]);
      return reached < wholeLog.head;
    });
  }

  private async watchersAt(sql: Sql, revision: number): Promise<readonly Watcher[]> {
    if (this.lookout?.revision === revision) return this.lookout.watchers;
    const { rows } = await sql.query<Watcher>(
      `select w.id, s.organisation_id, w.person_id, s.q, w.bell, w.mail <> 'none' as mails, w.since_seq
       from search_watch w join saved_search s on s.id = w.search_id where not w.paused and (w.bell or w.mail <> 'none')`,
    );
    return rows;
  }

  private async ready(watchers: readonly Watcher[], revision: number, book: Book): Promise<Lookout> {
    const known = this.lookout;
    if (known?.revision === revision && known.book === book && performance.now() - known.at < STALE_MS) return known.of;
    const of = await Lookout.of(watchers, book, this.parts.audiences, this.parts.errands);
    this.lookout = { of, watchers, revision, book, at: performance.now() };
    return of;
  }

  private bounded(matches: readonly Match[]): Match[] {
    if (performance.now() - this.told.since > HOUR_MS) this.told = { since: performance.now(), counts: new Map() };
    const { counts } = this.told;
    return matches.filter(({ watcher: { id } }) => {
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      return count <= MOST_AN_HOUR;
    });
  }

  /** Bells are bounded: what is older is found by the search itself. */
  private async sweep(): Promise<void> {
    if (performance.now() - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = performance.now();
    await this.parts.pool.query(
      `delete from search_match m using search_watch w where w.id = m.watch_id and m.seq <=
         (select seq from search_match k where k.watch_id = w.id order by seq desc offset ${KEPT} limit 1)`,
    );
    await this.parts.pool.query(`delete from search_match where at < clock_timestamp() - interval '${KEPT_FOR}'`);
  }
}

/** An object is told once by each search, whatever becomes of it later. */
async function insert(sql: Sql, matches: readonly Match[]): Promise<void> {
  for (let i = 0; i < matches.length; i += MOST_ROWS) {
    const rows = matches.slice(i, i + MOST_ROWS);
    await sql.query(
      `insert into search_match (watch_id, object_no, seq, bell, to_mail)
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::boolean[]) on conflict do nothing`,
      [
        int8s(rows, ({ watcher }) => watcher.id),
        int8s(rows, ({ entry }) => entry.objectNo),
        int8s(rows, ({ entry }) => entry.seq),
        bools(rows, ({ watcher }) => watcher.bell),
        bools(rows, ({ watcher }) => watcher.mails),
      ],
    );
  }
}
