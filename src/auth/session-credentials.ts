import { Injectable } from '@nestjs/common';
import { Fault, type Role, type Viewer } from '../kernel/index.js';
import { matches, scopesOf, sessionIdOf } from '../members/index.js';
import { Database, Pulse } from '../platform/index.js';
import { Standing } from './standing.js';

/** A session nobody used for this long is over. */
const IDLE_MS = 30 * 60_000;
/** Use is written down this often: a query a minute, not one a request. */
const TOUCH_EVERY_MS = 60_000;

interface SessionRow {
  readonly id: string;
  readonly token_hash: Buffer;
  readonly second_factor: boolean;
  readonly person_id: string;
  readonly organisation_id: string;
  readonly role: Role;
  readonly person_status: string;
  readonly organisation_status: string;
  readonly expires_at: number;
  seen_at: number;
  /** Postgres's clock, and this process's monotonic one, when the row was read. */
  readonly now: number;
  readonly readAt: number;
}

/** People's sessions as credentials: proves the cookie, and says what it stands for now. */
@Injectable()
export class SessionCredentials {
  private readonly standing: Standing<SessionRow>;

  constructor(
    private readonly database: Database,
    pulse: Pulse,
  ) {
    this.standing = new Standing(pulse, (id) => this.read(id));
  }

  /** The viewer of a session's token; its role is undefined while the second factor is missing. Counts as use. */
  async prove(token: string, address: string): Promise<Viewer> {
    const id = sessionIdOf(token);
    const row = id === undefined ? undefined : await this.standing.of(id);
    if (!matches(token, row?.token_hash) || !row || row.person_status !== 'active') throw new Fault('unauthorized');
    if (row.organisation_status !== 'active') throw new Fault('organisation_suspended');
    await this.use(row);
    return viewerOf(row, address);
  }

  /** The same session as it stands now; throws what ended it. Following the feed is no use: it must not keep a session alive. */
  async renew({ credential, organisationId, address }: Viewer): Promise<Viewer> {
    let row = await this.standing.of(credential.id);
    if (row && isIdle(row)) {
      this.standing.forget(credential.id); // another process may have seen it used
      row = await this.standing.of(credential.id);
    }
    if (!row || row.person_status !== 'active') {
      throw new Fault((await this.isActive(organisationId)) ? 'credential_revoked' : 'organisation_suspended');
    }
    if (row.organisation_status !== 'active') throw new Fault('organisation_suspended');
    if (clock(row) >= row.expires_at || isIdle(row)) throw new Fault('session_expired');
    return viewerOf(row, address);
  }

  /** Forgets a session that this process knows to be over. */
  forget(id: string): void {
    this.standing.forget(id);
  }

  /** The database decides whether the session was idle for too long: another process may have seen it used. */
  private async use(row: SessionRow): Promise<void> {
    if (clock(row) >= row.expires_at) throw new Fault('session_expired');
    if (clock(row) - row.seen_at < TOUCH_EVERY_MS) return;
    const { rows } = await this.database.auth.query<{ seen_at: number }>(
      `update session set seen_at = clock_timestamp()
       where id = $1 and expires_at > clock_timestamp() and seen_at > clock_timestamp() - $2 * interval '1 millisecond'
       returning (extract(epoch from seen_at) * 1000)::float8 as seen_at`,
      [row.id, IDLE_MS],
    );
    if (!rows[0]) throw new Fault('session_expired');
    row.seen_at = rows[0].seen_at;
  }

  private async isActive(organisationId: string): Promise<boolean> {
    const { rows } = await this.database.auth.query(`select 1 from organisation where id = $1 and status = 'active'`, [
      organisationId,
    ]);
    return rows.length > 0;
  }

  private async read(id: string): Promise<SessionRow | undefined> {
    const readAt = performance.now();
    const { rows } = await this.database.auth.query<Omit<SessionRow, 'readAt'>>(
      `select s.id, s.token_hash, s.second_factor, s.person_id, p.organisation_id, p.role, p.status as person_status,
         o.status as organisation_status,
         (extract(epoch from s.expires_at) * 1000)::float8 as expires_at,
         (extract(epoch from s.seen_at) * 1000)::float8 as seen_at,
         (extract(epoch from clock_timestamp()) * 1000)::float8 as now
       from session s join person p on p.id = s.person_id join organisation o on o.id = p.organisation_id
       where s.id = $1`,
      [id],
    );
    return rows[0] && { ...rows[0], readAt };
  }
}

/** Postgres's clock now: as it was when the row was read, carried on by a clock that nobody can set. */
const clock = ({ now, readAt }: SessionRow): number => now + (performance.now() - readAt);

const isIdle = (row: SessionRow): boolean => clock(row) - row.seen_at > IDLE_MS;

function viewerOf(row: SessionRow, address: string): Viewer {
  const credential = { kind: 'session', id: row.id } as const;
  const person = { personId: row.person_id, principal: `person:${row.person_id}`, organisationId: row.organisation_id };
  if (!row.second_factor) return { credential, ...person, scopes: new Set(), ceiling: 'clear', address };
  return { credential, ...person, role: row.role, scopes: scopesOf(row.role), ceiling: 'red', address };
}
