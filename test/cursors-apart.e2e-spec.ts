import { Follower } from './support/follower.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { until } from './support/until.js';

describe('the cursors that a reader is given', () => {
  it('are never the same again, for that would tell whether the log grew in between', async () => {
    await using hub = await startHub();
    const { keys, api } = await seedAlliance(hub);
    await api(keys.a)('POST', '/api/v1/indicators', { value: 'seen.example', tlp: 'green' });
    const given: string[] = [];
    for (const after of ['now', 'now', 'beginning', 'beginning']) {
      using reader = await Follower.open(hub.url, keys.b.text, { after });
      await until('the head', () => reader.live);
      given.push(...reader.batches.map(({ cursor }) => cursor));
    }
    expect(given.length).toBeGreaterThanOrEqual(6);
    expect(new Set(given).size).toBe(given.length);
  });

  it('of two filters are never the same, for that would tell whether something hidden came with what was given', async () => {
    await using hub = await startHub();
    const { keys, api } = await seedAlliance(hub);
    using all = await Follower.open(hub.url, keys.b.text, { after: 'now' });
    using green = await Follower.open(hub.url, keys.b.text, { after: 'now', filter: 'tlp:green' });
    await until('the head', () => all.live && green.live);
    for (const [n, hidden] of [0, 2, 0, 2].entries()) {
      const items = Array.from({ length: 3 }, (_, i) => ({ value: `n${n}-${i}.example`, tlp: 'green' }));
      const beside = Array.from({ length: hidden }, (_, i) => ({
        value: `h${n}-${i}.example`,
        tlp: 'amber',
        audience: 'organisation',
      }));
      await api(keys.a)('POST', '/api/v1/indicators', { items: [...beside, ...items] });
      await until('all of it', () => [all, green].every(({ entries }) => entries.length === 3 * (n + 1)));
    }
    const cursors = (reader: Follower) =>
      reader.batches.filter((batch) => batch.entries.length > 0).map(({ cursor }) => cursor);
    expect(cursors(all).filter((cursor) => cursors(green).includes(cursor))).toEqual([]);
    expect(cursors(all)).toHaveLength(4);
  });
});
