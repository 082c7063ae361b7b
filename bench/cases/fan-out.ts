import { cpuSeconds, quantile } from '../gauge.js';
import { measured, submit } from '../hub-side.js';
import type { Arrived, Open, Wire } from '../load/followers.js';
import { itemOf } from '../load/indicators.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Member, Rig } from '../rig.js';

/** Indicators of one burst: one submission, so that all of them come onto the feed at once. One by one takes its time. */
const BURST: Record<Wire, number> = { hub: 10_000, ws: 10_000, 'socket.io': 2_000 };
/** The first finds nothing compiled. */
const ROUNDS = 5;

interface Side {
  /** Publishes a burst; resolves when it is published, or when it has arrived. */
  burst(round: number): Promise<void>;
  /** Entries that all subscribers together are to get of it. */
  deliveries(round: number): number;
  readonly pid: number;
  readonly followers: Worker;
}

/** Deliveries a second from the first that arrives to the last, and CPU of the server; the median round. */
async function rounds(side: Side): Promise<Figures> {
  const rates: number[] = [];
  const before = cpuSeconds(side.pid);
  for (let round = 0; round < ROUNDS; round++) {
    const arriving = side.followers.ask<Arrived>({ do: 'await', entries: side.deliveries(round) });
    await side.burst(round);
    const { entries, firstAt, lastAt } = await arriving;
    rates.push((entries * 1e6) / (lastAt - firstAt));
  }
  return { rate: quantile(rates, 0.5), cpuSeconds: cpuSeconds(side.pid) - before };
}

async function follow(url: string, wire: Wire, wishes: Open['wishes']): Promise<Worker> {
  const followers = await Worker.start('load/followers.js');
  await followers.ask<number>({ do: 'open', url, wire, wishes } satisfies Open);
  return followers;
}

async function peer(script: string, wire: Wire, subscribers: number): Promise<Figures> {
  await using server = await Worker.start(script);
  const { port } = await server.ask<{ port: number }>({ do: 'port' });
  await using followers = await follow(
    `http://127.0.0.1:${port}`,
    wire,
    Array.from({ length: subscribers }, () => ({})),
  );
  return await rounds({
    pid: server.pid,
    followers,
    burst: () => server.ask({ do: 'publish', count: BURST[wire] }),
    deliveries: () => BURST[wire] * subscribers,
  });
}

/** Who subscribes to what, what is published, and how many deliveries a burst of it comes to. */
interface Audience {
  readonly wishes: Open['wishes'];
  readonly item: (i: number) => Record<string, unknown>;
  readonly deliveries: (round: number) => number;
}

/** The hub's fan-out to subscribers of 20 organisations. */
async function hub(rig: Rig, audienceOf: (author: Member, readers: readonly Member[]) => Audience): Promise<Figures> {
  const alliance = await rig.alliance(21);
  await using process = await alliance.hub();
  const [author, ...readers] = alliance.members;
  const { wishes, item, deliveries } = audienceOf(author!, readers);
  await using followers = await follow(process.url, 'hub', wishes);
  const burst = (round: number) =>
    submit(
      process,
      author!.token,
      Array.from({ length: BURST.hub }, (_, i) => item(round * BURST.hub + i)),
    );
  const { result, databaseCpuSeconds } = await measured(rig, process, () =>
    rounds({ pid: process.pid, followers, burst, deliveries }),
  );
  return { ...result, databaseCpuSeconds };
}

/** All see everything. */
const everybody =
  (subscribers: number) =>
  (_: Member, readers: readonly Member[]): Audience => ({
    wishes: Array.from({ length: subscribers }, (__, i) => ({ token: readers[i % readers.length]!.token })),
    item: (i) => itemOf(i),
    deliveries: () => BURST.hub * subscribers,
  });

/** Live fan-out beside bare socket.io and bare `ws`. */
export async function fanOut(rig: Rig, subscribers: number): Promise<Result> {
  const ws = await peer('peers/ws.js', 'ws', subscribers);
  const ours = await hub(rig, everybody(subscribers));
  const socketIo = await peer('peers/socket-io.js', 'socket.io', subscribers);
  const ratio = { 'socket.io': ours.rate! / socketIo.rate!, ws: ours.rate! / ws.rate! };
  return {
    case: `live fan-out, ${subscribers.toLocaleString('en')} subscribers`,
    hub: ours,
    peers: { 'socket.io': socketIo, ws },
    ratio,
    bar: '≥ 5 × socket.io, ≥ 0.6 × ws',
    met: ratio['socket.io'] >= 5 && ratio.ws >= 0.6,
  };
}

const FILTERS = 50;

/** Each item goes to all but one of the readers' organisations in turn; each filter lets half of them or more pass. */
const divided =
  (subscribers: number) =>
  (_: Member, readers: readonly Member[]): Audience => {
    const item = (i: number) => itemOf(i, { audience: { except: [readers[i % readers.length]!.shortName] } });
    const wishes = Array.from({ length: subscribers }, (__, i) => ({
      token: readers[i % readers.length]!.token,
      filter: `confidence>=${i % FILTERS}`,
    }));
    const sees = (subscriber: number, i: number) =>
      i % readers.length !== subscriber % readers.length && Number(item(i)['confidence']) >= subscriber % FILTERS;
    const deliveries = (round: number) => {
      let count = 0;
      for (let i = round * BURST.hub; i < (round + 1) * BURST.hub; i++)
        for (let subscriber = 0; subscriber < subscribers; subscriber++) if (sees(subscriber, i)) count += 1;
      return count;
    };
    return { wishes, item, deliveries };
  };

/** The same with many filters and audiences, beside itself without. */
export async function filtered(rig: Rig, subscribers: number): Promise<Result> {
  const plain = await hub(rig, everybody(subscribers));
  const ours = await hub(rig, divided(subscribers));
  const ratio = ours.rate! / plain.rate!;
  return {
    case: `live fan-out, ${subscribers.toLocaleString('en')} subscribers, ${FILTERS} filters, 20 audiences`,
    hub: ours,
    peers: { 'without filters': plain },
    ratio: { 'without filters': ratio },
    bar: '≥ 0.5 × without filters',
    met: ratio >= 0.5,
  };
}
