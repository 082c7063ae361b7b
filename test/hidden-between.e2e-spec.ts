import { Log } from '../src/exchange/log.js';
import { PlainLog } from '../src/exchange/plain-log.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const VISIBLE = 30;
/** So many hidden objects follow each visible one: more than a stride has room for. */
const HIDDEN = 9;
const PAGE = 7;

type Label = 'amber' | 'amber+strict';
const item = (value: string, tlp: Label, description = '') => ({
  value,
  tlp,
  labels: ['l'],
  ...(description && { description }),
});

/** A few visible objects with many hidden ones between them, and who reads them how. */
describe('what lies hidden between two visible entries', () => {
  let hub: Hub;
  let cold: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub({ FEED_PAGE: String(PAGE), FEED_PAGE_BYTES: '16384' });
    alliance = await seedAlliance(hub);
    const texts = (i: number) => (i % 10 === 4 ? 'x'.repeat(9_000) : '');
    const items = Array.from({ length: VISIBLE }, (_, i) => [
      {
        ...item(`v${i}.example`, i < 20 ? 'amber' : 'amber+strict', texts(i)),
        audience: { organisations: ['cert-b'] },
      },
      ...Array.from({ length: HIDDEN }, (__, j) => ({
        ...item(`h${i}-${j}.example`, 'amber'),
        audience: { organisations: ['cert-c'] },
      })),
    ]);
    const { body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', items.flat());
    expect(body['counts']).toMatchObject({ created: VISIBLE * (HIDDEN + 1) });
    cold = await hub.another({ FEED_RING: '16' });
    Object.assign(cold.app.get(Log, { strict: false }), { stride: 8, filteredStride: 5 });
    Object.assign(cold.app.get(PlainLog, { strict: false }), { stride: 8 });
    // so that the ring of the cold process holds nothing of it
    await alliance.api(alliance.keys.a)(
      'POST',
      '/api/v1/indicators',
      Array.from({ length: 100 }, (_, i) => ({ ...item(`c${i}.example`, 'amber'), audience: 'organisation' })),
    );
    await until('the cold process has all', async () => {
      using ana = await Follower.open(cold.url, alliance.keys.a.text, { after: 'beginning' });
      await until('its head', () => ana.live);
      return ana.held.size === VISIBLE * (HIDDEN + 1) + 100;
    });
  });
  afterAll(async () => {
    await cold[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  /** How many entries each batch of a replay from the beginning has. */
  async function batches(at: Hub, filter?: string): Promise<number[]> {
    using bo = await Follower.open(at.url, alliance.keys.b.text, {
      after: 'beginning',
      ...(filter !== undefined && { filter }),
    });
    await until('the head', () => bo.live);
    return bo.batches.filter(({ live }) => !live).map(({ entries }) => entries.length);
  }

  it.each([
    ['without a filter', undefined],
    ['with a filter', 'label:l'],
  ])('does not show in where the pages of a replay end, %s', async (_, filter) => {
    const pages = await batches(cold, filter);
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(VISIBLE);
    expect(pages.length).toBeLessThan(9);
    expect(pages).toEqual(await batches(hub, filter)); // from memory
  });

  it('does not show in the stamps of what went into one commit', async () => {
    const both = ['cert-b', 'cert-c', 'cert-c', 'cert-c', 'cert-b'].map((name, i) => ({
      ...item(`s${i}.example`, 'amber'),
      audience: { organisations: [name] },
    }));
    const { status } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', both);
    expect(status).toBe(201);
    const rows = await rowsOf<{ audience_id: number; apart: number }>(
      hub,
      `select audience_id, (extract(epoch from max(at) - min(at)) * 1000000)::int as apart
       from (select * from entry order by seq desc limit 5) e group by audience_id order by apart`,
    );
    expect(rows.map(({ apart }) => apart)).toEqual([16, 32]); // each audience has a lane of its own
  });

  it('does not throw readers out of their lane, be it new audiences or changes of rights', async () => {
    // an audience that is new to the reader itself it may notice
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', { value: 'first.example', tlp: 'green' });
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    await until('the head', () => bo.live);
    const { root, ana, al } = alliance.people;
    const before = bo.batches.length;
    for (let i = 0; i < 10; i++) {
      const { body } = await alliance.api(root)('POST', '/api/v1/groups', {
        name: `g${i}`,
        members: [alliance.org['cert-a'], alliance.org['cert-c']],
      });
      const items = [
        { ...item(`n${i}.example`, 'amber'), audience: { group: body['id'] } },
        { value: `a${i}.example`, tlp: 'green' },
      ];
      expect((await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', items)).status).toBe(201);
    }
    await alliance.api(ana)('POST', '/api/v1/indicators', {
      value: 'red.example',
      tlp: 'red',
      audience: { people: [al.id] },
    });
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', { value: 'last.example', tlp: 'green' });
    await until('the last', () => bo.values.includes('last.example'));
    const since = bo.batches.slice(before);
    expect(since.map(({ live, heads, entries }) => [live, heads !== undefined, entries.length])).toEqual(
      Array.from({ length: 11 }, () => [true, false, 1]),
    );
  });
});
