import { measured } from '../hub-side.js';
import { itemOf } from '../load/indicators.js';
import { bulkItems } from '../load/lists.js';
import type { Post, Posted } from '../load/publisher.js';
import type { Copy } from '../peers/insert.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Rig } from '../rig.js';

const BULK = 60_000;
const SUBMISSION = 1_000;
const CONNECTIONS = 4;
const SINGLES = 10_000;
const CLIENTS = 200;

/** Indicators made a second. */
async function post(rig: Rig, hub: { url: string; pid: number }, ask: Omit<Post, 'url'>): Promise<Figures> {
  await using publisher = await Worker.start('load/publisher.js');
  const { result, ...cpu } = await measured(rig, hub, () => publisher.ask<Posted>({ ...ask, url: hub.url }));
  if (result.failed > 0) throw new Error(`${result.failed} submissions failed`);
  return { rate: result.created / result.seconds, ...cpu };
}

/** Bulk ingest beside bare inserts of the same rows; then single posts beside the bulk ingest. */
export async function ingest(rig: Rig): Promise<Result[]> {
  const alliance = await rig.alliance(2);
  const { items, real } = bulkItems(BULK);
  const bodies = Array.from({ length: Math.ceil(BULK / SUBMISSION) }, (_, i) =>
    JSON.stringify(items.slice(i * SUBMISSION, (i + 1) * SUBMISSION)),
  );
  const { token } = alliance.members[0]!;
  await using hub = await alliance.hub();
  await post(rig, hub, { token, bodies: warmUp(), connections: CONNECTIONS });
  const bulk = await post(rig, hub, { token, bodies, connections: CONNECTIONS });
  const peer = await bareInsert(rig, alliance.databaseUrl);
  await post(rig, hub, { token, bodies: singleBodies(3_000, 30_000_000), connections: CLIENTS });
  const singles = singleBodies(SINGLES, 10_000_000);
  const single = await post(rig, hub, { token, bodies: singles, connections: CLIENTS });
  const ratio = bulk.rate! / peer.rate!;
  return [
    {
      case: `bulk ingest, ${real} real and ${BULK - real} generated values`,
      hub: bulk,
      peers: { 'pg inserts': peer },
      ratio: { 'pg inserts': ratio },
      bar: '≥ 0.5 × pg inserts, ≥ 10,000/s',
      met: ratio >= 0.5 && bulk.rate! >= 10_000,
    },
    {
      case: `${CLIENTS} clients posting one by one`,
      hub: single,
      peers: { 'bulk ingest': bulk },
      ratio: { 'bulk ingest': single.rate! / bulk.rate! },
      bar: '≥ 0.25 × bulk ingest',
      met: single.rate! >= 0.25 * bulk.rate!,
    },
  ];
}

const singleBodies = (count: number, from: number): string[] =>
  Array.from({ length: count }, (_, i) => JSON.stringify(itemOf(from + i)));

/** What runs thousands of times is compiled by then, as in a hub that has been up for a minute. */
const warmUp = (): string[] =>
  Array.from({ length: 40 }, (_, i) =>
    JSON.stringify(Array.from({ length: 500 }, (__, j) => itemOf(20_000_000 + i * 500 + j))),
  );

async function bareInsert(rig: Rig, from: string): Promise<Figures> {
  const to = await rig.empty();
  await using peer = await Worker.start('peers/insert.js');
  const { seconds, indicators } = await peer.ask<{ seconds: number; indicators: number }>({ from, to } satisfies Copy);
  return { rate: indicators / seconds };
}
