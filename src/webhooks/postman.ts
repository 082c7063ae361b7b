import { randomUUID } from 'node:crypto';
import { Fault } from '../kernel/index.js';
import { type Config, type Log, Rounds } from '../platform/index.js';
import { Round, type RoundParts } from './round.js';
import { WEBHOOK_COLUMNS, type WebhookRow } from './webhook.js';

const TICK_MS = 100;
const LOOK_MS = 500;
const LEASE = `interval '20 seconds'`;
/** Webhooks of one process. */
const MOST = 1_000;
const KEPT = '14 days';
const SWEEP_MS = 60 * 60_000;
const FAILED = 'delivering to webhooks failed';

interface Owned extends WebhookRow {
  due: boolean;
  /** Something is on its way, or asked for once more. */
  waiting: boolean;
}

/** One webhook that is this process's to deliver to. */
interface Run {
  row: Owned;
  position: number;
  running: Promise<void> | undefined;
  writtenAt: number;
  /** Rounds begun: what was read of it before the last is out of date. */
  begun: number;
}

/**
 * Delivers to webhooks, each by one hub process at a time: a lease in the table says by which, and runs out with the
 * process. A receiver that hangs holds up nobody but itself.
 */
export class Postman {
  private readonly me = randomUUID();
  private readonly runs = new Map<string, Run>();
  private readonly rounds: Rounds;
  private readonly stop = new AbortController();
  private lookedAt = -Infinity;
  private sweptAt = -Infinity;

  constructor(
    private readonly parts: RoundParts,
    private readonly outbound: Config['outbound'],
    private readonly log: Log,
  ) {
    this.rounds = new Rounds(() => this.tick(), log, FAILED, { everyMs: TICK_MS, afterFailureMs: LOOK_MS });
  }

  onApplicationBootstrap(): void {
    if (this.outbound.hosts.length > 0) this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.rounds.stop();
    await Promise.all([...this.runs.values()].flatMap(({ running }) => running ?? []));
    await this.parts.pool
      .query('update webhook set owner = null, claimed_until = null where owner = $1', [this.me])
      .catch(() => undefined);
  }

  private async tick(): Promise<void> {
    if (performance.now() - this.lookedAt >= LOOK_MS) {
      this.lookedAt = performance.now();
      await this.look();
      await this.sweep();
    }
    for (const run of this.runs.values()) {
      const { state } = run.row;
      if (run.running || !run.row.due || state === 'failing' || state === 'paused') continue;
      if (state === 'ok' && run.position >= this.parts.feed.head && !run.row.waiting) continue;
      run.begun += 1;
      run.running = this.go(run).finally(() => (run.running = undefined));
    }
  }

  private async go(run: Run): Promise<void> {
    try {
      const round = new Round(this.parts, { ...run.row, position: run.position }, this.me, this.stop.signal);
      run.row.due = false; // until it is looked at anew, unless all is well
      const { revision } = run.row;
      const { position, isWell } = await round.run();
      if (run.row.revision !== revision) return;
      run.position = position;
      run.row.due = isWell;
      await this.write(run);
    } catch (error) {
      const isAway = error instanceof Fault && error.status === 503; // the database: others say so
      if (!isAway) this.log.failure(error, { webhook: run.row.id }, FAILED);
    }
  }

  /** What was passed over is on disk after a while: it would only be looked at once more. */
  private async write(run: Run): Promise<void> {
    if (performance.now() - run.writtenAt < SWEEP_MS / 360) return;
    run.writtenAt = performance.now();
    await this.parts.pool.query(
      `update webhook set position = $2 where id = $1 and owner = $3 and revision = $4 and position < $2
         and not exists (select from webhook_delivery d where d.webhook_id = webhook.id and d.state = 'sending')`,
      [run.row.id, run.position, this.me, run.row.revision],
    );
  }

  /** Which webhooks are this process's, and how they stand. */
  private async look(): Promise<void> {
    const { pool } = this.parts;
    await pool.query(
      `update webhook set owner = $1, claimed_until = clock_timestamp() + ${LEASE} where id in (
         select id from webhook where state not in ('failing', 'paused') and (claimed_until is null or claimed_until < clock_timestamp()
           or (owner = $1 and claimed_until < clock_timestamp() + ${LEASE} / 2))
         order by id limit ${MOST} for update skip locked)`,
      [this.me],
    );
    const begun = new Map([...this.runs].map(([id, run]) => [id, run.running ? -1 : run.begun]));
    const { rows } = await pool.query<Owned>(
      `select ${WEBHOOK_COLUMNS}, next_at <= clock_timestamp() as due,
         exists (select from webhook_delivery d where d.webhook_id = webhook.id and d.state in ('sending', 'again')) as waiting
       from webhook where owner = $1 and claimed_until > clock_timestamp()`,
      [this.me],
    );
    const mine = new Set(rows.map(({ id }) => id));
    for (const id of this.runs.keys()) if (!mine.has(id)) this.runs.delete(id);
    for (const row of rows) this.learn(row, begun.get(row.id));
  }

  private learn(row: Owned, begun: number | undefined): void {
    const run = this.runs.get(row.id);
    if (!run)
      this.runs.set(row.id, {
        row,
        position: row.position,
        running: undefined,
        writtenAt: performance.now(),
        begun: 0,
      });
    else if (run.begun === begun && !run.running) {
      const isSet = run.row.revision !== row.revision;
      run.row = row;
      if (isSet || row.position > run.position) run.position = row.position;
    }
  }

  private async sweep(): Promise<void> {
    if (performance.now() - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = performance.now();
    await this.parts.pool.query(
      `delete from webhook_delivery where state not in ('sending', 'again') and created_at < clock_timestamp() - interval '${KEPT}'`,
    );
  }
}
