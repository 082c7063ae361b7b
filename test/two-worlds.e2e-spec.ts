import fc from 'fast-check';
import { contentIn, type Door, entriesIn, heartbeatsIn, isLive, record, type Recorder } from './support/recorder.js';
import { Comparison, type Difference, VIEWERS } from './support/twin-compare.js';
import { rested } from './support/misp.js';
import { inboundEventsOf, outboundEvents, routesOf } from './support/inventory.js';
import { PLANTED } from './support/twin-plants.js';
import type { Deed } from './support/twin-deeds.js';
import { knownOf } from './support/twin-known.js';
import { ELSEWHERE, NO_READ, READS, WRITES } from './support/twin-reads.js';
import { hiddenHistory, tell } from './support/twin-story.js';
import { credentialOf, Twin } from './support/twin.js';
import { until } from './support/until.js';

/** Who follows live from the first moment on, and how. */
const FOLLOWING: readonly [viewer: string, door: Door, filter?: string][] = [
  ['a', 'socket'],
  ['a', 'socket', 'label:seen'],
  ['ana', 'socket'],
  ['adminA', 'events'],
  ['constituent', 'lines'],
  ['greenA', 'events'],
];

/** Two worlds from beginning to end; what tells them apart. */
async function compare(
  hidden: readonly { at: number; deed: Deed }[],
  { plant, viewers = VIEWERS }: { plant?: (twin: Twin) => void; viewers?: readonly string[] } = {},
): Promise<Comparison> {
  await using bare = await Twin.start();
  await using full = await Twin.start();
  for (const twin of [bare, full]) plant?.(twin);
  const comparison = new Comparison(bare, full);
  const live = FOLLOWING.map(([viewer, door, filter]) => ({
    viewer,
    where: `live by ${door}${filter === undefined ? '' : ', filtered'}`,
    pair: [bare, full].map(({ hub }) =>
      record(hub.url, credentialOf(viewer)!, door, { after: 'beginning', ...(filter !== undefined && { filter }) }),
    ) as [Recorder, Recorder],
  }));
  await until('all to be at the head', () => live.every(({ pair }) => pair.every(isLive)));
  await tell(bare, []);
  const received = async () => {
    const own = live.map(({ pair }) => pair[1]);
    const beats = own.map(heartbeatsIn);
    // once it is here, so is all that was sent before; who is just out of its lane is not greeted, and asked again
    await until('the heartbeat', () => {
      full.beat();
      return own.every((one, i) => heartbeatsIn(one) > beats[i]!);
    });
    return own.reduce((sum, one) => sum + contentIn(one).length, 0);
  };
  comparison.noticed(await tell(full, hidden, received));
  await until('what is on its way', () => Promise.all([bare.settled(), full.settled()]).then(() => true));
  for (const { viewer, where, pair } of live) {
    if (entriesIn(pair[0]) === '') throw new Error(`${viewer} was given nothing ${where}`); // compared with nothing
    comparison.recorded(viewer, where, pair, entriesIn);
    for (const one of pair) one.close();
  }
  await until('the sockets to be gone', () => [bare, full].every((twin) => twin.subscribers === 0));
  for (const viewer of viewers) {
    if (viewer === 'nobody') continue;
    await comparison.replays(viewer, [
      { after: 'beginning' },
      { after: 'beginning', filter: 'label:seen -from:cert-c' },
    ]);
  }
  await Promise.all([bare, full].map(({ hub }) => rested(hub)));
  const known = await knownOf(full);
  for (const viewer of viewers) await comparison.reads(viewer, known);
  for (const viewer of viewers) if (viewer !== 'root') await comparison.writes(viewer, known);
  return comparison;
}

const told = (differences: readonly Difference[]): string[] =>
  differences.map(({ viewer, where, what }) => `${viewer}: ${where}: ${what}`);

const GAPS = 'positions with gaps';
const seed = Number(process.env['WORLDS_SEED'] ?? 20210302);
const THIRDS = 3;
const worlds = Number(process.env['WORLDS'] ?? THIRDS);
const histories = fc.sample(hiddenHistory, { seed, numRuns: worlds });
/** Each history is looked at by a third of the viewers, and three in a row by all of them. */
const viewersOf = (i: number) => VIEWERS.filter((_, j) => j % THIRDS === i % THIRDS);

describe('two worlds that differ only in what is hidden', () => {
  it.each(histories.map((hidden, i) => ({ i, hidden })))(
    'look the same to every viewer, byte for byte, on every path: history $i',
    async ({ hidden, i }) => {
      const { differences, asked } = await compare(hidden, { viewers: viewersOf(i) });
      expect(told(differences).slice(0, 20)).toEqual([]);
      expect(asked).toBeGreaterThan(400);
    },
  );
});

describe('the comparison of two worlds', () => {
  it('asks every route and takes every event that the running hub has, or says why not', async () => {
    await using twin = await Twin.start();
    const routes = routesOf(twin.hub).filter((route) => !route.startsWith('HEAD ')); // decided as GET, and given no more
    const covered = [...Object.keys(READS), ...Object.keys(WRITES), ...ELSEWHERE, ...Object.keys(NO_READ)];
    expect(routes.length).toBeGreaterThan(40);
    expect(routes).toEqual([...new Set(covered)].toSorted());
    expect(inboundEventsOf(twin.hub)).toEqual(['subscribe']);
    expect(outboundEvents()).toEqual(['bye', 'entries', 'heartbeat', 'import']);
  });

  // each shows in a place of its own; what changes the log itself is tried by itself
  const { [GAPS]: gaps, ...others } = PLANTED;
  it.each([
    [GAPS, [gaps!]],
    [Object.keys(others).join(', '), Object.values(others)],
  ] as const)('catches %s', async (_, planted) => {
    const plant = (twin: Twin) => planted.forEach((one) => one.plant(twin));
    const { differences } = await compare(histories[0]!, { plant, viewers: ['a'] });
    expect(differences.map((difference) => difference.where)).toEqual(
      expect.arrayContaining(planted.map(({ where }) => where)),
    );
  });
});
