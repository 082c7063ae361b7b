import { randomUUID } from 'node:crypto';
import { Follower } from './support/follower.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { stixIndicator, submitStix } from './support/stix.js';
import { MARKING } from './support/taxii.js';
import { until } from './support/until.js';

it('a filter by who handed it in finds what somebody else made, and what nobody did, on every hub process', async () => {
  await using hub = await startHub();
  const alliance = await seedAlliance(hub);
  await using other = await hub.another();
  const wish = { filter: 'from:cert-a' };
  const [here, there] = [
    await Follower.open(hub.url, alliance.keys.b.text, wish),
    await Follower.open(other.url, alliance.keys.b.text, wish),
  ];
  const relayed = stixIndicator('relayed.example', { created_by_ref: `identity--${randomUUID()}` });
  const observed = {
    type: 'domain-name',
    spec_version: '2.1',
    id: `domain-name--${randomUUID()}`,
    value: 'observed.example',
    object_marking_refs: [MARKING.green],
  };
  await submitStix(hub, alliance.keys.a, JSON.stringify([relayed, observed]));
  const last = stixIndicator('last.example', {});
  await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', [last]);
  for (const follower of [here, there]) {
    await until('the last to come', () => follower.held.has(last.id));
    expect([...follower.held.keys()]).toEqual([relayed.id, observed.id, last.id]);
    follower.close();
  }
});
