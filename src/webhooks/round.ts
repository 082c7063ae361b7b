import type { Errands } from '../auth/index.js';
import type { Feed, Stretch } from '../exchange/index.js';
import { Fault, tlpOf, type Viewer } from '../kernel/index.js';
import type { Config, Pool } from '../platform/index.js';
import { Deliveries, type Delivery, type Hold, move, noteTry, seenHash } from './delivery.js';
import type { Sender, Tried } from './sender.js';
import type { WebhookRow } from './webhook.js';

const LONGEST_WAIT_MS = 60 * 60_000;
/** A webhook whose organisation has no rights is asked about again after this. */
const STOPPED_MS = 60_000;

/** What a round needs of the house. */
export interface RoundParts {
  readonly pool: Pool;
  readonly feed: Feed;
  readonly errands: Errands;
  readonly sender: Sender;
  readonly settings: Config['webhooks'];
}

/**
 * Everything that one webhook is to be given up to the head, one delivery after the other. A delivery is on disk before it
 * leaves, and the webhook moves on only when the receiver has it: so nothing is lost, and what may come twice has one id.
 */
export class Round {
  private readonly deliveries: Deliveries;

  constructor(
    private readonly parts: RoundParts,
    private webhook: WebhookRow,
    private readonly owner: string,
    private readonly stop: AbortSignal,
  ) {
    this.deliveries = new Deliveries(parts.pool, webhook.id);
  }

  /** The place that it came to, and whether all is well: else it is to be looked at anew before the next round. */
  async run(): Promise<{ position: number; isWell: boolean }> {
    try {
      while (!this.stop.aborted && (await this.step()));
      if (this.webhook.state === 'stopped') await this.goOn();
    } catch (error) {
      if (!(error instanceof Fault) || error.status >= 500) throw error;
      await this.halt(error);
    }
    return { position: this.webhook.position, isWell: this.webhook.state === 'ok' };
  }

  /** False at the head, after a failure, and when somebody has changed the webhook. */
  private async step(): Promise<boolean> {
    const waiting = await this.deliveries.waiting(this.hold);
    if (waiting) return this.resume(waiting);
    const { position: after } = this.webhook;
    const stretch = await this.parts.feed.stretch(this.viewer, this.webhook.filter, after);
    if (!stretch) return false;
    const { batch, seen } = stretch;
    if (batch.count === 0) return this.pass(batch.reached);
    const delivery = await this.deliveries.begin(this.hold, {
      after,
      reached: batch.reached,
      seen,
      entries: batch.count,
    });
    return delivery !== undefined && this.deliver(delivery, stretch);
  }

  private get hold(): Hold {
    const { id, revision } = this.webhook;
    return { id, owner: this.owner, revision };
  }

  private get viewer(): Viewer {
    const { id, organisation_id: organisationId, ceiling } = this.webhook;
    const tlp = tlpOf(ceiling);
    return this.parts.errands.ofOrganisation(`webhook:${id}`, organisationId, tlp === 'red' ? 'amber+strict' : tlp);
  }

  /** As it is to be seen now: what has moved out of sight since is not sent. */
  private async resume(delivery: Delivery): Promise<boolean> {
    const { after_seq: after, reached_seq: reached } = delivery;
    const stretch = await this.parts.feed.stretch(this.viewer, this.webhook.filter, after, reached);
    if (!stretch) return false;
    const { batch, seen } = stretch;
    // less of the same has the same id; what has come into sight since would be taken for what was there before
    const isSame =
      batch.reached === reached && (delivery.seen.equals(seenHash(seen)) || batch.count <= delivery.entries);
    if (delivery.state === 'sending' && !isSame) {
      await this.deliveries.drop(delivery); // and it is begun anew from where the webhook is
      return true;
    }
    if (batch.count > 0) return this.deliver(delivery, stretch);
    await this.deliveries.drop(delivery);
    return delivery.state === 'again' || this.pass(reached);
  }

  private async deliver(delivery: Delivery, { batch, cursor }: Stretch): Promise<boolean> {
    const body = Buffer.from(`{"cursor":"${cursor}",${batch.json}`);
    const tried = await this.parts.sender.send(this.webhook, delivery.id, body, this.stop);
    if (this.stop.aborted && tried.error !== undefined) return false; // another process tries at once
    return tried.error === undefined ? this.taken(delivery, tried) : this.failed(delivery, tried);
  }

  /** Nothing up to there was for it. Written now and then by the one who asks for rounds. */
  private pass(reached: number): boolean {
    this.webhook = { ...this.webhook, position: reached };
    return true;
  }

  private taken(delivery: Delivery, tried: Tried): Promise<boolean> {
    const to = delivery.state === 'sending' ? delivery.reached_seq : this.webhook.position;
    return this.parts.pool.transaction(async (sql) => {
      const isWell = `, state = 'ok', tries = 0, failing_since = null, error = null`;
      if (!(await move(sql, this.hold, to, isWell))) return false;
      await noteTry(sql, delivery.id, tried, 'delivered');
      this.webhook = { ...this.webhook, position: to, state: 'ok', tries: 0 };
      return true;
    });
  }

  /** Later again, and not before the receiver wants it; given up after days, or at once where the receiver is gone, and even then the place is kept. */
  private async failed(delivery: Delivery, tried: Tried): Promise<boolean> {
    const { retryMs, giveUpMs } = this.parts.settings;
    this.webhook = { ...this.webhook, state: 'retrying' };
    const wait = Math.min(LONGEST_WAIT_MS, retryMs * 2 ** Math.min(this.webhook.tries, 20));
    const jittered = Math.max(wait * (0.5 + Math.random() / 2), tried.waitMs ?? 0);
    await this.parts.pool.transaction(async (sql) => {
      await sql.query(
        `update webhook set tries = tries + 1, error = $2, failing_since = coalesce(failing_since, clock_timestamp()),
           next_at = clock_timestamp() + $3 * interval '1 millisecond',
           state = case when $4 or failing_since < clock_timestamp() - $5 * interval '1 millisecond' then 'failing' else 'retrying' end
         where id = $1 and owner = $6 and revision = $7`,
        [
          this.webhook.id,
          tried.error?.slice(0, 500),
          jittered,
          tried.gone,
          giveUpMs,
          this.owner,
          this.webhook.revision,
        ],
      );
      // after the webhook, as whoever changes one locks them
      await noteTry(sql, delivery.id, tried, delivery.state === 'again' ? 'failed' : 'sending');
    });
    return false;
  }

  private async goOn(): Promise<void> {
    await move(this.parts.pool, this.hold, this.webhook.position, `, state = 'ok', error = null`);
    this.webhook = { ...this.webhook, state: 'ok' };
  }

  /** Its organisation has no rights now, or its filter can't be read any more. */
  private async halt(fault: Fault): Promise<void> {
    this.webhook = { ...this.webhook, state: 'stopped' };
    await this.parts.pool.query(
      `update webhook set state = 'stopped', error = $2, next_at = clock_timestamp() + $3 * interval '1 millisecond'
       where id = $1 and owner = $4 and revision = $5`,
      [this.webhook.id, fault.message, STOPPED_MS, this.owner, this.webhook.revision],
    );
  }
}
