import { quantile } from '../gauge.js';
import { fill, filledValue } from '../fill.js';
import { measured, submit } from '../hub-side.js';
import type { Arrived, Open } from '../load/followers.js';
import { itemOf } from '../load/indicators.js';
import { Worker } from '../process.js';
import type { Figures, Result } from '../report.js';
import type { Alliance, Rig } from '../rig.js';

const SMALL = 10_000;
const LARGE = 2_000_000;
const REPLAYED = 1_000_000;
const LOOKED_UP = 1_000;
const ROUNDS = 15;
/** A new connection to Postgres pays a page fault wherever it first touches shared memory: until it has most of it. */
const WARM_UP = 1_000;
/** A page as an analyst asks for it: some of one campaign, not the least sure. */
const PAGE = '/api/v1/search?limit=50&q=label:campaign-7%20confidence%3E%3D60%20type:domain-name';

/** Milliseconds of so many requests, one after the other, once all is warm. */
async function timed(warmUp: number, ask: (round: number) => Promise<Response>): Promise<Figures> {
  const times: number[] = [];
  for (let round = -warmUp; round < ROUNDS; round++) {
    const begin = performance.now();
    const response = await ask(round + warmUp);
    const text = await response.text();
    if (round >= 0) times.push(performance.now() - begin);
    if (!response.ok || text.length < 1_000) throw new Error(`${response.status} ${text.slice(0, 300)}`);
  }
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

interface Answers {
  readonly lookup: Figures;
  readonly page: Figures;
}

/** Look-up of a thousand values, half of them known, and a filtered page. */
async function answers(alliance: Alliance, size: number): Promise<Answers> {
  await using hub = await alliance.hub();
  const headers = { authorization: `Bearer ${alliance.members[1]!.token}`, 'content-type': 'application/json' };
  const values = (round: number) =>
    Array.from({ length: LOOKED_UP }, (_, i) =>
      i % 2 ? `unknown-${round}-${i}.example.org` : filledValue(2 + ((i * 7_919 + round * 104_729) % (size - 2))),
    );
  const lookup = await timed(WARM_UP, (round) =>
    fetch(`${hub.url}/api/v1/lookup`, { method: 'POST', headers, body: JSON.stringify({ values: values(round) }) }),
  );
  const page = await timed(ROUNDS, () => fetch(`${hub.url}${PAGE}`, { headers }));
  return { lookup, page };
}

function compared(name: string, small: Figures, large: Figures): Result {
  const ratio = large.p50! / small.p50!;
  return {
    case: `${name}, at ${LARGE.toLocaleString('en')} indicators`,
    hub: large,
    peers: { [`itself at ${SMALL.toLocaleString('en')}`]: small },
    ratio: { 'itself small': ratio },
    bar: '≤ 1.5 × itself small, < 200 ms',
    met: ratio <= 1.5 && large.p50! < 200,
  };
}

/** All of the log from its beginning to one subscriber, by a process that has just started. */
async function replay(rig: Rig, alliance: Alliance): Promise<Result> {
  await using peer = await Worker.start('peers/copy.js');
  const copied = await peer.ask<{ seconds: number }>({ url: alliance.databaseUrl, count: REPLAYED });
  await using hub = await alliance.hub();
  await using followers = await Worker.start('load/followers.js');
  const { result: rate, ...cpu } = await measured(rig, hub, async () => {
    const begin = Number(process.hrtime.bigint() / 1000n);
    const wishes = [{ token: alliance.members[1]!.token, after: 'beginning' }];
    await followers.ask({ do: 'open', url: hub.url, wire: 'hub', wishes } satisfies Open);
    const { entries, lastAt } = await followers.ask<Arrived>({ do: 'await', entries: REPLAYED });
    return (entries * 1e6) / (lastAt - begin);
  });
  const theirs = REPLAYED / copied.seconds;
  return {
    case: `replay of ${REPLAYED.toLocaleString('en')} entries to one subscriber, from a cold start`,
    hub: { rate, ...cpu },
    peers: { 'copy to stdout': { rate: theirs } },
    ratio: { 'copy to stdout': rate / theirs },
    bar: '≥ 0.4 × copy to stdout, ≥ 80,000/s',
    met: rate >= 0.4 * theirs && rate >= 80_000,
  };
}

/** What must not slow down as the hub fills; and the whole of it replayed. */
export async function atScale(rig: Rig): Promise<Result[]> {
  const alliance = await rig.alliance(2);
  {
    await using hub = await alliance.hub();
    await submit(hub, alliance.members[0]!.token, [itemOf(0)]);
  }
  await fill(alliance, SMALL);
  const small = await answers(alliance, SMALL);
  await fill(alliance, LARGE);
  const large = await answers(alliance, LARGE);
  return [
    compared(`exact look-up of ${LOOKED_UP.toLocaleString('en')} values`, small.lookup, large.lookup),
    compared('a filtered search page', small.page, large.page),
    await replay(rig, alliance),
  ];
}
