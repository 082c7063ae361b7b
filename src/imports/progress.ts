import type { Authenticator } from '../auth/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type Log, type Pool, Rounds } from '../platform/index.js';
import { COLUMNS, isShown, type JobRead, type JobRow, present } from './job.js';

const LOOK_MS = 500;
/** One that has ended is told of for so long: whoever looks a moment later still hears of it. */
const AFTER = `interval '10 seconds'`;
const MOST = 1_000;

/** Somebody who is told how imports go. */
export interface Watcher {
  viewer: Viewer;
  /** Whether it has taken what it was told; else it is told later, and only of how things are then. */
  listens(): boolean;
  tell(job: JobRead): void;
  /** The last word: the credential has ended. */
  bye(fault: Fault): void;
}

/**
 * Tells watchers of each change of the jobs that they may know of, whichever process reads them: what was committed is
 * looked at a few times a second, and only while somebody watches.
 */
export class Progress {
  private readonly watchers = new Map<Watcher, Map<string, string>>();
  private readonly rounds: Rounds;

  constructor(
    private readonly pool: Pool,
    private readonly authenticator: Pick<Authenticator, 'renew'>,
    log: Log,
  ) {
    this.rounds = new Rounds(() => this.look(), log, 'telling how imports go failed', { everyMs: LOOK_MS });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Returns what ends it. */
  watch(watcher: Watcher): () => void {
    this.watchers.set(watcher, new Map());
    return () => this.watchers.delete(watcher);
  }

  private async look(): Promise<void> {
    if (this.watchers.size === 0) return;
    await Promise.all([...this.watchers.keys()].map((watcher) => this.renew(watcher)));
    const organisations = [...new Set([...this.watchers.keys()].map(({ viewer }) => viewer.organisationId))];
    const { rows } = await this.pool.query<JobRow>(
      `select ${COLUMNS} from import_job where organisation_id = any($1)
         and (ended_at is null or changed_at > clock_timestamp() - ${AFTER}) order by created_at desc limit ${MOST}`,
      [organisations],
    );
    for (const [watcher, told] of this.watchers) if (watcher.listens()) this.tell(watcher, told, rows);
  }

  /** Whether the credential still stands is asked each time. */
  private async renew(watcher: Watcher): Promise<void> {
    try {
      watcher.viewer = await this.authenticator.renew(watcher.viewer);
      if (!watcher.viewer.scopes.has('submit')) throw new Fault('insufficient_scope');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.watchers.delete(watcher);
      watcher.bye(error);
    }
  }

  private tell(watcher: Watcher, told: Map<string, string>, rows: readonly JobRow[]): void {
    const shown = rows.filter((row) => isShown(watcher.viewer, row));
    for (const row of shown.toReversed()) {
      const job = present(row);
      const text = JSON.stringify(job);
      if (told.get(job.id) === text) continue;
      told.set(job.id, text);
      watcher.tell(job);
    }
    const ids = new Set(shown.map(({ id }) => id));
    for (const id of told.keys()) if (!ids.has(id)) told.delete(id);
  }
}
