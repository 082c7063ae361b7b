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
});
