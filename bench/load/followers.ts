import { serve } from '../process.js';
import { type Frame, WireClient } from './wire-client.js';

/** Which wire the server speaks: the hub's feed, socket.io's root namespace, or bare WebSocket. */
export type Wire = 'hub' | 'socket.io' | 'ws';

/** Opens subscribers, one a wish; answered once all of them are subscribed and at the head. */
export interface Open {
  readonly do: 'open';
  readonly url: string;
  readonly wire: Wire;
  readonly wishes: readonly { readonly token?: string; readonly filter?: string; readonly after?: string }[];
  /** Every tenth records how long each entry took: its value holds the microsecond at which it was sent, as `t<µs>-n…`. */
  readonly latency?: boolean;
}
/** Waits until the subscribers have had so many entries in all since the last such question. */
export interface Await {
  readonly do: 'await';
  readonly entries: number;
}
/** What arrived. Times are the machine's monotonic clock, in microseconds. */
export interface Arrived {
  readonly entries: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Milliseconds, of each entry at each subscriber. */
  readonly latencies: Float64Array;
}

/** Events of bare socket.io that are acknowledged together. */
const RUN = 100;
/** Of the subscribers, when latencies are recorded. */
const MEASURED = 10;
/**
 * Stands once in each indicator, and in nothing else that a hub sends: the identities of its members come by themselves. Begins
 * with a letter: JSON is full of quotes, and the search stops at each.
 */
const MARKER = 'indicator--';

const micros = (): number => Number(process.hrtime.bigint() / 1000n);

let entries = 0;
let firstAt = 0;
let lastAt = 0;
let latencies: number[] = [];
let progressed = () => {};

function count(frame: Frame): void {
  if (frame.marks === 0) return;
  lastAt = micros();
  firstAt ||= lastAt;
  entries += frame.marks;
  for (const [, sent] of frame.whole?.toString('latin1').matchAll(/['"]t(\d{7,})-n/g) ?? [])
    latencies.push((lastAt - Number(sent)) / 1000);
  progressed();
}

type Listen = (frame: Frame, client: WireClient) => void;

/** The hub's feed, spoken by hand; `ready` at the first batch. */
function hubListener(wish: Open['wishes'][number], ready: () => void): Listen {
  return (frame, client) => {
    const { beginning } = frame;
    if (beginning === '2') client.send('3');
    else if (beginning.startsWith('0{')) client.send(`40/feed,${JSON.stringify({ token: wish.token })}`);
    else if (beginning.startsWith('40/feed,')) {
      const { filter, after } = wish;
      client.send(`42/feed,0["subscribe",${JSON.stringify({ ...(filter && { filter }), ...(after && { after }) })}]`);
    } else if (/^44|^42\/feed,\["bye"|^43\/feed,0\[\{"ok":false/.test(beginning)) throw new Error(beginning);
    else {
      const id = /^42\/feed,(\d+)\["entries"/.exec(beginning)?.[1];
      if (id === undefined) return;
      ready();
      count(frame);
      client.send(`43/feed,${id}[]`);
    }
  };
}

function socketIoListener(ready: () => void): Listen {
  let got = 0;
  return (frame, client) => {
    if (frame.beginning === '2') client.send('3');
    else if (frame.beginning.startsWith('0{')) client.send('40');
    else if (frame.beginning.startsWith('40')) ready();
    count(frame);
    if (frame.marks > 0 && (got += 1) % RUN === 0) client.send('42["ack"]');
  };
}

function bareListener(ready: () => void): Listen {
  return (frame, client) => {
    if (frame.beginning === 'hello') return ready();
    count(frame);
    client.send('a');
  };
}

const PATH: Record<Wire, string> = {
  hub: '/socket.io/?EIO=4&transport=websocket',
  'socket.io': '/socket.io/?EIO=4&transport=websocket',
  ws: '/',
};

async function open({ url, wire, wishes, latency = false }: Open): Promise<number> {
  let opened = 0;
  for (const wish of wishes) {
    await new Promise<void>((resolve, reject) => {
      const listen =
        wire === 'hub' ? hubListener(wish, resolve) : wire === 'ws' ? bareListener(resolve) : socketIoListener(resolve);
      WireClient.open(
        url,
        { path: PATH[wire], marker: MARKER, keep: latency && opened % MEASURED === 0 },
        listen,
      ).catch(reject);
    });
    opened += 1;
  }
  return opened;
}

async function arrived(wanted: number): Promise<Arrived> {
  await new Promise<void>((resolve) => {
    progressed = () => entries >= wanted && resolve();
    progressed();
  });
  const answer = { entries, firstAt, lastAt, latencies: Float64Array.from(latencies) };
  [entries, firstAt, lastAt, latencies] = [0, 0, 0, []];
  return answer;
}

serve((message: Open | Await) => (message.do === 'open' ? open(message) : arrived(message.entries)));
