import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { Attempts, Totp } from '../members/index.js';
import { Database } from '../platform/index.js';
import { type Account, findAccount, type Form } from './accounts.js';
import { Proof } from './proof.js';
import { Refusals } from './refusals.js';
import { SessionCredentials } from './session-credentials.js';
import { type Opened, SessionOpening } from './session-opening.js';

/** Wrong codes after which half a session ends. */
const MOST_CODES = 10;

/** Where a sign-in comes from; `previous` is the session token that its browser holds already. */
export interface From {
  readonly address: string;
  readonly userAgent: string;
  readonly previous: string | undefined;
}

/** Password, then a one-time code where the person has set that up. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly refusals: Refusals,
    private readonly attempts: Attempts,
    private readonly totp: Totp,
    private readonly proof: Proof,
    private readonly sessions: SessionCredentials,
    private readonly opening: SessionOpening,
  ) {}

  /** Opens a session, or half of one. One answer for an unknown address, a wrong password and somebody suspended. */
  async withPassword(email: string, password: string, from: From): Promise<Opened & { mfaRequired: boolean }> {
    await this.bounded(from, { email }, async () => {
      await this.attempts.fromAddress(from.address);
      await this.attempts.at(`password:${email}`);
    });
    const known = await findAccount(this.database.auth, email);
    const account = await this.prove(email, password, known, from);
    await this.attempts.forgive(`password:${email}`);
    if (account.organisation_status !== 'active') {
      await this.refuse(from, 'organisation_suspended', account, email);
      throw new Fault('organisation_suspended');
    }
    const complete = !account.second_factor;
    const opened = await this.opening.open({
      ...from,
      personId: account.id,
      passwordHash: account.password_hash,
      complete,
    });
    if (opened) return { ...opened, mfaRequired: !complete };
    await this.refuse(from, 'changed_meanwhile', account, email);
    throw new Fault('unauthorized');
  }

  /** The second step: half a session and a code make a session of its own. */
  async withCode(viewer: Viewer, code: string, from: From): Promise<Opened> {
    const { personId, credential, organisationId } = viewer;
    if (!personId || credential.kind !== 'session') throw new Fault('forbidden');
    if (viewer.role) throw new Fault('conflict', 'The session is complete.');
    const who = { person: personId, session: credential.id };
    await this.bounded(from, who, () => this.attempts.at(`totp:${personId}`), organisationId);
    const tries = await this.countTry(credential.id);
    const spend = (sql: Parameters<Totp['spend']>[0]) => this.totp.spend(sql, personId, code);
    const opened = await this.opening.open({ ...from, personId, complete: true, spend });
    if (opened) {
      this.sessions.forget(credential.id);
      await this.attempts.forgive(`totp:${personId}`);
      return opened;
    }
    const deed = { action: 'session.refuse', address: from.address, organisationId };
    await this.audit.record({ ...deed, detail: { ...who, code: 'wrong_code', tries } });
    if (tries < MOST_CODES) throw new Fault('mfa_required', 'The code is wrong or was used before.');
    await this.database.auth.query('delete from session where id = $1', [credential.id]);
    this.sessions.forget(credential.id);
    throw new Fault('session_expired', 'Too many wrong codes.');
  }

  private async prove(email: string, password: string, account: Account | undefined, from: From): Promise<Account> {
    try {
      return await this.proof.of<Account>('password', { body: { email, password }, account } satisfies Form);
    } catch (error) {
      if (error instanceof Fault && error.code === 'unauthorized') await this.refuse(from, 'wrong', account, email);
      throw error;
    }
  }

  private refuse({ address }: From, code: string, account: Account | undefined, email: string): Promise<void> {
    const who = account ? { person: account.id } : { email };
    const organisationId = account?.organisation_id ?? null;
    return this.audit.record({ action: 'session.refuse', address, organisationId, detail: { code, ...who } });
  }

  /** Tries beyond the limits are recorded too, counted. */
  private async bounded(
    from: From,
    who: object,
    limits: () => Promise<void>,
    organisationId: string | null = null,
  ): Promise<void> {
    try {
      await limits();
    } catch (error) {
      const { address } = from;
      if (error instanceof Fault && error.code === 'rate_limited') {
        this.refusals.note({
          action: 'session.refuse',
          address,
          organisationId,
          detail: { code: 'rate_limited', ...who },
        });
      }
      throw error;
    }
  }

  /** Counted before the code is looked at, so that tries at the same time count. */
  private async countTry(sessionId: string): Promise<number> {
    const { rows } = await this.database.auth.query<{ totp_failures: number }>(
      `update session set totp_failures = totp_failures + 1
       where id = $1 and not second_factor and expires_at > now() returning totp_failures`,
      [sessionId],
    );
    if (!rows[0]) throw new Fault('unauthorized');
    if (rows[0].totp_failures > MOST_CODES) throw new Fault('session_expired', 'Too many wrong codes.');
    return rows[0].totp_failures;
  }
}
