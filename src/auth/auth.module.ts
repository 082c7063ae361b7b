import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { PasswordStrategy } from './accounts.js';
import { Authenticator } from './authenticator.js';
import { Errands } from './errands.js';
import { Handshake } from './handshake.js';
import { Housekeeping } from './housekeeping.js';
import { KeyCredentials } from './key-credentials.js';
import { PolicyCheck } from './policy-check.js';
import { PolicyGuard } from './policy.guard.js';
import { Proof } from './proof.js';
import { Refusals } from './refusals.js';
import { RequestBudget } from './request-budget.js';
import { SessionCredentials } from './session-credentials.js';
import { SessionOpening } from './session-opening.js';
import { SessionController } from './session.controller.js';
import { SignIn } from './sign-in.js';
import { KeyBasicStrategy, KeyBearerStrategy, SessionStrategy } from './strategies.js';

const proof = {
  provide: Proof,
  inject: [KeyBearerStrategy, KeyBasicStrategy, SessionStrategy, PasswordStrategy],
  useFactory: (
    bearer: KeyBearerStrategy,
    basic: KeyBasicStrategy,
    session: SessionStrategy,
    password: PasswordStrategy,
  ) => new Proof({ 'key-bearer': bearer, 'key-basic': basic, 'session-cookie': session, password }),
};

/** Credentials in, a Viewer out; and the guard before every handler. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [SessionController],
  providers: [
    KeyCredentials,
    SessionCredentials,
    KeyBearerStrategy,
    KeyBasicStrategy,
    SessionStrategy,
    PasswordStrategy,
    proof,
    Refusals,
    Errands,
    Authenticator,
    Handshake,
    RequestBudget,
    SessionOpening,
    SignIn,
    Housekeeping,
    { provide: APP_GUARD, useClass: PolicyGuard },
    PolicyCheck,
  ],
  exports: [Authenticator, Errands, Handshake],
})
export class AuthModule {}
