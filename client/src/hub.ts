import type { AudiencePreview, FacetCounts, QueryKey } from './asking.js';
import { Advisories } from './advisory/advisories.js';
import { Feed } from './feed.js';
import type { FeedOptions, FeedSource } from './feed-options.js';
import { Imports } from './imports.js';
import { readJson, Rest, type HubOptions } from './rest.js';
import { Searches } from './searches.js';
import type { Statistics } from './statistics.js';
import { type StixOptions, submitStix } from './stix.js';
import { submitAll, type SubmitOptions, type SubmitResult } from './submit.js';
import { verify, type VerifyOptions, type VerifyReport } from './verify.js';
import type {
  AudienceSpec,
  AudienceView,
  Extraction,
  Item,
  LedgerPage,
  LookupResult,
  Me,
  OpinionValue,
  Organisation,
  Origin,
  Outcome,
  StixObject,
  Tlp,
  Counts,
  Warninglist,
} from './types.js';

/** What can be changed of an indicator without making another one. */
export type Change = Partial<
  Pick<StixObject, 'confidence' | 'labels' | 'description' | 'name'> & {
    tlp: Tlp;
    audience: AudienceSpec;
  }
> & {
  /** Null takes it away. */
  valid_until?: string | null;
};

/** An object and its ETag, which a change of it sends back. */
export interface Tagged {
  object: StixObject;
  etag: string | undefined;
}

const LOOKUP_MOST = 10_000;
const SEARCH_PAGE = 500;
const path = (strings: TemplateStringsArray, id: string): string =>
  `/api/v1${strings[0]}${encodeURIComponent(id)}${strings[1]}`;

/** One hub, seen with one credential. */
export class Hub implements FeedSource {
  readonly rest: Rest;
  /** Advisories: read, written, signed, answered. */
  readonly advisories: Advisories;
  /** Files of any length, read by the hub by and by. */
  readonly imports: Imports;
  /** Saved searches and the bell, of a person. */
  readonly searches: Searches;

  constructor(options: HubOptions) {
    this.rest = new Rest(options);
    this.advisories = new Advisories(this.rest);
    this.imports = new Imports(this.rest);
    this.searches = new Searches(this.rest);
  }

  get url(): string {
    return this.rest.url;
  }

  get key(): string | undefined {
    return this.rest.key;
  }

  /** Who the credential is. */
  me(): Promise<Me> {
    return this.rest.get('/api/v1/me');
  }

  async organisations(): Promise<Organisation[]> {
    return (await this.rest.get<{ items: Organisation[] }>('/api/v1/organisations')).items;
  }

  /** The audiences you belong to, and where each stands. */
  async audiences(): Promise<AudienceView[]> {
    return (await this.rest.get<{ audiences: AudienceView[] }>('/api/v1/audiences')).audiences;
  }

  /** A page of an audience's ledger, ascending. */
  ledger(audience: string, range: { after: number; limit?: number }): Promise<LedgerPage> {
    return this.rest.get(path`/audiences/${audience}/ledger`, { query: range });
  }

  /** Is the hub up and its database with it? Throws when not. `mail`: whether it is set up to send any. */
  ready(): Promise<{ mail?: 'on' | 'off' }> {
    return this.rest.request('GET', '/health/ready', {}, (response) => readJson<{ mail?: 'on' | 'off' }>(response));
  }

  get(id: string): Promise<Tagged> {
    return this.rest.request('GET', path`/objects/${id}`, { repeatable: true }, async (response) => ({
      object: await readJson<StixObject>(response),
      etag: response.headers.get('etag') ?? undefined,
    }));
  }

  /** All versions you may see. */
  async versions(id: string): Promise<StixObject[]> {
    const { versions } = await this.rest.get<{ versions: StixObject[] }>(path`/objects/${id}/versions`);
    return versions;
  }

  /** By what each version of your organisation's object was handed in, oldest first, for its people; of others' objects, and to keys, nothing. */
  async origins(id: string): Promise<Origin[]> {
    return (await this.rest.get<{ origins: Origin[] }>(path`/objects/${id}/origins`)).origins;
  }

  /** Objects that match, page after page for as long as you ask for more. */
  async *search(query: string, options: { limit?: number; signal?: AbortSignal } = {}): AsyncGenerator<StixObject> {
    const { limit = Number.POSITIVE_INFINITY, signal } = options;
    let cursor: string | undefined;
    for (let left = limit; left > 0;) {
      const page = await this.rest.get<{ objects: StixObject[]; next?: string }>('/api/v1/search', {
        query: { q: query, limit: Math.min(left, SEARCH_PAGE), cursor },
        ...(signal && { signal }),
      });
      yield* page.objects.slice(0, left);
      left -= page.objects.length;
      cursor = page.next;
      if (cursor === undefined) return;
    }
  }

  /** What you see, counted over the last days; each number with the search behind it. */
  statistics(query: { days?: number; step?: 'day' | 'week' } = {}): Promise<Statistics> {
    return this.rest.get('/api/v1/statistics', { query });
  }

  /** How many objects a query matches, all of them. */
  async count(query: string, signal?: AbortSignal): Promise<number> {
    const call = { query: { q: query }, ...(signal && { signal }) };
    return (await this.rest.get<{ count: number }>('/api/v1/statistics/count', call)).count;
  }

  /** What is known of each value, in the order asked; values may be defanged and as many as you like. */
  async *lookup(
    values: Iterable<string> | AsyncIterable<string>,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<LookupResult> {
    const ask = async (chunk: string[]): Promise<LookupResult[]> => {
      const call = { repeatable: true, ...options };
      return (await this.rest.post<{ results: LookupResult[] }>('/api/v1/lookup', { values: chunk }, call)).results;
    };
    let chunk: string[] = [];
    for await (const value of values) {
      if (chunk.push(value) < LOOKUP_MOST) continue;
      yield* await ask(chunk);
      chunk = [];
    }
    if (chunk.length > 0) yield* await ask(chunk);
  }

  /** Who would see what you submit so; nothing is kept. */
  previewAudience(tlp: Tlp, audience?: AudienceSpec, signal?: AbortSignal): Promise<AudiencePreview> {
    const call = { repeatable: true, ...(signal && { signal }) };
    return this.rest.post('/api/v1/audience/preview', { tlp, ...(audience !== undefined && { audience }) }, call);
  }

  /** The newest 1,000 objects that match, counted by what they have in common. */
  facets(query: string, signal?: AbortSignal): Promise<FacetCounts> {
    return this.rest.get('/api/v1/search/facets', { query: { q: query }, ...(signal && { signal }) });
  }

  /** The keys of the query language. */
  async queryKeys(): Promise<QueryKey[]> {
    return (await this.rest.get<{ items: QueryKey[] }>('/api/v1/search/keys')).items;
  }

  /** Finds the indicators of a report, and says which of them you see already. Nothing is shared. */
  extract(
    text: string,
    { format, signal }: { format?: 'text' | 'markdown' | 'html' | 'email'; signal?: AbortSignal } = {},
  ): Promise<Extraction> {
    const call = { repeatable: true, timeout: 120_000, ...(signal && { signal }) };
    return this.rest.post('/api/v1/extract', { text, ...(format && { format }) }, call);
  }

  /** Lists of values that are no indicators for many. */
  async warninglists(): Promise<Warninglist[]> {
    return (await this.rest.get<{ items: Warninglist[] }>('/api/v1/warninglists')).items;
  }

  /** Shares many items; each gets its own outcome, and a bad one never sinks its neighbours. */
  submit(items: Iterable<Item> | AsyncIterable<Item>, options?: SubmitOptions): Promise<SubmitResult> {
    return submitAll(this.rest, items, options);
  }

  /** Shares a file of STIX, objects of every type, as its bytes come. */
  submitStix(bytes: AsyncIterable<Uint8Array>, options?: StixOptions): Promise<Counts> {
    return submitStix(this.rest, bytes, options);
  }

  /** Shares one item; a refusal is thrown. */
  submitOne(item: Item, idempotencyKey: string = globalThis.crypto.randomUUID()): Promise<Outcome> {
    return this.rest.post('/api/v1/indicators', item, {
      headers: { 'idempotency-key': idempotencyKey },
      repeatable: true,
    });
  }

  /** Changes your own indicator; `etag` from {@link get} makes sure that it is still the one you read. */
  change(id: string, change: Change, etag: string): Promise<Outcome> {
    const call = { body: change, headers: { 'if-match': etag } };
    return this.rest.request('PATCH', path`/indicators/${id}`, call, readJson<Outcome>);
  }

  /** Takes back your own indicator. */
  revoke(id: string, etag?: string): Promise<Outcome> {
    return this.rest.post(path`/indicators/${id}/revoke`, {}, { headers: { 'if-match': etag } });
  }

  /** Says that you have seen it, too. */
  sight(
    id: string,
    sighting: { count?: number; first_seen?: string; last_seen?: string; description?: string } = {},
  ): Promise<Outcome> {
    return this.rest.post(path`/indicators/${id}/sightings`, sighting);
  }

  /** Says what you think of it; a false positive is `strongly-disagree`. */
  opine(id: string, opinion: { opinion: OpinionValue; explanation?: string }): Promise<Outcome> {
    return this.rest.post(path`/indicators/${id}/opinions`, opinion);
  }

  /** Comments on it; whoever sees it reads the comment, unless `tlp` and `audience` say fewer. */
  comment(id: string, note: { content: string; tlp?: Tlp; audience?: AudienceSpec }): Promise<Outcome> {
    return this.rest.post(path`/indicators/${id}/notes`, note);
  }

  /** The live feed: `for await (const entry of hub.feed({ after, filter }))`. */
  feed(options?: FeedOptions): Feed {
    return new Feed(this, options);
  }

  /** Recomputes every ledger you may see and, given what you hold, says what is missing of it. */
  verify(options?: VerifyOptions): Promise<VerifyReport> {
    return verify(this, options);
  }
}
