import { fixedIndicator, indicatorId } from './support/fixed.js';
import { interleaved, unlike as differ } from './support/samples.js';
import { Twin } from './support/twin.js';

/** Samples of each world, taken in turn. */
const SAMPLES = 300;
/** The worlds differ in time when the medians are further apart. */
const APART_MS = 2;
const HIDDEN = 10_000;

/** Many objects of cert-b alone, some with the very ids and values that are asked for. */
async function hide(twin: Twin): Promise<void> {
  for (let of = 0; of < HIDDEN; of += 500) {
    const items = Array.from({ length: 500 }, (_, i) =>
      fixedIndicator(`t${of + i}`, 'amber', `t${i % 50}.example`, { labels: ['hidden'], confidence: 50 }),
    );
    const { status } = await twin.as('b')('POST', '/api/v1/indicators', { audience: 'organisation', items });
    expect(status).toBe(201);
  }
}

async function search(twin: Twin, query: string): Promise<void> {
  const { status } = await twin.as('a')('GET', `/api/v1/search?q=${encodeURIComponent(query)}`);
  expect(status).toBe(200);
}

type Act = (twin: Twin, i: number) => Promise<unknown>;
const ACTS: Readonly<Record<string, Act>> = {
  get: (twin, i) => twin.as('a')('GET', `/api/v1/objects/${indicatorId(`t${i}`)}`),
  'search for a value': (twin, i) => search(twin, `t${i % 50}.example`),
  'D28: search for a word that is in all that is hidden': (twin) => search(twin, '"xampl"'),
  'D28: search for a domain that all that is hidden is in': (twin) => search(twin, 'domain:example'),
  'D28: search for a label that all that is hidden has': (twin) => search(twin, 'label:hidden confidence>=0'),
  'facets of a domain that all that is hidden is in': (twin) =>
    twin.as('a')('GET', '/api/v1/search/facets?q=domain:example'),
  'look-up': (twin, i) => twin.as('a')('POST', '/api/v1/lookup', { values: [`t${i % 50}.example`, `u${i}.example`] }),
  submit: (twin, i) =>
    twin.as('a')('POST', '/api/v1/indicators', { value: `t${i % 50}.example`, tlp: 'green', labels: [`l${i}`] }),
};

/** Milliseconds that the act takes in each world. */
const sample = (worlds: readonly Twin[], act: Act): Promise<[number[], number[]]> =>
  interleaved([(i) => act(worlds[0]!, i), (i) => act(worlds[1]!, i)], SAMPLES);

const unlike = (times: readonly [number[], number[]]): boolean => differ(times, APART_MS);

describe('two worlds that differ only in what is hidden', () => {
  let worlds: Twin[];
  beforeAll(async () => {
    worlds = [await Twin.start(), await Twin.start()];
    await hide(worlds[1]!);
    for (const twin of worlds) await twin.rows('analyze');
  });
  afterAll(async () => {
    for (const twin of worlds) await twin[Symbol.asyncDispose]();
  });

  it.each(Object.entries(ACTS))(
    'take the same time: %s',
    async (_, act) => {
      const first = await sample(worlds, act);
      // twice more, for a machine has other things to do
      expect(unlike(first) && unlike(await sample(worlds, act)) && unlike(await sample(worlds, act))).toBe(false);
    },
    120_000,
  );

  it('would be told apart by a few milliseconds', async () => {
    const slow: Act = async (twin, i) => {
      await ACTS['get']!(twin, i);
      if (twin === worlds[1]) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    expect(unlike(await sample(worlds, slow)) || unlike(await sample(worlds, slow))).toBe(true);
  });
});
