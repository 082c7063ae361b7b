import { startHub } from './support/hub.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { contentIn, heartbeatsIn, isLive, record } from './support/recorder.js';
import { until } from './support/until.js';

describe('a submission that is refused', () => {
  it('leaves nothing behind that those it would have addressed could notice', async () => {
    await using hub = await startHub({ FEED_HEARTBEAT_MS: '200' });
    const { keys, org, api } = await seedAlliance(hub);
    const reader = record(hub.url, keys.a, 'socket');
    await until('the reader to be at the head', () => isLive(reader));
    const before = contentIn(reader);
    const item = {
      type: 'indicator',
      spec_version: '2.1',
      created: '2021-03-02T00:00:00.000Z',
      modified: '2021-03-02T00:00:00.000Z',
      id: 'indicator--0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11',
      pattern: "[domain-name:value = 'refused.example']",
      pattern_type: 'stix',
      valid_from: '2021-03-02T00:00:00.000Z',
      created_by_ref: `identity--${org['cert-c']}`,
    };
    const { body } = await api(keys.b)('POST', '/api/v1/indicators', {
      tlp: 'amber',
      audience: { organisations: ['cert-a'] },
      items: [item],
    });
    expect(body['counts']).toMatchObject({ rejected: 1 });
    const beats = heartbeatsIn(reader);
    await until('two heartbeats', () => heartbeatsIn(reader) > beats + 1);
    expect(contentIn(reader)).toBe(before);
    expect(await rowsOf(hub, 'select ref from audience')).toEqual([]);
    reader.close();
  });
});
