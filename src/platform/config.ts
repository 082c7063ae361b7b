import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((v) => v === 'true');
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const Env = z
  .object({
    PORT: count(0, 65_535).default(3000),
    HOST: z.string().min(1).default('localhost'),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    TOCSIN_DATA: z.string().min(1).default('.tocsin'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    OWNER_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
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
    CONNECTS_PER_SECOND: count(1, 100_000).default(100),
    POLL_MS: count(10, 1_000).default(250),
    OUTBOUND_HOSTS: z.string().default(''),
    OUTBOUND_PORTS: z
      .string()
      .regex(/^\d{1,5}(,\d{1,5})*$/, 'ports, separated by commas')
      .default('443'),
    OUTBOUND_PRIVATE: z
      .string()
      .refine(
        (text) => text.split(',').every((cidr) => cidr.trim() === '' || ipaddr.isValidCIDR(cidr.trim())),
        'networks (CIDR)',
      )
      .default(''),
    OUTBOUND_CA: z.string().default(''),
    OUTBOUND_TIMEOUT_MS: count(50, 600_000).default(30_000),
    CSAF_PULL_MS: count(50, 604_800_000).default(3_600_000),
    SOURCE_RETRY_MS: count(10, 3_600_000).default(60_000),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.email().optional(),
    DIGEST_HOUR: count(0, 23).default(6),
    IMPORT_READ: flag.default(true),
    IMPORT_LIMIT: count(1024, 2 ** 40).default(1 << 29),
    IMPORT_JOBS: count(1, 10_000).default(20),
    IMPORT_LEASE_MS: count(500, 600_000).default(20_000),
    IMPORT_KEEP_DAYS: count(1, 3_650).default(14),
    EXPORTS_PER_ORGANISATION: count(1, 100).default(2),
    WEBHOOK_RETRY_MS: count(10, 3_600_000).default(5_000),
    WEBHOOK_GIVE_UP_MS: count(100, 2_592_000_000).default(432_000_000),
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    message: 'is needed with SMTP_URL',
  })
  .refine((env) => env.OWNER_DATABASE_URL === undefined || env.DATABASE_URL !== undefined, {
    path: ['DATABASE_URL'],
    message: 'is needed with OWNER_DATABASE_URL',
  });

/** How mail leaves the hub. */
export interface MailSettings {
  /** `smtps:` is TLS from the start; `smtp:` goes over to TLS by STARTTLS, but for a server on this machine. */
  readonly url: string;
  /** Address that mails come from. */
  readonly from: string;
  /** Hour of the day, UTC, at which digests leave. */
  readonly digestHour: number;
}

/** The hub's settings, grouped, read once from the environment. Injected by this class. */
export class Config {
  readonly port: number;
  readonly host: string;
  /** Base of links in answers and of the Origin check; never taken from the Host header. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Undefined: the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** As who owns the tables, where the hub runs as another role; undefined: as the same. */
  readonly ownerUrl: string | undefined;
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
    /** Connections a second of one credential, at a process: a member's whole fleet that comes back, but no storm. */
    readonly connects: number;
    /** Exports that one organisation may have under way. */
    readonly exports: number;
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
  /** Undefined: nobody is mailed, and nothing is kept to be mailed later. */
  readonly mail: MailSettings | undefined;
  /** Where the hub may connect to by itself. */
  readonly outbound: {
    /** Names of hosts, `*.` before one for all below it, or `*` for every public one; none: nowhere. */
    readonly hosts: readonly string[];
    readonly ports: readonly number[];
    /** Networks (CIDR) that are not public, and may be connected to all the same. */
    readonly privateNetworks: readonly string[];
    /** A PEM file of authorities to trust besides the public ones; empty: none. */
    readonly caFile: string;
    /** Of one request, from the first byte to the last. */
    readonly timeoutMs: number;
  };
  /** How often CSAF providers are asked for what is new. */
  readonly csafPullMs: number;
  readonly sources: {
    /** After the first failure; twice as long after each that follows. */
    readonly retryMs: number;
  };
  readonly imports: {
    /** Whether this process reads files that were handed in; each takes them in. */
    readonly reads: boolean;
    /** Bytes of one file, at most. */
    readonly bytes: number;
    /** Files of one organisation that are not done with, at most. */
    readonly jobs: number;
    /** How long a process that is not heard of keeps the file that it reads. */
    readonly leaseMs: number;
    /** For how many days jobs and outcomes are kept. */
    readonly keepDays: number;
  };
  readonly webhooks: {
    /** After the first failure; twice as long after each that follows. */
    readonly retryMs: number;
    /** How long it is tried. */
    readonly giveUpMs: number;
  };

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
    this.ownerUrl = env.OWNER_DATABASE_URL;
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
      connects: env.CONNECTS_PER_SECOND,
      exports: env.EXPORTS_PER_ORGANISATION,
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
    this.mail =
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : { url: env.SMTP_URL, from: env.MAIL_FROM, digestHour: env.DIGEST_HOUR };
    this.outbound = {
      hosts: list(env.OUTBOUND_HOSTS.toLowerCase()),
      ports: env.OUTBOUND_PORTS.split(',').map(Number),
      privateNetworks: list(env.OUTBOUND_PRIVATE),
      caFile: env.OUTBOUND_CA,
      timeoutMs: env.OUTBOUND_TIMEOUT_MS,
    };
    this.csafPullMs = env.CSAF_PULL_MS;
    this.sources = { retryMs: env.SOURCE_RETRY_MS };
    this.imports = {
      reads: env.IMPORT_READ,
      bytes: env.IMPORT_LIMIT,
      jobs: env.IMPORT_JOBS,
      leaseMs: env.IMPORT_LEASE_MS,
      keepDays: env.IMPORT_KEEP_DAYS,
    };
    this.webhooks = { retryMs: env.WEBHOOK_RETRY_MS, giveUpMs: env.WEBHOOK_GIVE_UP_MS };
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
