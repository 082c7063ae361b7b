import { setTimeout as sleep } from 'node:timers/promises';
import { Follower } from './support/follower.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const BEAT_MS = 50;

it('never leads a reader back behind a batch that is on its way', async () => {
  await using hub = await startHub({ FEED_HEARTBEAT_MS: String(BEAT_MS) });
  const { keys, api } = await seedAlliance(hub);
  using reader = await Follower.open(hub.url, keys.b.text);
  let beats = 0;
  let batches = 0;
  reader.socket.on('heartbeat', () => (beats += 1));
  reader.socket.on('entries', () => (batches += 1));
  await until('heartbeats at the head', () => beats > 0);
  batches = 0; // one came with the head
  reader.acknowledging = false;
  await api(keys.a)('POST', '/api/v1/indicators', { value: 'beat.example', tlp: 'green' });
  await until('the batch', () => batches > 0);
  beats = 0;
  await sleep(10 * BEAT_MS);
  expect(beats).toBe(0);
  reader.resume();
  await until('heartbeats again', () => beats > 0);
  using back = await Follower.open(hub.url, keys.b.text, { after: reader.cursor });
  await until('the head', () => back.live);
  expect(back.entries).toEqual([]);
});
