import { Backoff, sleep } from './backoff.js';
import { HubError, unreachable, type Problem } from './errors.js';

/** How to reach a hub. */
export interface HubOptions {
  /** Where the hub is, such as `https://hub.example`. */
  url: string;
  /** An API key, `tocsin_<id>_<secret>`. A browser with a session cookie has none. */
  key?: string;
  /** Another `fetch`, for proxies and tests. */
  fetch?: typeof globalThis.fetch;
  /** Further headers for every request. */
  headers?: Record<string, string>;
  /** How often a request that may be repeated is tried again; 4 unless told. */
  retries?: number;
}

/** One request. */
export interface Call {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** A file, sent as it comes; such a call can't be repeated. A browser sends a Blob only: it has no streams in HTTP/1.1. */
  file?: AsyncIterable<Uint8Array> | Blob;
  headers?: Record<string, string | undefined>;
  signal?: AbortSignal;
  /** May it be sent again when no answer came or the hub was busy? GETs may. */
  repeatable?: boolean;
  retries?: number;
  /** Milliseconds for the whole answer; 60 s unless told. */
  timeout?: number;
}

/** HTTP to one hub: credentials on, problem+json mapped to {@link HubError}, repeatable requests repeated. */
export class Rest {
  /** Without a trailing slash. */
  readonly url: string;
  readonly #options: HubOptions;
  readonly #fetch: typeof globalThis.fetch;

  constructor(options: HubOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  get key(): string | undefined {
    return this.#options.key;
  }

  get<T>(path: string, call: Call = {}): Promise<T> {
    return this.request('GET', path, { repeatable: true, ...call }, readJson<T>);
  }

  post<T>(path: string, body: unknown, call: Call = {}): Promise<T> {
    return this.request('POST', path, { ...call, body }, readJson<T>);
  }

  /**
   * What `read` makes of an answer with a 2xx status; anything else is thrown as a {@link HubError}. An answer that
   * breaks off counts as none, so that it is never taken for a short one.
   */
  async request<T>(method: string, path: string, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
    const retries = call.repeatable ? (call.retries ?? this.#options.retries ?? 4) : 0;
    const backoff = new Backoff(250, 10_000);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(method, path, call, read);
      } catch (error) {
        if (call.signal?.aborted || !(error instanceof HubError)) throw error;
        if (!error.retryable || attempt >= retries) throw error;
        const asked = error.retryAfter === undefined ? 0 : Math.min(error.retryAfter, 60) * 1000;
        await sleep(Math.max(asked, backoff.next()), call.signal);
        call.signal?.throwIfAborted();
      }
    }
  }

  async #once<T>(method: string, path: string, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
    const url = new URL(this.url + path);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const timeout = AbortSignal.timeout(call.timeout ?? 60_000);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    const body = bodyOf(call);
    try {
      const response = await this.#fetch(url, {
        method,
        headers: this.#headers(call),
        signal,
        redirect: 'manual',
        ...body,
      });
      if (!response.ok) throw await problemOf(response);
      return await read(response);
    } catch (error) {
      if (call.signal?.aborted || error instanceof HubError) throw error;
      throw unreachable(this.url, error);
    }
  }

  #headers(call: Call): Record<string, string> {
    const all: Record<string, string | undefined> = {
      accept: 'application/json, application/problem+json',
      ...(this.#options.key && { authorization: `Bearer ${this.#options.key}` }),
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...(call.file !== undefined && { 'content-type': 'application/octet-stream' }),
      ...this.#options.headers,
      ...call.headers,
    };
    return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
  }
}

/** `duplex` is what fetch asks for where a body is a stream; no type knows of it yet. */
function bodyOf({ body, file }: Call): RequestInit {
  if (file instanceof Blob) return { body: file };
  if (file !== undefined) return { body: ReadableStream.from(file), duplex: 'half' };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}

/** The body as JSON, taken to be what the hub promises. */
export async function readJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** A refusal as an error. What is not problem+json came from something before the hub, a proxy perhaps. */
async function problemOf(response: Response): Promise<HubError> {
  const text = await response.text().catch(() => '');
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const more = Number.isFinite(retryAfter) ? { retryAfter } : {};
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === 'string') return new HubError({ status: response.status, ...problem, ...more });
  } catch {
    // Not JSON: said below.
  }
  const detail = `HTTP ${response.status} ${response.statusText}`.trim();
  return new HubError({ code: `http_${response.status}`, status: response.status, detail, ...more });
}
