import { Injectable } from '@nestjs/common';
import { appendAudit, type Deed } from '../audit/index.js';
import { Fault, sha256 } from '../kernel/index.js';
import { newSessionToken, Rights } from '../members/index.js';
import { Database, type Sql } from '../platform/index.js';

/** Sessions of one person at a time; a further one ends the oldest. */
const MOST = 5;
/** However much it is used (ASVS 7.3); and how long half a session waits for its second factor. */
const LASTS = '12 hours';
const HALF_LASTS = '10 minutes';

/** Who signs in, from where. */
export interface Opening {
  readonly personId: string;
  /** The password that was proven must still be the person's. */
  readonly passwordHash?: string | null;
  /** False while the second factor is missing. */
  readonly complete: boolean;
  /** The token that the browser came with, if any: its session ends. */
  readonly previous: string | undefined;
  readonly address: string;
  readonly userAgent: string;
  /**
   * The last proof, spent in the transaction that opens the session; false refuses it. What it completes is half a
   * session, the previous one, which must still be there: changing the password ends that, too.
   */
  readonly spend?: (sql: Sql) => Promise<boolean>;
}

export interface Opened {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Opens sessions. One that ends no other changes nobody's rights, so it leaves the head row alone: people who sign in
 * don't hold up the log. Null when the proof was not good, or the person or the organisation no longer active.
 */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly database: Database,
    private readonly rights: Rights,
  ) {}

  async open(opening: Opening): Promise<Opened | null> {
    const deeds: Deed[] = [];
    const opened = await this.database.auth.transaction(async (sql) => {
      const made = await write(sql, opening, false, (deed) => deeds.push(deed));
      await appendAudit(sql, deeds);
      return made;
    });
    if (opened !== 'ends others') return opened;
    const made = await this.rights.change(({ sql, record }) => write(sql, opening, true, record));
    if (made === 'ends others') throw new Error('sessions could not be ended');
    return made;
  }
}

async function write(
  sql: Sql,
  opening: Opening,
  mayEnd: boolean,
  record: (deed: Deed) => void,
): Promise<Opened | null | 'ends others'> {
  const { personId, complete, address, userAgent } = opening;
  const organisationId = await lockPerson(sql, opening);
  if (!organisationId) return null;
  const over = await sessionsToEnd(sql, opening);
  if (opening.spend && !over.half) return null;
  if (over.rights && !mayEnd) return 'ends others';
  if (opening.spend && !(await opening.spend(sql))) return null;
  await sql.query('delete from session where id = any($1) or (person_id = $2 and expires_at < now())', [
    over.ids,
    personId,
  ]);
  const { id, text } = newSessionToken();
  const { rows } = await sql.query<{ expires_at: Date }>(
    `insert into session (token_hash, id, person_id, second_factor, created_at, seen_at, expires_at, address, user_agent)
     values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp(), clock_timestamp() + $5::interval, $6, $7)
     returning expires_at`,
    [sha256(text), id, personId, complete, complete ? LASTS : HALF_LASTS, address, userAgent.slice(0, 300)],
  );
  if (!rows[0]) throw new Fault('internal');
  if (complete) await sql.query('update person set signed_in_at = clock_timestamp() where id = $1', [personId]);
  const detail = {
    person: personId,
    session: id,
    complete,
    ...(over.ids.length > 0 && { ended: over.ids }),
    user_agent: userAgent,
  };
  record({ action: 'session.open', address, organisationId, detail });
  return { id, token: text, expiresAt: rows[0].expires_at };
}

/** Suspending a person or an organisation waits for these locks, or was there first and is seen. */
async function lockPerson(sql: Sql, { personId, passwordHash }: Opening): Promise<string | undefined> {
  const { rows } = await sql.query<{ organisation_id: string }>(
    `select p.organisation_id from person p join organisation o on o.id = p.organisation_id
     where p.id = $1 and p.status = 'active' and o.status = 'active' and ($2::text is null or p.password_hash = $2)
     for update of p for share of o`,
    [personId, passwordHash ?? null],
  );
  return rows[0]?.organisation_id;
}

/** The oldest of the person's sessions where there are too many. Half sessions, which a password alone opens, push out none but their like. */
async function sessionsToEnd(sql: Sql, { personId, complete, previous }: Opening) {
  const { rows } = await sql.query<{ id: string }>(
    `select id from session where person_id = $1 and second_factor = $2 and expires_at > now()
     order by created_at desc offset $3`,
    [personId, complete, MOST - 1],
  );
  const { rows: replaced } = await sql.query<{ id: string; second_factor: boolean }>(
    'select id, second_factor from session where token_hash = $1',
    [previous === undefined ? null : sha256(previous)],
  );
  const rights = (complete && rows.length > 0) || replaced.some((session) => session.second_factor);
  const half = replaced.some((session) => !session.second_factor);
  return { ids: [...rows, ...replaced].map((session) => session.id), rights, half };
}
