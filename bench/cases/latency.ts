import { quantile } from '../gauge.js';
import { measured } from '../hub-side.js';
import type { Arrived, Open, Wire } from '../load/followers.js';
import { itemOf } from '../load/indicators.js';
import type { Post, Posted } from '../load/publisher.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Rig } from '../rig.js';

const SUBSCRIBERS = 200;
const PER_SECOND = 500;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;

/** The value holds the microsecond at which the item is sent; see the publisher. */
const bodies = (count: number, from: number): string[] =>
  Array.from({ length: count }, (_, i) => JSON.stringify(itemOf(i, { value: `t{T}-n${from + i}.example` })));

interface Side {
  readonly url: string;
  readonly wire: Wire;
  readonly token: string;
  readonly wishes: Open['wishes'];
}

/** From the moment of sending to each delivery. */
async function publish({ url, wire, token, wishes }: Side): Promise<Figures> {
  await using followers = await Worker.start('load/followers.js');
  await followers.ask({ do: 'open', url, wire, wishes, latency: true } satisfies Open);
  await using publisher = await Worker.start('load/publisher.js');
  const run = async (seconds: number, from: number): Promise<Arrived> => {
    const count = PER_SECOND * seconds;
    const arriving = followers.ask<Arrived>({ do: 'await', entries: count * SUBSCRIBERS });
    const post = { url, token, bodies: bodies(count, from), connections: 64, perSecond: PER_SECOND } satisfies Post;
    const posted = await publisher.ask<Posted>(post);
    if (posted.failed > 0) throw new Error(`${posted.failed} submissions failed`);
    return arriving;
  };
  await run(WARM_UP_SECONDS, 1_000_000);
  const { latencies } = await run(SECONDS, 0);
  return { p50: quantile([...latencies], 0.5), p99: quantile([...latencies], 0.99) };
}

/** Publish → delivered, one by one over HTTP at a steady rate. */
export async function latency(rig: Rig): Promise<Result[]> {
  const peer = await (async () => {
    await using server = await Worker.start('peers/insert-broadcast.js', [await rig.empty()]);
    const { port } = await server.ask<{ port: number }>('port');
    const wishes = Array.from({ length: SUBSCRIBERS }, () => ({}));
    return await publish({ url: `http://127.0.0.1:${port}`, wire: 'ws', token: '', wishes });
  })();
  const alliance = await rig.alliance(21);
  await using process = await alliance.hub();
  const [author, ...readers] = alliance.members;
  const wishes = Array.from({ length: SUBSCRIBERS }, (_, i) => ({ token: readers[i % readers.length]!.token }));
  const { result, ...cpu } = await measured(rig, process, () =>
    publish({ url: process.url, wire: 'hub', token: author!.token, wishes }),
  );
  const ratio = result.p99! / peer.p99!;
  return [
    {
      case: `publish → delivered, ${SUBSCRIBERS} subscribers, ${PER_SECOND}/s one by one`,
      hub: { ...result, ...cpu },
      peers: { 'insert and broadcast': peer },
      ratio: { 'insert and broadcast': ratio },
      bar: 'p99 ≤ 3 × insert and broadcast',
      met: ratio <= 3,
    },
  ];
}
