import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Remote } from './remote.js';
import { TAXII } from './taxii.js';

/** Something in a collection, since when. */
export interface Added {
  readonly object: Record<string, unknown>;
  readonly at: string;
}

/** A TAXII 2.1 server of somebody else's, with its ways. */
export class TaxiiRemote {
  readonly added: Added[] = [];
  /** Every question for objects: its query. */
  readonly asked: Record<string, string>[] = [];
  /** Objects of a page, whatever is asked for. */
  page = 100;
  /** `next`: sealed places; `time`: none, the last time has to do; `offset`: numbers into what the filters leave. */
  by: 'next' | 'time' | 'offset' = 'next';
  /** Gives what was added at `added_after` itself, too. */
  inclusive = false;
  /** Without X-TAXII-Date-Added headers. */
  withoutTimes = false;
  /** Before an answer: true when it was given already. */
  before: (query: Record<string, string>, response: ServerResponse) => boolean = () => false;
  readonly definitions = new Map<string, object>();

  constructor(
    readonly remote: Remote,
    readonly path = '/root/collections/c1/',
  ) {
    remote.otherwise = (request, response) => this.answer(request, response);
  }

  get url(): string {
    return `${this.remote.url}${this.path}`;
  }

  add(at: string, ...objects: Record<string, unknown>[]): void {
    for (const object of objects) this.added.push({ object, at });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.remote.url);
    const [, id] = /objects\/(.+)\/$/.exec(url.pathname) ?? [];
    if (id !== undefined) return this.one(id, response);
    if (url.pathname !== `${this.path}objects/`)
      return void response.writeHead(404, { 'content-type': TAXII }).end('{}');
    const query = Object.fromEntries(url.searchParams);
    this.asked.push(query);
    if (!this.before(query, response)) this.give(query, response);
  }

  private one(id: string, response: ServerResponse): void {
    const definition = this.definitions.get(id);
    if (!definition) return void response.writeHead(404, { 'content-type': TAXII }).end('{}');
    response.writeHead(200, { 'content-type': TAXII }).end(JSON.stringify({ objects: [definition] }));
  }

  /** What it answers for these filters. */
  give({ added_after: after = '', limit = '100', next = '' }: Record<string, string>, response: ServerResponse): void {
    const from = this.added.filter(({ at }) => after === '' || at > after || (this.inclusive && at === after));
    const size = Math.min(Number(limit), this.page);
    const start = next === '' ? 0 : Number(next.replace(/^\D*/, ''));
    const given = from.slice(start, start + size);
    const more = start + size < from.length;
    const times = this.withoutTimes || given.length === 0 ? {} : timesOf(given);
    response.writeHead(200, { 'content-type': TAXII, ...times }).end(
      JSON.stringify({
        ...(more && { more }),
        ...(more && this.by !== 'time' && { next: `${this.by === 'next' ? 'n' : ''}${start + size}` }),
        objects: given.map(({ object }) => object),
      }),
    );
  }
}

const timesOf = (given: readonly Added[]) => ({
  'x-taxii-date-added-first': given[0]!.at,
  'x-taxii-date-added-last': given.at(-1)!.at,
});
