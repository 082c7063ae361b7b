import { Fault } from '../kernel/index.js';
import { type Outbound, OutboundFailure, type Secrets, waitOf } from '../platform/index.js';
import { signed } from './signing.js';
import { secretsOf, type WebhookRow } from './webhook.js';

/** How one try went: `error` is undefined when the receiver has it. */
export interface Tried {
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | undefined;
  /** The receiver says that it is gone for good. */
  readonly gone: boolean;
  /** For so long it asks to be left alone. */
  readonly waitMs?: number;
}

/** Posts a body to a receiver, signed. */
export class Sender {
  constructor(
    private readonly outbound: Outbound,
    private readonly secrets: Secrets,
  ) {}

  async send(webhook: WebhookRow, id: string, body: Buffer, until?: AbortSignal): Promise<Tried> {
    const secrets = secretsOf(this.secrets, webhook);
    const begun = performance.now();
    const tried = (status: number | null, error?: string): Tried => ({
      status,
      ms: Math.round(performance.now() - begun),
      error,
      gone: status === 410,
    });
    if (secrets.length === 0) return tried(null, 'its secret can’t be opened: rotate it');
    try {
      const headers = { 'content-type': 'application/json', ...signed(id, Date.now(), body, secrets) };
      const { status, headers: said } = await this.outbound.post(webhook.url, body, headers, until);
      if (status >= 200 && status < 300) return tried(status);
      const isRedirect = status >= 300 && status < 400;
      const why = isRedirect ? 'the server redirects, which is not followed' : `the server answers ${status}`;
      return { ...tried(status, why), ...waitOf(said['retry-after'], Date.now()) };
    } catch (error) {
      if (error instanceof OutboundFailure || error instanceof Fault) return tried(null, error.message);
      throw error;
    }
  }
}
