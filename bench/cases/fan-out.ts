import { cpuSeconds, quantile } from '../gauge.js';
import { measured, submit } from '../hub-side.js';
import type { Arrived, Open, Wire } from '../load/followers.js';
import { itemOf } from '../load/indicators.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Rig } from '../rig.js';

/** Indicators of one burst: one submission, so that all of them come onto the feed at once. One by one takes its time. */
const BURST: Record<Wire, number> = { hub: 10_000, ws: 10_000, 'socket.io': 2_000 };
const ROUNDS = 3;

interface Side {
  /** Publishes a burst; resolves when it is published, or when it has arrived. */
  burst(round: number): Promise<void>;
  readonly size: number;
  readonly pid: number;
  readonly followers: Worker;
}

/** Deliveries a second from the first that arrives to the last, and CPU of the server; the median round. */
async function rounds(side: Side, subscribers: number): Promise<Figures> {
  const rates: number[] = [];
  const before = cpuSeconds(side.pid);
  for (let round = 0; round < ROUNDS; round++) {
    const arriving = side.followers.ask<Arrived>({ do: 'await', entries: side.size * subscribers });
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
  return await rounds(
    { pid: server.pid, followers, size: BURST[wire], burst: () => server.ask({ do: 'publish', count: BURST[wire] }) },
    subscribers,
  );
}

/** A hub with so many subscribers of 20 organisations, all of whom see everything. */
async function hub(rig: Rig, subscribers: number): Promise<Figures> {
  const alliance = await rig.alliance(21);
  await using process = await alliance.hub();
  const [author, ...readers] = alliance.members;
  const wishes = Array.from({ length: subscribers }, (_, i) => ({ token: readers[i % readers.length]!.token }));
  await using followers = await follow(process.url, 'hub', wishes);
  const { result, databaseCpuSeconds } = await measured(rig, process, () =>
    rounds(
      {
        pid: process.pid,
        followers,
        size: BURST.hub,
        burst: (round) =>
          submit(
            process,
            author!.token,
            Array.from({ length: BURST.hub }, (_, i) => itemOf(round * BURST.hub + i)),
          ),
      },
      subscribers,
    ),
  );
  return { ...result, databaseCpuSeconds };
}

/** Live fan-out beside bare socket.io and bare `ws`. */
export async function fanOut(rig: Rig, subscribers: number): Promise<Result> {
  const ws = await peer('peers/ws.js', 'ws', subscribers);
  const ours = await hub(rig, subscribers);
  const socketIo = await peer('peers/socket-io.js', 'socket.io', subscribers);
  const ratio = { 'socket.io': ours.rate! / socketIo.rate!, ws: ours.rate! / ws.rate! };
  return {
    case: `live fan-out, ${subscribers} subscribers`,
    hub: ours,
    peers: { 'socket.io': socketIo, ws },
    ratio,
    bar: '≥ 5 × socket.io, ≥ 0.6 × ws',
    met: ratio['socket.io'] >= 5 && ratio.ws >= 0.6,
  };
}
