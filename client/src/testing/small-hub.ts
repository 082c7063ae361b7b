import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import type { Entry, Item, Outcome } from '../types.js';
import { ADVISORY_ROUTES } from './advisory-routes.js';
import { EXTRACTION_ROUTES } from './extraction-routes.js';
import { answer, startFakeHub, type FakeHub } from './fake-hub.js';
import { importRoutes } from './import-routes.js';
import { Ledgers } from './ledgers.js';

export const KEY = 'tocsin_1_secret';
const COOKIE = '__Host-tocsin=1';

export interface SmallHub extends FakeHub {
  readonly ledgers: Ledgers;
  /** Shares indicators by name, with followers as with all that comes later. */
  publish(...names: string[]): void;
  /** Cuts all followers off. */
  cut(): void;
}

export type Route = [method: string, path: RegExp, reply: (url: URL, body: string) => unknown];

/** A made-up hub that does a little of everything that the command line asks of one. */
export async function startSmallHub(): Promise<SmallHub> {
  const ledgers = new Ledgers();
  const log: Entry[] = [];
  const sockets = new Set<Socket>();
  const routes = routesOf(ledgers);
  const hub = await startFakeHub({
    authorise: (token) => (token === KEY ? undefined : { code: 'unauthorized', detail: 'Sign in' }),
    answer: ({ after }) => ({ ok: true, cursor: `c${startOf(after, log.length)}` }),
    async onSubscribe(socket, { after }) {
      const replay = log.slice(startOf(after, log.length));
      if (replay.length > 0) await send(socket, replay, log.length, false);
      sockets.add(socket);
      await send(socket, [], log.length, true, ledgers.heads());
    },
    onRequest: (request, body, response) => void serve(routes, request, body, response),
  });
  return {
    ...hub,
    ledgers,
    publish(...names) {
      const entries = names.map((name) =>
        ledgers.add('all', name, 'create', { pattern: `[domain-name:value = '${name}.example']` }),
      );
      log.push(...entries);
      for (const socket of sockets) void send(socket, entries, log.length, true);
    },
    cut() {
      for (const socket of sockets) socket.conn.close();
      sockets.clear();
    },
  };
}

const startOf = (after: string, head: number): number =>
  after === 'now' ? head : after === 'beginning' ? 0 : Number(after.slice(1));

const send = (socket: Socket, entries: Entry[], reached: number, live: boolean, heads?: unknown): Promise<unknown> =>
  socket.emitWithAck('entries', { entries, cursor: `c${reached}`, live, heads });

async function serve(routes: Route[], request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, 'http://hub');
  const signsIn = url.pathname === '/api/v1/session' && request.method === 'POST';
  if (signsIn) response.setHeader('set-cookie', `${COOKIE}; HttpOnly`);
  const known = request.headers.authorization === `Bearer ${KEY}` || request.headers.cookie === COOKIE;
  if (url.pathname.startsWith('/api/') && !known && !signsIn) {
    return answer(response, 401, { code: 'unauthorized', status: 401, title: 'Sign in', requestId: 'r1' });
  }
  if (request.headers.accept === 'text/event-stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: heartbeat\ndata: {}\n\n');
    return;
  }
  const route = routes.find(([method, path]) => method === request.method && path.test(url.pathname));
  const reply = await route?.[2](url, body);
  if (reply === undefined) answer(response, 404, { code: 'not_found', status: 404, title: 'There is no such thing' });
  else if (reply instanceof Uint8Array) response.writeHead(200).end(reply);
  else answer(response, 200, reply);
}

function routesOf(ledgers: Ledgers): Route[] {
  const indicator = { type: 'indicator', id: 'indicator--1', pattern: "[url:value = 'http://evil.example/']" };
  const lookedUp = (value: string) => ({
    value,
    known: value.startsWith('evil'),
    members: value.startsWith('evil') ? 2 : 0,
    indicators: [],
  });
  return [
    ...ADVISORY_ROUTES,
    ['GET', /^\/health\//, () => ({})],
    [
      'GET',
      /\/me$/,
      () => ({
        credential: 'key',
        organisation: { id: 'o1', short_name: 'cert-nz', name: 'CERT NZ' },
        scopes: ['read', 'feed', 'submit'],
        ceiling: 'amber',
      }),
    ],
    ['GET', /\/organisations$/, () => ({ items: [{ id: 'o1', short_name: 'cert-nz', name: 'CERT NZ' }] })],
    ['GET', /\/audiences$/, async () => ({ audiences: await ledgers.audiences() })],
    [
      'GET',
      /\/ledger$/,
      ({ pathname, searchParams }) =>
        ledgers.ledger(pathname.split('/').at(-2)!, { after: Number(searchParams.get('after')) }),
    ],
    ['GET', /\/search$/, ({ searchParams }) => ({ objects: searchParams.get('q') === 'nothing' ? [] : [indicator] })],
    ['POST', /\/lookup$/, (_, body) => ({ results: (JSON.parse(body) as { values: string[] }).values.map(lookedUp) })],
    ...EXTRACTION_ROUTES,
    ...importRoutes(),
    ['GET', /\/objects\/indicator--1$/, () => indicator],
    ['GET', /\/versions$/, () => ({ versions: [indicator, { ...indicator, name: 'Later' }] })],
    [
      'POST',
      /\/(sightings|opinions)$/,
      (_, body) => ({ index: 0, outcome: 'created', id: 'sighting--1', said: JSON.parse(body) as unknown }),
    ],
    ['POST', /\/indicators$/, (_, body) => submitted((JSON.parse(body) as { items: Item[] }).items)],
  ];
}

/** Rejects values that say they are bad. */
function submitted(items: Item[]): unknown {
  const outcomes = items.map((item, index): Outcome =>
    String(item['value' as keyof Item]).includes('bad')
      ? { index, outcome: 'rejected', code: 'observable_invalid', detail: 'The value is not valid', pointer: '/value' }
      : { index, outcome: 'created', id: `indicator--${index}` },
  );
  return { submission: 's1', counts: {}, outcomes };
}
