import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Fault, type Scope, tlpOf, type Viewer } from '../kernel/index.js';
import { keyIdOf, matches } from '../members/index.js';
import { Database, Pulse } from '../platform/index.js';
import { Standing } from './standing.js';

interface KeyRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly organisation_status: string;
  readonly secret_hash: Buffer;
  readonly scopes: Scope[];
  readonly ceiling: number;
  readonly cidrs: string[];
  readonly expires_at: number | null;
  readonly revoked: boolean;
  /** Postgres's clock, and this process's monotonic one, when the row was read. */
  readonly now: number;
  readonly readAt: number;
}

const USED_EVERY_MS = 60_000;

/** API keys as credentials: proves their text, and says what they stand for now. */
@Injectable()
export class KeyCredentials {
  private readonly standing: Standing<KeyRow>;
  private readonly usedAt = new Map<string, number>();

  constructor(
    private readonly database: Database,
    pulse: Pulse,
  ) {
    this.standing = new Standing(pulse, (id) => this.read(id));
  }

  /** The viewer of a key's text. One answer for unknown, wrong, revoked, expired and from elsewhere. */
  async prove(text: string, address: string): Promise<Viewer> {
    const id = keyIdOf(text);
    const row = id === undefined ? undefined : await this.standing.of(id);
    if (!matches(text, row?.secret_hash) || !row) throw new Fault('unauthorized');
    if (row.revoked || isOver(row) || !isWithin(row.cidrs, address)) throw new Fault('unauthorized');
    if (row.organisation_status !== 'active') throw new Fault('organisation_suspended');
    this.noteUse(row.id);
    return viewerOf(row, address);
  }

  /** The same key as it stands now; throws what ended it. */
  async renew({ credential, address }: Viewer): Promise<Viewer> {
    const row = await this.standing.of(credential.id);
    if (!row || row.revoked) throw new Fault('credential_revoked');
    if (row.organisation_status !== 'active') throw new Fault('organisation_suspended');
    if (isOver(row)) throw new Fault('credential_revoked', 'The API key has expired.');
    return viewerOf(row, address);
  }

  private async read(id: string): Promise<KeyRow | undefined> {
    const readAt = performance.now();
    const { rows } = await this.database.auth.query<Omit<KeyRow, 'readAt'>>(
      `select k.id, k.organisation_id, o.status as organisation_status, k.secret_hash, k.scopes, k.ceiling,
         k.cidrs::text[] as cidrs, k.revoked_at is not null as revoked,
         (extract(epoch from k.expires_at) * 1000)::float8 as expires_at,
         (extract(epoch from clock_timestamp()) * 1000)::float8 as now
       from api_key k join organisation o on o.id = k.organisation_id where k.id = $1`,
      [id],
    );
    return rows[0] && { ...rows[0], readAt };
  }

  /** At most once a minute for each key, and never waited for. */
  private noteUse(id: string): void {
    const now = performance.now();
    if (now - (this.usedAt.get(id) ?? -Infinity) < USED_EVERY_MS) return;
    if (this.usedAt.size > 10_000) this.usedAt.clear();
    this.usedAt.set(id, now);
    this.database.auth
      .query(
        `update api_key set last_used_at = now()
         where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
        [id],
      )
      .catch(() => this.usedAt.delete(id));
  }
}

/** Judged at each use by the database's clock, carried on by a clock that nobody can set. */
function isOver({ expires_at, now, readAt }: KeyRow): boolean {
  return expires_at !== null && now + (performance.now() - readAt) >= expires_at;
}

/** No list allows every address. An address that can't be read is in no network. */
function isWithin(cidrs: readonly string[], address: string): boolean {
  if (cidrs.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address); // an IPv4-mapped address counts as the IPv4 one
  return cidrs.some((cidr) => {
    const [network, bits] = ipaddr.parseCIDR(cidr);
    return network.kind() === from.kind() && from.match(network, bits);
  });
}

function viewerOf(row: KeyRow, address: string): Viewer {
  return {
    credential: { kind: 'key', id: row.id },
    principal: `organisation:${row.organisation_id}`,
    organisationId: row.organisation_id,
    scopes: new Set(row.scopes),
    ceiling: tlpOf(row.ceiling),
    address,
  };
}
