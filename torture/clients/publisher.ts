import { setTimeout as sleep } from 'node:timers/promises';
import { addressable, addressOf, type Alliance, type Member, TLP_OF } from '../rig/alliance.js';
import { type Intent, type Ledger, now, type Published, type Taken } from './records.js';

/** Where publishers send to: the doors of all hubs. */
export interface Doors {
  readonly url: string;
}

export interface Pace {
  /** Requests that one publisher has on their way. */
  readonly workers: number;
  /** Milliseconds between two requests of a worker. */
  readonly pauseMs: number;
  /** Share of requests that are batches, and their largest size. */
  readonly batches: number;
  readonly batchItems: number;
}

interface Request {
  readonly key: string;
  readonly items: readonly Intent[];
  readonly body: string;
}

const PATIENCE_MS = 10_000;
const REMEMBERED = 50;

/**
 * Publishes as a member would: each request with an Idempotency-Key, sent again with the same key, at any hub, until it
 * is taken or refused for good. Writes down what it does before and after.
 */
export class Publisher {
  acknowledged = 0;
  /** Requests sent and not yet taken or refused. */
  open = 0;
  private count = 0;
  private stopping = false;
  private readonly recent: Request[] = [];
  private done: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly by: Member,
    private readonly alliance: Alliance,
    private readonly doors: readonly Doors[],
    private readonly ledger: Ledger<Published>,
    private readonly random: () => number,
    private readonly pace: Pace,
  ) {}

  start(): void {
    this.stopping = false;
    this.done = Promise.all(Array.from({ length: this.pace.workers }, () => this.work()));
  }

  /** Begins nothing new, and resolves once all that was begun is taken or refused, or `ms` have passed. */
  async stop(ms: number): Promise<void> {
    this.stopping = true;
    await Promise.race([this.done, sleep(ms, undefined, { ref: false })]);
    this.given = true;
    await this.done;
  }

  /** No more tries: what is open stays so. */
  private given = false;

  /** What was answered before a restore may be undone: it is not asked for again. */
  forget(): void {
    this.recent.length = 0;
  }

  private async work(): Promise<void> {
    const mine: Intent[] = [];
    while (!this.stopping) {
      const again = this.random() < 0.02 ? this.pick(this.recent) : undefined;
      if (again) await this.repeat(again);
      else await this.publish(this.next(mine), mine);
      await sleep(this.pace.pauseMs * (0.5 + this.random()));
    }
  }

  private pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.random() * from.length)];
  }

  /** One item, a batch of them, what was said before with more confidence, or what must be refused. */
  private next(mine: readonly Intent[]): Intent[] {
    const kind = this.random();
    const known = kind < 0.06 ? this.pick(mine) : undefined;
    if (known && known.confidence < 100) return [{ ...known, confidence: known.confidence + 1 }];
    if (kind < 0.09) return [this.item(false)];
    if (kind > this.pace.batches + 0.09) return [this.item()];
    const size = 2 + Math.floor(this.random() * (this.pace.batchItems - 1));
    return Array.from({ length: size }, () => this.item(this.random() > 0.01));
  }

  private item(good = true): Intent {
    const to = this.pick(addressable(this.by)) ?? 'green';
    const name = `${this.by}-${++this.count}-${Math.floor(this.random() * 2 ** 32).toString(36)}`;
    const description = Array.from({ length: 8 }, () => this.random().toString(36).slice(2)).join(' ');
    return { value: `${name}.example`, confidence: 10 + Math.floor(this.random() * 80), description, to, good };
  }

  private bodyOf(items: readonly Intent[]): string {
    const all = items.map((item) => this.said(item));
    return JSON.stringify(all.length === 1 ? all[0] : all);
  }

  private said({ value, confidence, description, to, good }: Intent): object {
    const audience = addressOf(to, this.alliance);
    return {
      type: 'domain-name',
      value: good ? value : `not a name ${value}`,
      confidence,
      description,
      tlp: TLP_OF[to],
      audience,
    };
  }

  private async publish(items: Intent[], mine: Intent[]): Promise<void> {
    const request = { key: `${this.by} ${++this.count}`, items, body: this.bodyOf(items) };
    this.ledger.write({ do: 'invoke', at: now(), key: request.key, by: this.by, items });
    this.open += 1;
    if (!(await this.send(request, 'ok'))) return;
    this.open -= 1;
    if (items.length === 1 && items[0]!.good) mine.push(items[0]!);
    if (mine.length > REMEMBERED) mine.shift();
    this.recent.push(request);
    if (this.recent.length > REMEMBERED) this.recent.shift();
  }

  private async repeat(request: Request): Promise<void> {
    await this.send(request, 'again');
  }

  /** Until it is taken or refused for good; false when given up. */
  private async send(request: Request, as: 'ok' | 'again'): Promise<boolean> {
    while (!this.given) {
      const { key } = request;
      const door = this.pick(this.doors);
      const answer = await this.post(door?.url ?? '', request).catch((error: unknown) => String(error));
      if (typeof answer !== 'string') {
        this.ledger.write(
          'taken' in answer ? { do: as, at: now(), key, ...answer.taken } : { do: 'fail', at: now(), key, ...answer },
        );
        if ('taken' in answer && as === 'ok')
          this.acknowledged += answer.taken.outcomes.filter(([o]) => o !== 'rejected').length;
        return true;
      }
      this.ledger.write({ do: 'indeterminate', at: now(), key, why: answer.slice(0, 200) });
      await sleep(50 + this.random() * 250);
    }
    return false;
  }

  private async post(url: string, { key, items, body }: Request): Promise<Answer> {
    const response = await fetch(`${url}/api/v1/indicators`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.alliance.keys[this.by]}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer = (await response.json()) as Said & { submission: string; outcomes: Said[] };
    const { status } = response;
    if (response.ok) {
      const outcomes = items.length === 1 ? [answer] : answer.outcomes;
      return { taken: { submission: answer.submission, outcomes: outcomes.map(taken) } };
    }
    if (status >= 500 || status === 408 || status === 425 || status === 429) throw new Error(`answered ${status}`);
    return { status, code: answer.code ?? '' };
  }
}

/** What the hub says of one item. */
interface Said {
  readonly outcome: string;
  readonly id?: string;
  readonly code?: string;
  readonly etag?: string;
}

type Answer = { taken: { submission: string; outcomes: Taken[] } } | { status: number; code: string };

const taken = ({ outcome, id, code, etag }: Said): Taken => [outcome, id ?? code ?? '', etag ?? ''];
