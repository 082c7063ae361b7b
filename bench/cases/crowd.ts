import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, residentBytes } from '../gauge.js';
import { submit } from '../hub-side.js';
import type { Arrived, Open, Wire } from '../load/followers.js';
import { itemOf } from '../load/indicators.js';
import { Worker } from '../process.js';
import type { Result } from '../report.js';
import type { Rig } from '../rig.js';

const IDLE = 2_000;
const CROWD = 5_000;
const SINGLES = 20;

const COLLECTED = join(tmpdir(), `tocsin-collected-${process.pid}.json`);
/** For a server that collects its garbage when it is told to. */
const COLLECTING = { NODE_OPTIONS: `--import ${new URL('../collect.js', import.meta.url).href}`, COLLECTED };

/**
 * Bytes that live, in V8's heap and in buffers outside of it, once all has settled and garbage is gone. Not those that are
 * resident: pages of garbage from opening are given back some time later, and would be counted against what came first.
 */
async function settled(pid: number): Promise<number> {
  await sleep(3_000);
  rmSync(COLLECTED, { force: true });
  process.kill(pid, 'SIGUSR2');
  await sleep(2_000);
  const { heapUsed, external } = JSON.parse(readFileSync(COLLECTED, 'utf8')) as NodeJS.MemoryUsage;
  rmSync(COLLECTED, { force: true });
  return heapUsed + external;
}

/** Bytes that each idle subscriber adds to the server. */
async function perSubscriber(pid: number, url: string, wire: Wire, wishes: Open['wishes']): Promise<number> {
  await using followers = await Worker.start('load/followers.js');
  // the first make the server compile, and grow what it has anyway: room for what lives a moment, above all
  await followers.ask({ do: 'open', url, wire, wishes } satisfies Open);
  const before = await settled(pid);
  await followers.ask({ do: 'open', url, wire, wishes } satisfies Open);
  return ((await settled(pid)) - before) / wishes.length;
}

async function idle(rig: Rig): Promise<Result> {
  const theirs = await (async () => {
    await using server = await Worker.start('peers/socket-io.js', [], COLLECTING);
    const { port } = await server.ask<{ port: number }>({ do: 'port' });
    const wishes = Array.from({ length: IDLE }, () => ({}));
    return await perSubscriber(server.pid, `http://127.0.0.1:${port}`, 'socket.io', wishes);
  })();
  const alliance = await rig.alliance(60);
  await using hub = await alliance.hub(COLLECTING);
  const wishes = Array.from({ length: IDLE }, (_, i) => ({ token: alliance.members[i % 60]!.token }));
  const ours = await perSubscriber(hub.pid, hub.url, 'hub', wishes);
  return {
    case: `memory per idle subscriber, the second ${IDLE.toLocaleString('en')}`,
    hub: { memoryBytes: ours },
    peers: { 'socket.io': { memoryBytes: theirs } },
    ratio: { 'socket.io': ours / theirs },
    bar: '≤ 1.5 × socket.io',
    met: ours <= 1.5 * theirs,
  };
}

/** Many connected, and one thing published: until the last of them has it. */
async function held(rig: Rig): Promise<Result> {
  const alliance = await rig.alliance(101);
  await using hub = await alliance.hub();
  const [author, ...readers] = alliance.members;
  await using followers = await Worker.start('load/followers.js');
  const wishes = Array.from({ length: CROWD }, (_, i) => ({ token: readers[i % readers.length]!.token }));
  const opened = await followers.ask<number>({
    do: 'open',
    url: hub.url,
    wire: 'hub',
    wishes,
    latency: true,
  } satisfies Open);
  const latencies: number[] = [];
  for (let i = 0; i < SINGLES; i++) {
    const arriving = followers.ask<Arrived>({ do: 'await', entries: CROWD });
    const at = process.hrtime.bigint() / 1000n;
    await submit(hub, author!.token, itemOf(i, { value: `t${at}-n${i}.example` }));
    const arrived = await arriving;
    if (i > 0) latencies.push(...arrived.latencies); // the first warms up
  }
  const p99 = quantile(latencies, 0.99);
  return {
    case: `${CROWD.toLocaleString('en')} connected subscribers, a single publish`,
    hub: { p50: quantile(latencies, 0.5), p99, memoryBytes: residentBytes(hub.pid) },
    peers: {},
    ratio: {},
    bar: 'held, p99 < 1 s',
    met: opened === CROWD && p99 < 1_000,
  };
}

/** How many a process holds, and what each costs. */
export const crowd = async (rig: Rig): Promise<Result[]> => [await idle(rig), await held(rig)];
