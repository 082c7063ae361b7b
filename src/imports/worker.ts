import { randomUUID } from 'node:crypto';
import { Fault } from '../kernel/index.js';
import { type Config, type Log, Rounds } from '../platform/index.js';
import { COLUMNS, type JobRow } from './job.js';
import { type Hands, Lost, Run } from './run.js';
import type { Sweep } from './sweep.js';

/** How often each hub process looks for a file to read. */
const LOOK_MS = 500;
/** After so long others have their turn, if any wait: where it was left is found again by reading up to there. */
const TURN_MS = 60_000;
/** Times that a file is begun without getting on: one that kills its reader must not do so for ever. */
const MOST_TRIES = 5;
const FAILED = 'reading a file that was imported failed';

/**
 * Reads what was handed in, one file at a time in each hub process. A claim in the table lets one process have a file; it
 * runs out with the process, and the next goes on from there.
 */
export class Worker {
  private readonly rounds: Rounds;

  constructor(
    private readonly hands: Hands,
    private readonly sweep: Sweep,
    private readonly settings: Config['imports'],
    private readonly log: Log,
  ) {
    const everyMs = Math.min(LOOK_MS, settings.leaseMs / 2);
    this.rounds = new Rounds(() => this.look(), log, FAILED, { everyMs, afterFailureMs: 5_000 });
  }

  onApplicationBootstrap(): void {
    if (this.settings.reads) this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Reads the file whose turn it is; says to look again at once if there was one. */
  private async look(): Promise<number | void> {
    await this.sweep.round();
    const claim = randomUUID();
    const job = await this.claim(claim);
    if (!job) return undefined;
    const keep = setInterval(() => void this.renew(job, claim).catch(() => undefined), this.settings.leaseMs / 3);
    try {
      await this.work(job, claim);
    } finally {
      clearInterval(keep);
    }
    return 0;
  }

  private async claim(claim: string): Promise<JobRow | undefined> {
    const { rows } = await this.hands.pool.query<JobRow>(
      `update import_job set state = 'running', claim = $1, claimed_until = clock_timestamp() + $2 * interval '1 millisecond',
         tries = tries + 1, started_at = coalesce(started_at, clock_timestamp()), changed_at = clock_timestamp()
       where id = (
         select id from import_job where state in ('waiting', 'running') and next_at <= clock_timestamp()
           and (claimed_until is null or claimed_until < clock_timestamp())
         order by next_at limit 1 for update skip locked)
       returning ${COLUMNS}`,
      [claim, this.settings.leaseMs],
    );
    return rows[0];
  }

  private async renew({ id }: JobRow, claim: string): Promise<void> {
    await this.hands.pool.query(
      `update import_job set claimed_until = clock_timestamp() + $3 * interval '1 millisecond' where id = $1 and claim = $2`,
      [id, claim, this.settings.leaseMs],
    );
  }

  private async work(job: JobRow, claim: string): Promise<void> {
    const begun = performance.now();
    try {
      if (job.tries > MOST_TRIES) throw new Fault('internal', 'reading it failed again and again');
      const run = new Run(this.hands, job, claim, () => this.shouldLeave(begun));
      if (await run.work()) await this.end(job, claim);
      else await this.release(job, claim, 0);
    } catch (error) {
      await this.failed(job, claim, error);
    }
  }

  private async shouldLeave(begun: number): Promise<boolean> {
    if (this.rounds.stopped) return true;
    if (performance.now() - begun < TURN_MS) return false;
    const { rowCount } = await this.hands.pool.query(
      `select from import_job where state = 'waiting' and next_at <= clock_timestamp() limit 1`,
    );
    return (rowCount ?? 0) > 0;
  }

  private async failed(job: JobRow, claim: string, error: unknown): Promise<void> {
    if (error instanceof Lost) return;
    const fault = error instanceof Fault ? error : undefined;
    const again = Number(fault?.more.headers?.['retry-after'] ?? 2);
    if (fault?.code === 'rate_limited' || fault?.status === 503) return this.release(job, claim, again, true);
    if (fault) return this.end(job, claim, fault);
    this.log.failure(error, { import: job.id }, FAILED);
    await this.release(job, claim, job.tries * 2);
  }

  /** Another process, or this one, goes on with it in so many seconds. `blameless`: that it stopped says nothing of it. */
  private async release({ id }: JobRow, claim: string, seconds: number, blameless = seconds === 0): Promise<void> {
    await this.hands.pool.query(
      `update import_job set state = 'waiting', claim = null, claimed_until = null, changed_at = clock_timestamp(),
         next_at = clock_timestamp() + $3 * interval '1 second', tries = case when $4 then 0 else tries end
       where id = $1 and claim = $2 and state = 'running'`,
      [id, claim, seconds, blameless],
    );
  }

  private async end({ id }: JobRow, claim: string, fault?: Fault): Promise<void> {
    await this.hands.pool.query(
      `update import_job set state = $3, code = $4, detail = $5, claim = null, claimed_until = null,
         position = case when $3 = 'done' then size else position end,
         ended_at = clock_timestamp(), changed_at = clock_timestamp() where id = $1 and claim = $2 and state = 'running'`,
      [
        id,
        claim,
        fault ? 'failed' : 'done',
        fault?.code ?? null,
        fault ? (fault.detail ?? fault.title).slice(0, 500) : null,
      ],
    );
    await this.sweep.file(id);
  }
}
