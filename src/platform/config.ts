import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((v) => v === 'true');
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const Env = z.object({
  PORT: count(0, 65_535).default(3000),
  HOST: z.string().min(1).default('localhost'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TOCSIN_DATA: z.string().min(1).default('.tocsin'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TOCSIN_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  TRUST_PROXY: z.string().default(''),
  ALLOWED_ORIGINS: z.string().default(''),
  ANONYMOUS_CLEAR: flag.default(false),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  METRICS_TOKEN: z.string().min(16).optional(),
  BODY_LIMIT: count(1024, 1 << 30).default(1 << 20),
  BULK_LIMIT: count(1024, 1 << 30).default(10 << 20),
  RATE_LIMIT: count(1, 1e9).default(60_000),
  ORGANISATION_ITEM_LIMIT: count(1, 1e9).default(2_000_000),
  FEED_HEARTBEAT_MS: count(50, 60_000).default(10_000),
  FEED_PAGE: count(1, 10_000).default(500),
  FEED_PAGE_BYTES: count(1024, 1 << 26).default(1 << 18),
  FEED_WINDOW: count(1, 64).default(4),
  FEED_RING: count(16, 10_000_000).default(20_000),
  FEED_ACK_TIMEOUT_MS: count(100, 600_000).default(60_000),
  SOCKETS_PER_ORGANISATION: count(1, 100_000).default(200),
  POLL_MS: count(10, 1_000).default(250),
});

/** The hub's settings, grouped, read once from the environment. Injected by this class. */
export class Config {
  readonly port: number;
  readonly host: string;
  /** Base of links in answers and of the Origin check; never taken from the Host header. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Undefined: the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** From which the cursor and seal keys are derived; undefined: kept in a file of `dataDir`. */
  readonly secret: string | undefined;
  /** Addresses or CIDRs of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly anonymousClear: boolean;
  readonly logLevel: string;
  /** Bearer token that /metrics asks for; undefined: loopback only. */
  readonly metricsToken: string | undefined;
  readonly limits: {
    /** Bytes of an ordinary JSON body, and of a bulk one. */
    readonly body: number;
    readonly bulk: number;
    /** Requests a minute for each credential, over all instances. */
    readonly requests: number;
    /** Items an hour that one organisation may submit. */
    readonly items: number;
    readonly sockets: number;
  };
  readonly feed: {
    readonly heartbeatMs: number;
    /** Entries and bytes of one batch, at most. */
    readonly page: number;
    readonly pageBytes: number;
    /** Batches on the way that are not yet acknowledged, per subscriber. */
    readonly window: number;
    /** Recent entries kept in memory. */
    readonly ring: number;
    readonly ackTimeoutMs: number;
  };
  /** How often each process looks at the head row; NOTIFY only makes it quicker. */
  readonly pollMs: number;

  constructor(env: z.infer<typeof Env>) {
    const list = (text: string) =>
      text
        .split(',')
        .map((s) => s.trim())
        .filter(Boolean);
    this.port = env.PORT;
    this.host = env.HOST;
    this.publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
    this.dataDir = env.TOCSIN_DATA;
    this.databaseUrl = env.DATABASE_URL;
    this.secret = env.TOCSIN_SECRET;
    this.trustProxy = list(env.TRUST_PROXY);
    this.allowedOrigins = [this.publicUrl, ...list(env.ALLOWED_ORIGINS)];
    this.anonymousClear = env.ANONYMOUS_CLEAR;
    this.logLevel = env.LOG_LEVEL;
    this.metricsToken = env.METRICS_TOKEN;
    this.limits = {
      body: env.BODY_LIMIT,
      bulk: env.BULK_LIMIT,
      requests: env.RATE_LIMIT,
      items: env.ORGANISATION_ITEM_LIMIT,
      sockets: env.SOCKETS_PER_ORGANISATION,
    };
    this.feed = {
      heartbeatMs: env.FEED_HEARTBEAT_MS,
      page: env.FEED_PAGE,
      pageBytes: env.FEED_PAGE_BYTES,
      window: env.FEED_WINDOW,
      ring: env.FEED_RING,
      ackTimeoutMs: env.FEED_ACK_TIMEOUT_MS,
    };
    this.pollMs = env.POLL_MS;
  }
}

/**
 * The only reader of the environment. Throws one Error that names every wrong setting. An empty variable counts as
 * unset, as compose files make them.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''));
  const parsed = Env.safeParse(given);
  if (parsed.success) return new Config(parsed.data);
  const wrong = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`);
  throw new Error(`wrong settings:\n${wrong.join('\n')}`);
}
