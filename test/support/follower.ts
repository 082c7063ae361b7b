import { io, type Socket } from 'socket.io-client';

export interface WireEntry {
  op: 'create' | 'update' | 'revoke' | 'recall';
  at: string;
  object: { id: string; type: string; [property: string]: unknown };
  audience: string;
  position: number;
  chain: string;
  nonce?: string;
  digest?: string;
  from?: { audience: string; position: number; chain: string };
}
interface WireBatch {
  entries: WireEntry[];
  cursor: string;
  live: boolean;
  heads?: { audience: string; position: number; chain: string }[];
}

/** A browser's: the session cookie, and the page's origin. */
export interface Credentials {
  readonly cookie: string;
  readonly origin: string;
}

/** A subscriber as a member would write it: acknowledges what it has, remembers the cursor, keeps what it holds. */
export class Follower implements Disposable {
  readonly entries: WireEntry[] = [];
  readonly batches: WireBatch[] = [];
  readonly byes: { code: string; cursor?: string; retryable: boolean }[] = [];
  /** What the reader holds, folded from the entries: object id → object. */
  readonly held = new Map<string, WireEntry['object']>();
  cursor = '';
  live = false;
  connected = true;
  /** While false, batches are not acknowledged. */
  acknowledging = true;
  private readonly pending: (() => void)[] = [];

  private constructor(readonly socket: Socket) {
    socket.on('entries', (batch: WireBatch, taken: () => void) => {
      if (!this.acknowledging) {
        this.pending.push(() => this.take(batch, taken));
        return;
      }
      this.take(batch, taken);
    });
    socket.on('heartbeat', ({ cursor }: { cursor: string }) => (this.cursor = cursor));
    socket.on('bye', (bye: { code: string; cursor?: string; retryable: boolean }) => {
      this.byes.push(bye);
      if (bye.cursor !== undefined && this.pending.length === 0) this.cursor = bye.cursor;
    });
    socket.on('disconnect', () => (this.connected = false));
  }

  /** Connects and subscribes, with an API key or a browser's session; rejects with the refusal's code. It may hold its answers back from the first batch. */
  static async open(
    url: string,
    who: string | Credentials,
    wish: { after?: string; filter?: string } = {},
    { acknowledging = true } = {},
  ): Promise<Follower> {
    const credentials =
      typeof who === 'string' ? { auth: { token: who } } : { extraHeaders: { cookie: who.cookie, origin: who.origin } };
    const socket = io(`${url}/feed`, {
      transports: ['websocket'],
      ...credentials,
      reconnection: false,
      forceNew: true,
    });
    const follower = new Follower(socket);
    follower.acknowledging = acknowledging;
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', (error: Error & { data?: { code: string } }) =>
        reject(new Error(error.data?.code ?? error.message)),
      );
    });
    const answer = (await socket.emitWithAck('subscribe', wish)) as { ok: boolean; cursor: string; code?: string };
    if (!answer.ok) {
      socket.close();
      throw new Error(answer.code);
    }
    follower.cursor ||= answer.cursor; // a first batch may have come with the answer
    return follower;
  }

  private take(batch: WireBatch, taken: () => void): void {
    this.batches.push(batch);
    for (const entry of batch.entries) {
      this.entries.push(entry);
      if (entry.op === 'recall') this.held.delete(entry.object.id);
      else this.held.set(entry.object.id, entry.object);
    }
    this.cursor = batch.cursor;
    this.live = batch.live;
    taken();
  }

  /** How many batches have come and are held back. */
  get heldBack(): number {
    return this.pending.length;
  }

  /** Acknowledges what was held back, and what comes from now on. */
  resume(): void {
    this.acknowledging = true;
    for (const take of this.pending.splice(0)) take();
  }

  get values(): string[] {
    return this.entries
      .filter((e) => e.op !== 'recall')
      .map((e) => /= '(.*)'\]$/.exec(String(e.object['pattern']))?.[1] ?? e.object.type);
  }

  close(): void {
    this.socket.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
