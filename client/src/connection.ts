import { io, type Socket } from 'socket.io-client';
import { HubError, unreachable, type Problem } from './errors.js';
import type { Stretch } from './continuity.js';
import type { Entry, Head } from './types.js';

/** One batch off the wire. `ack` tells the hub that it is safely handled. */
export interface WireBatch extends Stretch {
  cursor: string;
  ack: () => void;
}

export interface ConnectionOptions {
  url: string;
  token: string | undefined;
  after: string;
  filter: string | undefined;
  /** The hub shows at least this often that it is there; three times nothing means it is gone. */
  heartbeatMs: number;
}

/** What the hub says when it is done with a subscriber. */
type Bye = { code: string; detail?: string; retryable: boolean; cursor?: string };
type Answer = { ok: true; cursor: string } | ({ ok: false } & Problem);
type Entries = { entries: Entry[]; cursor: string; live: boolean; heads?: (Head & { audience: string })[] };

/** Refusals that the feed says without a status. */
const STATUS: Record<string, number> = {
  unauthorized: 401,
  credential_revoked: 401,
  organisation_suspended: 401,
  session_expired: 401,
  mfa_required: 401,
  insufficient_scope: 403,
  forbidden: 403,
  origin_refused: 403,
  rate_limited: 429,
  busy: 503,
  unavailable: 503,
  slow_consumer: 503,
  server_restart: 503,
  stale_instance: 503,
  internal: 503,
};

/** What the feed refused, as the error REST would have thrown for it. */
function refusal({ code = 'unknown', ...problem }: Problem): HubError {
  return new HubError({ status: STATUS[code] ?? 400, ...problem, code });
}

/** One subscription over one socket, from its beginning to its end; never reconnects by itself. */
export class Connection {
  readonly #queue: WireBatch[] = [];
  #unacked = 0;
  #missed = 0;
  #wake: () => void = () => {};
  #ended: HubError | undefined;
  #failed: (reason: HubError) => void = () => {};
  readonly #watch: ReturnType<typeof setInterval>;

  private constructor(
    private readonly socket: Socket,
    private readonly options: ConnectionOptions,
  ) {
    socket.on('entries', (batch: Entries, ack?: () => void) => this.#received(batch, ack));
    socket.on('heartbeat', ({ cursor }: { cursor: string }) => this.#heartbeat(cursor));
    socket.on('bye', (bye: Bye) => this.#end(farewell(bye)));
    socket.on('disconnect', (reason) => this.#end(unreachable(options.url, reason)));
    this.#watch = setInterval(() => this.#tick(), options.heartbeatMs);
  }

  /** Connects and subscribes. `cursor` is where the subscription begins. Throws {@link HubError}. */
  static async open(
    options: ConnectionOptions,
    signal: AbortSignal,
  ): Promise<{ connection: Connection; cursor: string }> {
    const { origin, pathname } = new URL(options.url);
    const socket = io(`${origin}/feed`, {
      path: `${pathname.replace(/\/$/, '')}/socket.io`,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      ...(options.token && { auth: { token: options.token } }),
    });
    const connection = new Connection(socket, options);
    const abort = (): void => connection.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return { connection, cursor: await connection.#subscribe() };
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Why it ended: retryable or not is the error's to say. */
  get ended(): HubError | undefined {
    return this.#ended;
  }

  /** Batches in order, until the connection has ended and all that came has been taken. */
  async *batches(): AsyncGenerator<WireBatch> {
    for (;;) {
      const batch = this.#queue.shift();
      if (batch) yield batch;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  close(): void {
    this.#end(unreachable(this.options.url, 'closed here'));
    this.socket.disconnect();
  }

  async #subscribe(): Promise<string> {
    const { after, filter, url } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#failed = reject;
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', (error: Error & { data?: Problem }) =>
        reject(error.data?.code ? refusal(error.data) : unreachable(url, error)),
      );
      this.socket.connect();
    });
    const request = { after, ...(filter && { filter }) };
    const waiting = this.socket.timeout(3 * this.options.heartbeatMs).emitWithAck('subscribe', request);
    const answer = (await waiting.catch((error: unknown) => {
      throw this.#ended ?? unreachable(url, error);
    })) as Answer;
    if (!answer.ok) throw refusal(answer);
    return answer.cursor;
  }

  #received({ entries, cursor, live, heads }: Entries, ack: (() => void) | undefined): void {
    this.#missed = 0;
    this.#unacked++;
    const done = (): void => {
      this.#unacked--;
      this.#missed = 0;
      ack?.();
    };
    this.#push({ entries, cursor, live, ...(heads && { heads }), ack: done });
  }

  /** A heartbeat carries the cursor past what was not for us: a batch without entries, one of which is enough. */
  #heartbeat(cursor: string): void {
    this.#missed = 0;
    const last = this.#queue.at(-1);
    if (last?.ack === nothing) last.cursor = cursor;
    else this.#push({ entries: [], cursor, live: true, ack: nothing });
  }

  #push(batch: WireBatch): void {
    this.#queue.push(batch);
    this.#wake();
  }

  /** Ticks are counted, not time: a consumer that blocked this thread is no silence of the hub. */
  #tick(): void {
    this.#missed = this.#unacked > 0 ? 0 : this.#missed + 1;
    if (this.#missed < 3) return;
    this.#end(unreachable(this.options.url, `nothing heard for ${(3 * this.options.heartbeatMs) / 1000} s`));
    this.socket.disconnect();
  }

  #end(reason: HubError): void {
    clearInterval(this.#watch);
    this.#ended ??= reason; // a bye says more than the disconnect that follows it
    this.#failed(this.#ended);
    this.#wake();
  }
}

const nothing = (): void => {};

/** Whether to come back is the hub's word, whatever the code. */
function farewell({ code, detail, retryable }: Bye): HubError {
  const status = STATUS[code] ?? 400;
  const told = retryable ? 503 : status >= 429 ? 400 : status;
  return new HubError({ code, status: told, ...(detail !== undefined && { detail }) });
}
