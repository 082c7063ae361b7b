import { Injectable } from '@nestjs/common';
import { appendAudit, AuditLog } from '../../audit/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import { Database, type Sql } from '../../platform/index.js';
import { setPassword } from '../invitation/acceptances.js';
import { asPerson, type PersonViewer } from '../member.js';
import { Attempts } from '../proof/attempts.js';
import { Passwords } from '../proof/passwords.js';
import { Totp } from '../proof/totp.js';
import { Rights } from '../rights.js';
import type { Preferences } from './me-bodies.js';
import { endSessions } from '../session/sessions.js';

interface Self {
  readonly email: string;
  readonly name: string;
  readonly organisation: string;
  readonly password_hash: string | null;
}

/** What people change about themselves. Each takes the password anew: a session left open is not enough. */
@Injectable()
export class Me {
  constructor(
    private readonly database: Database,
    private readonly rights: Rights,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly totp: Totp,
    private readonly audit: AuditLog,
  ) {}

  async rename(viewer: Viewer, name: string): Promise<void> {
    const { personId } = asPerson(viewer);
    await this.database.auth.transaction(async (sql) => {
      await sql.query('update person set name = $2, updated_at = now() where id = $1', [personId, name]);
      await appendAudit(sql, [{ action: 'person.amend', viewer, detail: { person: personId, fields: ['name'] } }]);
    });
  }

  /** Nobody's rights change by it: it is on no record. */
  async prefer(viewer: Viewer, preferences: Preferences): Promise<void> {
    const { personId } = asPerson(viewer);
    await this.database.auth.query('update person set preferences = preferences || $2 where id = $1', [
      personId,
      JSON.stringify(preferences),
    ]);
  }

  /** Ends all other sessions. */
  async changePassword(viewer: Viewer, current: string, next: string): Promise<void> {
    const person = asPerson(viewer);
    const { email, name, organisation } = await this.prove(person, current, '/current');
    const hash = await this.passwords.hash(next, [email, name, organisation]);
    await this.rights.change(async ({ sql, record }) => {
      await setPassword(sql, person.personId, hash);
      await endSessions(sql, person.personId, viewer.credential.id);
      record({ action: 'person.password.change', viewer, detail: { person: person.personId } });
    });
  }

  /** The secret to put into an authenticator app. Nothing is asked for before a first code confirms it. */
  async enrolTotp(viewer: Viewer, password: string): Promise<{ secret: string; uri: string }> {
    const person = asPerson(viewer);
    const { email } = await this.prove(person, password);
    const { secret, uri, sealed } = this.totp.enrol(person.personId, email);
    const { rowCount } = await this.database.auth.query(
      'update person set totp_secret = $2, totp_step = 0 where id = $1 and not totp_confirmed',
      [person.personId, sealed],
    );
    if (!rowCount) throw new Fault('conflict', 'A second factor is set; remove it first.');
    return { secret, uri };
  }

  /** From now on signing in takes both. Ends all other sessions. */
  async confirmTotp(viewer: Viewer, code: string): Promise<void> {
    const { personId, credential } = asPerson(viewer);
    await this.attempts.at(`totp:${personId}`);
    await this.rights.change(async ({ sql, record }) => {
      await assertConfirmed(sql, personId, false);
      if (!(await this.totp.spend(sql, personId, code))) throw new Fault('code_wrong', undefined, { pointer: '/code' });
      await sql.query('update person set totp_confirmed = true, updated_at = now() where id = $1', [personId]);
      await endSessions(sql, personId, credential.id);
      record({ action: 'person.totp.confirm', viewer, detail: { person: personId } });
    });
    await this.attempts.forgive(`totp:${personId}`);
  }

  /** Takes both proofs, and ends all other sessions. */
  async removeTotp(viewer: Viewer, password: string, code: string): Promise<void> {
    const person = asPerson(viewer);
    const { personId, credential } = person;
    await this.prove(person, password);
    await this.attempts.at(`totp:${personId}`);
    await this.rights.change(async ({ sql, record }) => {
      await assertConfirmed(sql, personId, true);
      if (!(await this.totp.spend(sql, personId, code))) throw new Fault('code_wrong', undefined, { pointer: '/code' });
      await sql.query(
        'update person set totp_secret = null, totp_confirmed = false, totp_step = 0, updated_at = now() where id = $1',
        [personId],
      );
      await endSessions(sql, personId, credential.id);
      record({ action: 'person.totp.remove', viewer, detail: { person: personId } });
    });
    await this.attempts.forgive(`totp:${personId}`);
  }

  /** Guesses here count with those at sign-in. */
  private async prove(viewer: PersonViewer, password: string, pointer = '/password'): Promise<Self> {
    const { rows } = await this.database.auth.query<Self>(
      `select p.email, p.name, o.name || ' ' || o.short_name as organisation, p.password_hash
       from person p join organisation o on o.id = p.organisation_id where p.id = $1`,
      [viewer.personId],
    );
    const self = rows[0];
    if (!self) throw new Fault('unauthorized');
    await this.attempts.at(`password:${self.email}`);
    if (!(await this.passwords.matches(password, self.password_hash))) {
      await this.audit.record({ action: 'person.refuse', viewer, detail: { code: 'wrong_password' } });
      throw new Fault('password_wrong', undefined, { pointer });
    }
    await this.attempts.forgive(`password:${self.email}`);
    return self;
  }
}

async function assertConfirmed(sql: Sql, personId: string, confirmed: boolean): Promise<void> {
  const { rowCount } = await sql.query(
    'select 1 from person where id = $1 and totp_confirmed = $2 and totp_secret is not null for update',
    [personId, confirmed],
  );
  if (!rowCount) throw new Fault('conflict', confirmed ? 'No second factor is set.' : 'There is nothing to confirm.');
}
