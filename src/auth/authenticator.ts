import { Injectable } from '@nestjs/common';
import { Fault, type Viewer } from '../kernel/index.js';
import { keyIdOf } from '../members/index.js';
import { Config, Pulse } from '../platform/index.js';
import { Errands } from './errands.js';
import { credentialIn, type Incoming, type Sent } from './incoming.js';
import { KeyCredentials } from './key-credentials.js';
import { Proof } from './proof.js';
import { Refusals } from './refusals.js';
import { SessionCredentials } from './session-credentials.js';
import type { Presented } from './strategies.js';

/** Who may pass besides those who are fully signed in. */
export interface Leniency {
  /** Nobody at all: the answer is an anonymous viewer. */
  readonly anonymous?: boolean;
  /** A session whose second factor is still missing. */
  readonly pending?: boolean;
}

/** Credentials in, a Viewer out: the one place where viewers are made. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly config: Config,
    private readonly pulse: Pulse,
    private readonly proof: Proof,
    private readonly keys: KeyCredentials,
    private readonly sessions: SessionCredentials,
    private readonly errands: Errands,
    private readonly refusals: Refusals,
  ) {}

  /** The viewer of a request's one credential; also for socket handshakes. */
  async fromRequest(incoming: Incoming, lenient: Leniency = {}): Promise<Viewer> {
    const { address } = incoming;
    const sent = await this.recorded(address, undefined, async () => credentialIn(incoming));
    if (sent) return this.recorded(address, claimed(sent), () => this.prove(sent, address, lenient));
    if (lenient.anonymous) return this.anonymous(address);
    throw new Fault('unauthorized');
  }

  private async prove(sent: Sent, address: string, lenient: Leniency): Promise<Viewer> {
    await this.pulse.renew();
    if (sent.kind !== 'session') {
      const { authorization } = sent;
      return this.proof.of(`key-${sent.kind}`, { headers: { authorization }, address } satisfies Presented);
    }
    const viewer = await this.proof.of<Viewer>('session-cookie', {
      headers: {},
      address,
      token: sent.token,
    } satisfies Presented);
    if (!viewer.role && !lenient.pending) throw new Fault('mfa_required');
    return viewer;
  }

  /** The viewer of an API key's text, as sent in a socket's handshake. */
  fromToken(token: string, address: string): Promise<Viewer> {
    return this.recorded(address, keyIdOf(token), () => this.keys.prove(token, address));
  }

  /** The same credential as it stands now. Throws what ended it: `credential_revoked`, `organisation_suspended`, `session_expired`. */
  async renew(viewer: Viewer): Promise<Viewer> {
    switch (viewer.credential.kind) {
      case 'key':
        return this.keys.renew(viewer);
      case 'session':
        return this.sessions.renew(viewer);
      case 'anonymous':
        return this.anonymous(viewer.address);
      case 'hub':
        return this.errands.renew(viewer);
    }
  }

  /** Nobody in particular. Reads what is TLP:CLEAR, where the alliance turned that on; a member of nothing. */
  anonymous(address: string): Viewer {
    return {
      credential: { kind: 'anonymous', id: '' },
      principal: 'anonymous',
      organisationId: '',
      scopes: new Set(this.config.anonymousClear ? (['read'] as const) : []),
      ceiling: 'clear',
      address,
    };
  }

  /** A credential that is not good leaves a record; none at all does not. */
  private async recorded<T>(address: string, key: string | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fault && error.status < 429) {
        this.refusals.note({ action: 'access.refuse', address, detail: { code: error.code, ...(key && { key }) } });
      }
      throw error;
    }
  }
}

/** The id of the key that a request says it has; whether it does is another matter. */
const claimed = (sent: Sent): string | undefined =>
  sent.kind === 'bearer' ? keyIdOf(sent.authorization.replace(/^\w+ /, '')) : undefined;
