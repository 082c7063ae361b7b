import { readJson, type Rest } from '../rest.js';
import type { AudienceSpec, StixObject, Tlp } from '../types.js';
import type { AdvisoryBody, AdvisoryWork } from './at-work.js';
import type { AdvisoryDiff } from './diff.js';
import type { CoSignature } from './text.js';
import type { SigningKey } from './verify-advisory.js';

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
  /** The advisory that stands in its place, if one may see that. */
  superseded_by: string | null;
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

/** An answer to a request for information. */
export interface ThreadAnswer {
  id: string;
  in_reply_to: string | null;
  organisation: string;
  authors: string[];
  abstract: string | null;
  /** Markdown; null once it was withdrawn. */
  content: string | null;
  tlp: Tlp;
  created: string;
  modified: string;
  withdrawn: boolean;
  etag: string;
}

/** One as it goes in. */
export interface NewThreadAnswer {
  /** Markdown. */
  content: string;
  abstract?: string;
  authors?: string[];
  tlp?: Tlp;
  audience?: AudienceSpec;
  /** Id of the answer that it answers. */
  in_reply_to?: string;
}

/** What a published advisory can be had as; `signed`: the STIX report word for word, which is what its signers signed. */
export type ExportFormat = 'html' | 'markdown' | 'pdf' | 'stix' | 'signed' | 'csaf-2.0' | 'csaf-2.1';

/** A CSAF document as it goes in. */
export interface CsafDocument {
  /** Its text, byte for byte. */
  document: string;
  /** A detached OpenPGP signature of it, and the key that it is by; armored. */
  signature?: string;
  public_key?: string;
  /** The label that the advisory has at least. */
  tlp?: Tlp;
  audience?: AudienceSpec;
}

/** The advisory that it became. */
export interface CsafOutcome {
  outcome: 'created' | 'updated' | 'unchanged';
  id: string;
  version: number;
  tlp: Tlp;
  signed_by: string | null;
  /** What the advisory has no place for, or only in words. */
  lost: string[];
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

  /** How many your organisation has not answered; counted as far as a hundred, then there are `more`. */
  open(): Promise<{ count: number; more: boolean }> {
    return this.rest.get('/api/v1/advisories/open');
  }

  /** A published one, as a STIX report that refers to nothing that you may not see. */
  get(id: string): Promise<StixObject> {
    return this.rest.get(at(id));
  }

  /** A published one word for word, to check its signatures. */
  async signed(id: string): Promise<StixObject> {
    return JSON.parse(new TextDecoder().decode(await this.export(id, 'signed'))) as StixObject;
  }

  /** A published one as a document: the bytes of a file. */
  export(id: string, format: ExportFormat): Promise<Uint8Array> {
    const call = { query: { format }, repeatable: true, headers: { accept: '*/*' } };
    return this.rest.request(
      'GET',
      at(id, 'export'),
      call,
      async (response) => new Uint8Array(await response.arrayBuffer()),
    );
  }

  work(id: string): Promise<AdvisoryWork> {
    return this.rest.get(at(id, 'work'));
  }

  draft(body: AdvisoryBody): Promise<AdvisoryWork> {
    return this.rest.post('/api/v1/advisories', body);
  }

  /** Saves over the revision that `etag` names; fails when another has come in between. Of what is autosaved only the last is kept. */
  save(id: string, body: AdvisoryBody, etag: string, autosave = false): Promise<AdvisoryWork> {
    const call = { body, headers: { 'if-match': etag }, ...(autosave && { query: { autosave: 'true' } }) };
    return this.rest.request('PUT', at(id, 'work'), call, readJson<AdvisoryWork>);
  }

  step(
    id: string,
    step: 'review' | 'call' | 'publish' | 'rework' | 'revise',
    body: object = {},
  ): Promise<AdvisoryWork> {
    return this.rest.post(at(id, step), body);
  }

  /** `by`: the advisory that stands in its place, for everybody who has this one. */
  withdraw(id: string, reason: string, by?: string): Promise<AdvisoryWork> {
    return this.rest.post(at(id, 'withdraw'), { reason, ...(by !== undefined && { superseded_by: by }) });
  }

  /** Signs the text of that hash: with the key that the hub keeps, or by handing in a signature made elsewhere. */
  sign(id: string, sha256: string, offline?: Omit<CoSignature, 'organisation'>): Promise<{ items: CoSignature[] }> {
    return this.rest.post(at(id, 'signatures'), { sha256, ...(offline && { offline }) });
  }

  /** `version`: the one that was read; fails when another stands by now. */
  acknowledge(
    id: string,
    answer: Answer,
    more: { note?: string; deadline?: string; version?: number } = {},
  ): Promise<unknown> {
    return this.rest.post(at(id, 'acknowledgements'), { answer, ...more });
  }

  /** Answers to a request for information, in the order in which they were given. */
  async *thread(id: string): AsyncGenerator<ThreadAnswer> {
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query: Record<string, string> = cursor === '' ? {} : { cursor };
      const page: { items: ThreadAnswer[]; next?: string } = await this.rest.get(at(id, 'answers'), { query });
      yield* page.items;
      cursor = page.next;
    }
  }

  /** Answers a request for information. Without an audience it goes where what it answers goes. */
  answer(id: string, body: NewThreadAnswer): Promise<{ id: string; etag: string }> {
    return this.rest.post(at(id, 'answers'), body);
  }

  /** Makes an advisory of another's CSAF document; of a later version of it, the next version. */
  takeCsaf(document: CsafDocument): Promise<CsafOutcome> {
    return this.rest.post('/api/v1/csaf/documents', document);
  }

  /** Between published versions; by itself the last two that you may read. */
  diff(id: string, versions: { from?: number; to?: number } = {}): Promise<AdvisoryDiff> {
    return this.rest.get(at(id, 'diff'), { query: versions });
  }

  /** Between revisions of what your organisation writes; by itself the last two. */
  diffAtWork(id: string, revisions: { from?: number; to?: number } = {}): Promise<AdvisoryDiff> {
    return this.rest.get(at(id, 'revisions/diff'), { query: revisions });
  }

  /** What an advisory may begin with: your organisation's template of that name, else the hub's. */
  async template(name: string): Promise<Partial<AdvisoryBody> | undefined> {
    const path = '/api/v1/advisory-templates';
    const { items } = await this.rest.get<{ items: { id: string; name: string }[] }>(path);
    const found = items.find((one) => one.name === name || one.id === name);
    if (!found) return undefined;
    return (await this.rest.get<{ body: Partial<AdvisoryBody> }>(`${path}/${found.id}`)).body;
  }

  async signingKeys(): Promise<SigningKey[]> {
    return (await this.rest.get<{ keys: SigningKey[] }>('/api/v1/signing-keys')).keys;
  }
}
