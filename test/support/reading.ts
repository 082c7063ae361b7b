import { Follower } from './follower.js';
import type { Hub } from './hub.js';
import type { Alliance, Key, Person } from './people.js';
import { asking } from './target.js';
import { until } from './until.js';

/** What a reader looks for: an object, a value that it was made of, and words that stand in it. */
export interface Sought {
  readonly id: string;
  readonly value: string;
  readonly words: string;
}

/**
 * All that the hub gives a reader, path by path, as text: cursors aside, the same for the same. What is hidden from the
 * reader stands in none of it, other than where the question itself is repeated.
 */
export async function everythingRead(
  hub: Pick<Hub, 'url'>,
  alliance: Alliance,
  who: Key | Person,
  { id, value, words }: Sought,
): Promise<Record<string, string>> {
  const api = alliance.api(who, hub);
  const told = async (method: string, path: string, body?: unknown) => {
    const answer = await api(method, path, body);
    return `${answer.status} ${answer.headers.get('etag')} ${withoutCursors(JSON.stringify(answer.body))}`;
  };
  const search = (q: string) => told('GET', `/api/v1/search?limit=500&q=${encodeURIComponent(q)}`);
  const { body } = await api<{ audiences?: { ref: string }[] }>('GET', '/api/v1/audiences');
  const ledgers = (body.audiences ?? []).map(({ ref }) => told('GET', `/api/v1/audiences/${ref}/ledger`));
  return {
    object: await told('GET', `/api/v1/objects/${id}`),
    versions: await told('GET', `/api/v1/objects/${id}/versions`),
    related: await told('GET', `/api/v1/objects/${id}/related`),
    all: await search(''),
    byValue: await search(`value:${value}`),
    byId: await search(`id:${id}`),
    byWords: await search(`"${words}"`),
    lookup: await told('POST', '/api/v1/lookup', { values: [value] }),
    audiences: await told('GET', '/api/v1/audiences'),
    ledgers: (await Promise.all(ledgers)).join('\n'),
    audit: await told('GET', '/api/v1/audit?limit=500'),
    groups: await told('GET', '/api/v1/groups'),
    socket: await socket(hub.url, who),
    lines: await stream(hub.url, who, 'application/x-ndjson', '"live":true'),
    events: await stream(hub.url, who, 'text/event-stream', '"live":true'),
  };
}

/** Paths on which the object shows. */
export const showing = (read: Record<string, string>, { id, words }: Sought): string[] =>
  Object.entries(read)
    .filter(([, text]) => new RegExp(`"id":"${id}"|"pattern"[^}]*${words}`).test(text) || text.includes(words))
    .map(([path]) => path);

/** Sealed anew each time, and so never the same twice; request ids and times of asking, too. */
const withoutCursors = (text: string): string =>
  text.replaceAll(/"(cursor|next|requestId)":"[^"]*"/g, '"$1":""').replaceAll(/id: [\w-]{40,}/g, 'id:');

async function socket(url: string, who: Key | Person): Promise<string> {
  const credentials = 'cookie' in who ? { cookie: who.cookie, origin: 'http://localhost:0' } : who.text;
  using follower = await Follower.open(url, credentials, { after: 'beginning' });
  await until('the head', () => follower.live);
  return withoutCursors(JSON.stringify(follower.batches));
}

async function stream(url: string, who: Key | Person, accept: string, end: string): Promise<string> {
  const abort = new AbortController();
  const headers = { ...asking(who), accept };
  const response = await fetch(`${url}/api/v1/feed?after=beginning`, { headers, signal: abort.signal });
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    if (text.includes(end)) break;
  }
  abort.abort();
  return withoutCursors(text).replaceAll(/event: heartbeat[^]*?\n\n|\{"heartbeat":true[^\n]*\n/g, '');
}
