import { serve } from '../process.js';
import { type Answer, HttpClient } from './http-client.js';

/** Sends bodies over so many connections; each waits for its acknowledgement before it sends the next. */
export interface Post {
  readonly url: string;
  readonly token: string;
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Bodies a second in all; absent: as fast as they are acknowledged. A `T` in a body becomes the microsecond it is sent at. */
  readonly perSecond?: number;
}
/** How it went. Latencies in milliseconds, from sending to the acknowledgement. */
export interface Posted {
  readonly seconds: number;
  readonly latencies: Float64Array;
  /** Requests that were not answered with success. */
  readonly failed: number;
  /** Indicators that the hub says it made. */
  readonly created: number;
}

/** A body whose time has come; it waits for an idle connection if need be. */
interface Due {
  readonly i: number;
  readonly at: number;
  readonly body: string;
}

/** How many indicators were made; undefined when the request failed. */
function madeOf({ status, text }: Answer): number | undefined {
  if (status >= 300) return undefined;
  return Number(/"counts":{"created":(\d+)/.exec(text)?.[1] ?? (text.includes('"created"') ? 1 : 0));
}

const stamped = (body: string): string => body.replace('{T}', String(process.hrtime.bigint() / 1000n));

serve(async ({ url, token, bodies, connections, perSecond }: Post): Promise<Posted> => {
  const target = new URL('/api/v1/indicators', url);
  const clients = await Promise.all(Array.from({ length: connections }, () => HttpClient.open(target, token)));
  const latencies = new Float64Array(bodies.length);
  const begin = performance.now();
  let next = 0;
  let [failed, created] = [0, 0];
  const one = async (client: HttpClient, { i, at, body }: Due) => {
    const made = madeOf(await client.post(body));
    if (made === undefined) failed += 1;
    else created += made;
    latencies[i] = performance.now() - at;
  };
  const due = (i: number): Due => ({ i, at: performance.now(), body: stamped(bodies[i]!) });
  if (perSecond === undefined)
    await Promise.all(
      clients.map(async (client) => {
        while (next < bodies.length) await one(client, due(next++));
      }),
    );
  else await paced(bodies.length, perSecond, begin, clients, due, one);
  for (const client of clients) client.close();
  return { seconds: (performance.now() - begin) / 1000, latencies, failed, created };
});

/** Starts each at its time, whether those before it are answered or not: an open loop hides no waiting. */
async function paced(
  count: number,
  perSecond: number,
  begin: number,
  clients: readonly HttpClient[],
  due: (i: number) => Due,
  one: (client: HttpClient, due: Due) => Promise<void>,
): Promise<void> {
  const idle = [...clients];
  const waiting: Due[] = [];
  const running = new Set<Promise<void>>();
  const go = () => {
    while (waiting.length > 0 && idle.length > 0) {
      const client = idle.shift()!; // in turn: the hub closes what nobody uses for a while
      const asked = one(client, waiting.shift()!).finally(() => {
        running.delete(asked);
        idle.push(client);
        go();
      });
      running.add(asked);
    }
  };
  for (let i = 0; i < count;) {
    const until = Math.min(count, Math.floor(((performance.now() - begin) * perSecond) / 1000) + 1);
    while (i < until) waiting.push(due(i++));
    go();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (running.size > 0) await Promise.all(running);
}
