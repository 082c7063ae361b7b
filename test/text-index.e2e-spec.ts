import { type Hub, startHub } from './support/hub.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

describe('the index of texts', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    await rowsOf(hub, 'create extension pgstattuple');
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  /** Texts that it only lists so far, in pages. */
  const listed = async (): Promise<number> =>
    (await rowsOf<{ pages: number }>(hub, `select pending_pages as pages from pgstatginindex('object_text')`))[0]!
      .pages;

  const submit = async (from: number, count: number): Promise<void> => {
    const items = Array.from({ length: count }, (_, i) => ({ value: `n${from + i}.example`, tlp: 'green' }));
    const { body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', items);
    expect(body['counts']).toMatchObject({ created: count });
  };

  it('has what was written sorted in by and by, and not by whoever writes next', async () => {
    await submit(0, 900);
    const pages = await listed();
    expect(pages).toBeGreaterThan(10);
    await submit(900, 900);
    expect(await listed()).toBeGreaterThan(pages);
    await submit(1_800, 900);
    await until('it to be sorted in', async () => (await listed()) < pages);
  });
});
