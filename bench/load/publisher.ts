import { Agent, request } from 'node:http';
import { serve } from '../process.js';

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

/** How many indicators were made; undefined when the request failed. */
function post(url: URL, agent: Agent, token: string, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (piece) => (text += String(piece)));
      response.on('end', () => {
        const created = /"counts":{"created":(\d+)/.exec(text)?.[1] ?? (text.includes('"created"') ? 1 : 0);
        resolve((response.statusCode ?? 500) < 300 ? Number(created) : undefined);
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const stamped = (body: string): string => body.replace('{T}', String(process.hrtime.bigint() / 1000n));

serve(async ({ url, token, bodies, connections, perSecond }: Post): Promise<Posted> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL('/api/v1/indicators', url);
  const latencies = new Float64Array(bodies.length);
  const begin = performance.now();
  let next = 0;
  let [failed, created] = [0, 0];
  const one = async (i: number) => {
    const at = performance.now();
    const made = await post(target, agent, token, stamped(bodies[i]!));
    if (made === undefined) failed += 1;
    else created += made;
    latencies[i] = performance.now() - at;
  };
  if (perSecond === undefined)
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (next < bodies.length) await one(next++);
      }),
    );
  else await paced(bodies.length, perSecond, begin, one);
  agent.destroy();
  return { seconds: (performance.now() - begin) / 1000, latencies, failed, created };
});

/** Starts each at its time, whether those before it are answered or not: an open loop hides no waiting. */
async function paced(
  count: number,
  perSecond: number,
  begin: number,
  one: (i: number) => Promise<void>,
): Promise<void> {
  const running: Promise<void>[] = [];
  for (let i = 0; i < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - begin) * perSecond) / 1000) + 1);
    while (i < due) running.push(one(i++));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
}
