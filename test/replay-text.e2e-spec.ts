import { Follower, type WireEntry } from './support/follower.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { until } from './support/until.js';

/** By audience and position: what an entry says wherever it comes from. */
const said = (entries: readonly WireEntry[]): Record<string, WireEntry> =>
  Object.fromEntries(entries.map((entry) => [`${entry.audience} ${entry.position}`, entry]));

describe('a replay that Postgres puts together', () => {
  it('says of every entry just what was said live', async () => {
    await using hub = await startHub();
    await using other = await hub.another({ FEED_RING: '16', FEED_PAGE: '7', FEED_PAGE_BYTES: '4096' });
    const { keys, people, api, org } = await seedAlliance(hub);
    const { body: group } = await api(people.root)('POST', '/api/v1/groups', {
      name: 'g',
      members: [org['cert-a'], org['cert-b']],
    });
    using live = await Follower.open(hub.url, keys.b.text);
    await until('live', () => live.live);
    const submit = api(keys.a);
    const audiences = ['all', { group: group['id'] }, { organisations: ['cert-b'] }];
    const ids: string[] = [];
    for (let i = 0; i < 60; i++) {
      const { body } = await submit('POST', '/api/v1/indicators', {
        value: `r${i}.example`,
        tlp: i % 7 === 3 ? 'amber+strict' : 'amber',
        audience: audiences[i % 3],
        description: i % 9 === 0 ? `“ünïcode” \\ "quoted"\n${'x'.repeat(3_000)}` : 'short',
      });
      ids.push(body['id'] as string);
    }
    for (const [i, id] of ids.entries()) {
      if (i % 5 === 0) await submit('PATCH', `/api/v1/indicators/${id}`, { confidence: i }, { 'if-match': '*' });
      if (i % 11 === 1) await submit('POST', `/api/v1/indicators/${id}/revoke`, undefined);
      if (i % 13 === 2) await submit('PATCH', `/api/v1/indicators/${id}`, { audience: 'all' }, { 'if-match': '*' });
    }
    const last = await submit('POST', '/api/v1/indicators', { value: 'last.example', tlp: 'green' });
    await until('all of it live', () => live.held.has(last.body['id'] as string));
    await until('the other process has all', async () => {
      using probe = await Follower.open(other.url, keys.b.text, { after: 'beginning' });
      await until('its head', () => probe.live);
      return probe.held.has(last.body['id'] as string);
    });
    using replay = await Follower.open(other.url, keys.b.text, { after: 'beginning' });
    await until('the head', () => replay.live);
    const [then, now] = [said(live.entries), said(replay.entries)];
    expect(Object.keys(now).length).toBeGreaterThan(60);
    for (const [place, entry] of Object.entries(now)) expect(entry).toEqual(then[place]);
    expect([...replay.held.values()].map((o) => JSON.stringify(o)).toSorted()).toEqual(
      [...live.held.values()].map((o) => JSON.stringify(o)).toSorted(),
    );
  });
});
