import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, residentBytes } from '../gauge.js';
import { measured } from '../hub-side.js';
import type { Arrived, Open } from '../load/followers.js';
import { itemOf } from '../load/indicators.js';
import type { Post, Posted } from '../load/publisher.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Member, Rig } from '../rig.js';

const SUBSCRIBERS = 20;
/** What a hub has done in its first minutes: its ring is full, its code compiled, its heap as large as such work makes it. */
const WARM_UP_LINES = 30_000;
const BEFORE_SECONDS = 30;
/** Posts between two looks at whether the import has ended, one a second. */
const ROUND = 5;
const LOOK_MS = 100;

interface Job {
  readonly id: string;
  readonly state: string;
  readonly items: { readonly created: number };
}

/** A table of so many different values, numbered from `from` on; its lines as they are wanted. */
function* table(from: number, lines: number): Generator<Buffer> {
  const piece = 1_000;
  yield Buffer.from('value,confidence,labels,description\n');
  for (let at = 0; at < lines; at += piece) {
    const rows = Array.from({ length: Math.min(piece, lines - at) }, (_, i) => {
      const { value, confidence, labels, description } = itemOf(from + at + i);
      return `${String(value)},${String(confidence)},${(labels as string[]).join(';')},"${String(description)}"\n`;
    });
    yield Buffer.from(rows.join(''));
  }
}

async function asked<T>(url: string, { token }: Member, init: RequestInit & { duplex?: 'half' } = {}): Promise<T> {
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

/** Hands the file in, and resolves when it was read to its end. */
async function imported(hub: { url: string }, member: Member, from: number, lines: number): Promise<void> {
  const door = `${hub.url}/api/v1/imports`;
  const body = ReadableStream.from(table(from, lines));
  const init = { method: 'POST', body, duplex: 'half' } as const;
  const { id } = await asked<Job>(`${door}?format=csv&tlp=green&audience=all&name=bench.csv`, member, init);
  for (;;) {
    const { state, items } = await asked<Job>(`${door}/${id}`, member);
    if (state === 'done' && items.created === lines) return;
    if (!['waiting', 'running'].includes(state)) throw new Error(`${state}, ${items.created} of ${lines} were created`);
    await sleep(LOOK_MS);
  }
}

/** One indicator a second, as long as `go` says; how many there were. */
async function posting(hub: { url: string }, { token }: Member, from: number, go: () => boolean): Promise<number> {
  await using publisher = await Worker.start('load/publisher.js');
  let posted = 0;
  while (go()) {
    const bodies = Array.from({ length: ROUND }, (_, i) =>
      JSON.stringify(itemOf(0, { value: `t{T}-n${from + posted + i}.example` })),
    );
    const ask = { url: hub.url, token, bodies, connections: 4, perSecond: 1 } satisfies Post;
    const { failed } = await publisher.ask<Posted>(ask);
    if (failed > 0) throw new Error(`${failed} posts failed`);
    posted += ROUND;
    await sleep(1_000); // the first of a round is sent at once
  }
  return posted;
}

/** The most that a process holds while `work` runs, in bytes. */
async function peak<T>(pid: number, work: () => Promise<T>): Promise<[T, number]> {
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, residentBytes(pid))), LOOK_MS);
  try {
    return [await work(), most];
  } finally {
    clearInterval(look);
  }
}

/** A long file is imported while subscribers follow the feed and somebody publishes: they must not notice. */
export async function imports(rig: Rig, lines: number): Promise<Result[]> {
  const alliance = await rig.alliance(SUBSCRIBERS + 2);
  const [importer, publisher, ...readers] = alliance.members as [Member, Member, ...Member[]];
  await using hub = await alliance.hub({ IMPORT_LIMIT: String(1 << 30) });
  await using followers = await Worker.start('load/followers.js');
  const wishes = readers.map(({ token }) => ({ token }));
  await followers.ask({ do: 'open', url: hub.url, wire: 'hub', wishes, latency: true } satisfies Open);
  const delivered = async (count: number): Promise<Figures> => {
    const arrived = await followers.ask<Arrived>({ do: 'await', entries: count * SUBSCRIBERS });
    const latencies = [...arrived.latencies];
    return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  };
  await imported(hub, importer, 50_000_000, WARM_UP_LINES);
  await delivered(WARM_UP_LINES);
  const end = performance.now() + BEFORE_SECONDS * 1_000;
  const [[before, calm]] = [
    await peak(hub.pid, async () => delivered(await posting(hub, publisher, 0, () => performance.now() < end))),
  ];
  let running = true;
  const [{ result, ...cpu }, most] = await peak(hub.pid, () =>
    measured(rig, hub, async () => {
      const begun = performance.now();
      const importing = imported(hub, importer, 100_000_000, lines).then(() => (performance.now() - begun) / 1_000);
      importing.catch(() => undefined).finally(() => (running = false));
      const posted = await posting(hub, publisher, 1_000_000, () => running);
      const seconds = await importing;
      return { seconds, during: await delivered(lines + posted) };
    }),
  );
  const { seconds, during } = result;
  const name = `${lines.toLocaleString('en')} lines imported, ${SUBSCRIBERS} subscribers`;
  return [
    {
      case: `${name}: memory`,
      hub: { rate: lines / seconds, memoryBytes: most, ...cpu },
      peers: { 'before it': { memoryBytes: calm } },
      ratio: { 'before it': most / calm },
      bar: '≤ 1.5 × before it',
      met: most <= 1.5 * calm,
    },
    {
      case: `${name}: another's post → delivered`,
      hub: during,
      peers: { 'before it': before },
      ratio: { 'before it': during.p99! / before.p99! },
      bar: 'p99 < 1 s',
      met: during.p99! < 1_000,
    },
  ];
}
