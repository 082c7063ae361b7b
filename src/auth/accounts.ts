import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { Passwords } from '../members/index.js';
import type { Sql } from '../platform/index.js';

/** What signing in needs to know of a person. */
export interface Account {
  readonly id: string;
  readonly organisation_id: string;
  readonly password_hash: string | null;
  readonly active: boolean;
  readonly organisation_status: string;
  readonly second_factor: boolean;
}

export async function findAccount(sql: Sql, email: string): Promise<Account | undefined> {
  const { rows } = await sql.query<Account>(
    `select p.id, p.organisation_id, p.password_hash, p.status = 'active' as active,
       o.status as organisation_status, p.totp_confirmed as second_factor
     from person p join organisation o on o.id = p.organisation_id where p.email = $1`,
    [email],
  );
  return rows[0];
}

/** What the strategy is given: the form, and the account that its e-mail address names, if any. */
export interface Form {
  readonly body: { readonly email: string; readonly password: string };
  readonly account: Account | undefined;
}

/** E-mail and password. Takes as long for an address that nobody has. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(LocalStrategy, 'password') {
  constructor(private readonly passwords: Passwords) {
    super({ usernameField: 'email', passwordField: 'password', passReqToCallback: true });
  }

  async validate({ account }: Form, _email: string, password: string): Promise<Account | false> {
    const right = await this.passwords.matches(password, account?.password_hash);
    return right && account?.active ? account : false;
  }
}
