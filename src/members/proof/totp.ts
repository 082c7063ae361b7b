import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { generateSecret, generateSync, generateURI } from 'otplib';
import { Secrets, type Sql } from '../../platform/index.js';

const PERIOD_S = 30;
/** Clocks of telephones are this many steps off, at most. */
const OFF_BY = [0, -1, 1];

/** One-time codes by time (RFC 6238). Secrets are sealed with a key outside the database, each bound to its person. */
@Injectable()
export class Totp {
  constructor(private readonly secrets: Secrets) {}

  /** A new secret for an authenticator app: what to show, and what to store. */
  enrol(personId: string, email: string): { secret: string; uri: string; sealed: Buffer } {
    const secret = generateSecret();
    const uri = generateURI({ issuer: 'Tocsin', label: email, secret });
    return { secret, uri, sealed: this.secrets.seal('totp', Buffer.from(secret), personId) };
  }

  /**
   * Whether the code is right, by the database's clock, and of a step that was not used yet. Uses the step up: of the
   * same code sent twice at once, one wins.
   */
  async spend(sql: Sql, personId: string, code: string): Promise<boolean> {
    const { rows } = await sql.query<{ totp_secret: Buffer | null; now: number }>(
      `select totp_secret, extract(epoch from clock_timestamp())::float8 as now from person where id = $1`,
      [personId],
    );
    const sealed = rows[0]?.totp_secret;
    const secret = sealed && this.secrets.open('totp', sealed, personId)?.toString();
    const step = secret ? stepOf(secret, code, rows[0]!.now) : undefined;
    if (step === undefined) return false;
    const { rowCount } = await sql.query(
      'update person set totp_step = $2 where id = $1 and totp_step < $2 and totp_secret = $3',
      [personId, step, sealed],
    );
    return rowCount === 1;
  }
}

/** The time step whose code this is, if it is one of those that count now. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const current = Math.floor(now / PERIOD_S);
  const given = Buffer.from(code);
  const right = OFF_BY.map((off) => current + off).filter((step) =>
    timingSafeEqual(given, Buffer.from(generateSync({ secret, epoch: step * PERIOD_S }))),
  );
  return right[0];
}
