import { readJson, type Rest } from '../rest.js';
import type { AudienceSpec, StixObject, Tlp } from '../types.js';
import type { CoSignature } from './text.js';
import type { SigningKey } from './verify-advisory.js';

/** An advisory as its authors write it; see the hub's OpenAPI for all that it may say. */
export interface AdvisoryBody {
  kind: 'alert' | 'advisory' | 'situation-report' | 'joint-attribution' | 'request-for-information';
  title: string;
  /** Markdown. */
  body: string;
  tlp: Tlp;
  audience?: AudienceSpec;
  authors?: string[];
  signers?: string[];
  quorum?: number;
  publish_at?: string;
  acknowledge_by?: string;
  [property: string]: unknown;
}

/** A published advisory in a list. */
export interface ListedAdvisory {
  id: string;
  title: string;
  organisation: string;
  tlp: Tlp;
  kind: string | null;
  severity: string | null;
  version: number;
  published: string;
  withdrawn: boolean;
  acknowledge_by: string | null;
  acknowledged: string | null;
}

/** One that is being written or signed, in a list. */
export interface ListedWork {
  id: string;
  title: string;
  kind: string;
  tlp: Tlp;
  state: string;
  version: number;
  part: string;
  organisation: string;
  publish_at: string | null;
}

/** An advisory at work. */
export interface AdvisoryWork {
  id: string;
  state: string;
  version: number;
  revision: number;
  etag: string;
  part: string;
  quorum: number;
  body: AdvisoryBody;
  /** What is to be signed, once signatures are called for. */
  signing?: { sha256: string; report: StixObject };
  release?: { by: string; held?: string };
}

export type Answer = 'received' | 'acting' | 'not-affected' | 'fixed';

const at = (id: string, part = ''): string => `/api/v1/advisories/${encodeURIComponent(id)}${part && `/${part}`}`;

/** Advisories at one hub. */
export class Advisories {
  constructor(private readonly rest: Rest) {}

  /** Published ones, newest first. `open`: only those that your organisation has not answered. */
  async *list(options: { open?: boolean; limit?: number } = {}): AsyncGenerator<ListedAdvisory> {
    let cursor: string | undefined;
    for (let left = options.limit ?? Number.POSITIVE_INFINITY; left > 0;) {
      const query = { open: String(options.open ?? false), limit: Math.min(left, 100), cursor };
      const page = await this.rest.get<{ items: ListedAdvisory[]; next?: string }>('/api/v1/advisories', { query });
      yield* page.items;
      left -= page.items.length;
      cursor = page.next;
      if (cursor === undefined) return;
    }
  }

  /** What your organisation writes or is asked to sign. */
  async atWork(): Promise<ListedWork[]> {
    return (await this.rest.get<{ items: ListedWork[] }>('/api/v1/advisories/work')).items;
  }

  /** A published one, as a STIX report. */
  get(id: string): Promise<StixObject> {
    return this.rest.get(at(id));
  }

  work(id: string): Promise<AdvisoryWork> {
    return this.rest.get(at(id, 'work'));
  }

  draft(body: AdvisoryBody): Promise<AdvisoryWork> {
    return this.rest.post('/api/v1/advisories', body);
  }

  /** Saves over the revision that `etag` names; fails when another has come in between. */
  save(id: string, body: AdvisoryBody, etag: string): Promise<AdvisoryWork> {
    const call = { body, headers: { 'if-match': etag } };
    return this.rest.request('PUT', at(id, 'work'), call, readJson<AdvisoryWork>);
  }

  step(
    id: string,
    step: 'review' | 'call' | 'publish' | 'rework' | 'revise',
    body: object = {},
  ): Promise<AdvisoryWork> {
    return this.rest.post(at(id, step), body);
  }

  withdraw(id: string, reason: string): Promise<AdvisoryWork> {
    return this.rest.post(at(id, 'withdraw'), { reason });
  }

  /** Signs the text of that hash: with the key that the hub keeps, or by handing in a signature made elsewhere. */
  sign(id: string, sha256: string, offline?: Omit<CoSignature, 'organisation'>): Promise<{ items: CoSignature[] }> {
    return this.rest.post(at(id, 'signatures'), { sha256, ...(offline && { offline }) });
  }

  acknowledge(id: string, answer: Answer, more: { note?: string; deadline?: string } = {}): Promise<unknown> {
    return this.rest.post(at(id, 'acknowledgements'), { answer, ...more });
  }

  async signingKeys(): Promise<SigningKey[]> {
    return (await this.rest.get<{ keys: SigningKey[] }>('/api/v1/signing-keys')).keys;
  }
}
