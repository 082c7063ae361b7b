import { randomUUID } from 'node:crypto';
import { Fault } from '../kernel/index.js';
import { type Config, Rounds } from '../platform/index.js';
import { Lost } from './intake.js';
import { SOURCE_COLUMNS, type SourceRow } from './source.js';
import { type Ended, PullTurn, type TurnParts } from './turn.js';

const LOOK_MS = 500;
/** Sources that one process pulls at once: a slow one holds up no other. */
const AT_ONCE = 4;
const LEASE_MS = 60_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;
const FAILED = 'pulling sources failed';

/**
 * Pulls sources when their time comes. Every hub process does; a claim in the table lets one of them have a source at a time, and
 * runs out with the process. Whoever changes a source takes the claim away.
 */
export class Puller {
  private readonly rounds: Rounds;
  private readonly turns = new Set<Promise<void>>();
  private readonly stop = new AbortController();

  constructor(
    private readonly parts: TurnParts,
    private readonly outbound: Config['outbound'],
  ) {
    this.rounds = new Rounds(() => this.look(), parts.log, FAILED, { everyMs: LOOK_MS });
  }

  onApplicationBootstrap(): void {
    if (this.outbound.hosts.length > 0) this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.rounds.stop();
    await Promise.all(this.turns);
  }

  /** Begins the turns of those whose time has come. */
  private async look(): Promise<void> {
    while (this.turns.size < AT_ONCE && !this.stop.signal.aborted) {
      const claim = randomUUID();
      const row = await this.take(claim);
      if (!row) return;
      const turn = this.turn(row, claim)
        .catch((error: unknown) => this.failed(error))
        .finally(() => this.turns.delete(turn));
      this.turns.add(turn);
    }
  }

  private async take(claim: string): Promise<SourceRow | undefined> {
    const { rows } = await this.parts.pool.query<SourceRow>(
      `update source set claim = $1, claimed_until = clock_timestamp() + $2 * interval '1 millisecond', tried_at = clock_timestamp()
       where id = (
         select id from source where not paused and next_at <= clock_timestamp()
           and (claimed_until is null or claimed_until < clock_timestamp())
         order by next_at limit 1 for update skip locked)
       returning ${SOURCE_COLUMNS}`,
      [claim, LEASE_MS],
    );
    return rows[0];
  }

  private async turn(row: SourceRow, claim: string): Promise<void> {
    const keep = setInterval(() => void this.keep(row, claim).catch(() => undefined), LEASE_MS / 3);
    try {
      const ended = await new PullTurn(this.parts, row, claim, this.stop.signal).run();
      await this.note(row, claim, ended);
    } finally {
      clearInterval(keep);
    }
  }

  private async keep({ id }: SourceRow, claim: string): Promise<void> {
    await this.parts.pool.query(
      `update source set claimed_until = clock_timestamp() + $3 * interval '1 millisecond' where id = $1 and claim = $2`,
      [id, claim, LEASE_MS],
    );
  }

  private async note(row: SourceRow, claim: string, ended: Ended): Promise<void> {
    const isStopping = this.stop.signal.aborted;
    const failure = isStopping ? undefined : ended.failure;
    const isDone = !isStopping && !failure && !ended.more;
    await this.parts.pool.query(
      `update source set claim = null, claimed_until = null,
         state = case when $3::text is not null then 'failing' when $4 then 'ok' else state end,
         error = case when $3::text is not null then $3 when $4 then null else error end,
         failures = case when $3::text is not null then failures + 1 when $4 then 0 else failures end,
         succeeded_at = case when $4 then clock_timestamp() else succeeded_at end,
         next_at = clock_timestamp() + $5 * interval '1 millisecond'
       where id = $1 and claim = $2`,
      [row.id, claim, failure?.why.slice(0, 500) ?? null, isDone, this.pauseMs(row, isDone, failure)],
    );
  }

  /** After failures twice as long each time, up to its interval; and never earlier than the remote asks for. */
  private pauseMs(row: SourceRow, isDone: boolean, failure: Ended['failure']): number {
    const everyMs = row.every_s * 1_000;
    if (isDone) return everyMs;
    if (!failure) return 0;
    const backoff = this.parts.settings.retryMs * 2 ** Math.min(row.failures, 20);
    return Math.min(LONGEST_WAIT_MS, Math.max(failure.waitMs, Math.min(backoff, everyMs)));
  }

  private failed(error: unknown): void {
    const away = error instanceof Lost || (error instanceof Fault && error.status === 503); // the database: others say so
    if (!away) this.parts.log.failure(error, {}, FAILED);
  }
}
