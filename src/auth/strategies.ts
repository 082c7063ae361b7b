import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { BasicStrategy } from 'passport-http';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import type { Viewer } from '../kernel/index.js';
import { keyIdOf } from '../members/index.js';
import { KeyCredentials } from './key-credentials.js';
import { SessionCredentials } from './session-credentials.js';

/** What strategies are given: no body and no query, so that nothing is taken for a credential there. */
export interface Presented {
  readonly headers: { readonly authorization?: string };
  readonly address: string;
  readonly token?: string;
}

/** An API key as `Authorization: Bearer tocsin_…` (RFC 6750). */
@Injectable()
export class KeyBearerStrategy extends PassportStrategy(BearerStrategy, 'key-bearer') {
  constructor(private readonly keys: KeyCredentials) {
    super({ passReqToCallback: true });
  }

  validate(request: Presented, token: string): Promise<Viewer> {
    return this.keys.prove(token, request.address);
  }
}

/**
 * The same key by HTTP Basic (RFC 7617), for TAXII and feed clients: the key as password, whatever the user name is, or
 * as user name with an empty password.
 */
@Injectable()
export class KeyBasicStrategy extends PassportStrategy(BasicStrategy, 'key-basic') {
  constructor(private readonly keys: KeyCredentials) {
    super({ passReqToCallback: true });
  }

  override authenticate(request: Parameters<BasicStrategy['authenticate']>[0]): void {
    const { authorization = '' } = request.headers;
    const pair = Buffer.from(authorization.split(' ')[1] ?? '', 'base64').toString();
    const [, user = '', password = ''] = /^([^:]*):(.*)$/.exec(pair) ?? [];
    const key = password || user;
    // passport-http takes no empty user name or password, and would cut a password at its first colon
    const filled = `Basic ${Buffer.from(`key:${keyIdOf(key) ? key : '-'}`).toString('base64')}`;
    super.authenticate(Object.assign(request, { headers: { authorization: filled } }));
  }

  validate(request: Presented, _user: string, password: string): Promise<Viewer> {
    return this.keys.prove(password, request.address);
  }
}

type Verify = (token: string, address: string, done: (error: unknown, viewer?: Viewer) => void) => void;

/** Passport's shape for a session cookie; {@link SessionStrategy} says what it is worth. */
class CookieStrategy extends passport.Strategy {
  override readonly name = 'cookie';

  constructor(private readonly verify: Verify) {
    super();
  }

  override authenticate(request: unknown): void {
    const { token = '', address } = request as Presented;
    this.verify(token, address, (error, viewer) => (viewer ? this.success(viewer) : this.error(error)));
  }
}

/** A person's session, by cookie. */
@Injectable()
export class SessionStrategy extends PassportStrategy(CookieStrategy, 'session-cookie') {
  constructor(private readonly sessions: SessionCredentials) {
    super();
  }

  validate(token: string, address: string): Promise<Viewer> {
    return this.sessions.prove(token, address);
  }
}
