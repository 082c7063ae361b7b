import { setTimeout as sleep } from 'node:timers/promises';
import { Follower } from './support/follower.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const HELD = 16;
const GONE = 9;
/** Longer than the log must have been quiet for pages to be read ahead. */
const QUIET_MS = 400;

it('tells a recall to who resumes just where a page begins that was read ahead for another', async () => {
  await using hub = await startHub({ FEED_PAGE: '4' });
  const { keys, api } = await seedAlliance(hub);
  const submit = api(keys.a);
  using live = await Follower.open(hub.url, keys.c.text);
  await until('a live reader', () => live.live);
  const ids: string[] = [];
  const cursors: string[] = [];
  const post = async (value: string) => {
    const { body } = await submit('POST', '/api/v1/indicators', { value, tlp: 'green' });
    await until(value, () => live.held.has(body['id'] as string));
    ids.push(body['id'] as string);
    cursors.push(live.cursor);
  };
  for (let i = 0; i < HELD; i++) await post(`held${i}.example`);
  const gone = ids[GONE]!;
  const hidden = { tlp: 'amber', audience: 'organisation' };
  await submit('PATCH', `/api/v1/indicators/${gone}`, hidden, { 'if-match': '*' });
  for (let i = HELD; i < 60; i++) await post(`later${i}.example`);

  await using cold = await hub.another({ FEED_PAGE: '4', FEED_RING: '16' });
  await sleep(QUIET_MS);
  {
    using other = await Follower.open(cold.url, keys.c.text, { after: 'beginning' });
    await until('the other has all', () => other.live);
  }
  for (const after of cursors.slice(GONE, HELD)) {
    using back = await Follower.open(cold.url, keys.c.text, { after });
    await until('the head', () => back.live);
    expect(back.entries.filter(({ op }) => op === 'recall').map(({ object }) => object.id)).toEqual([gone]);
  }
});

it('goes on past a recall that is not owed, however much is hidden behind it', async () => {
  await using hub = await startHub();
  const { keys, api } = await seedAlliance(hub);
  const submit = api(keys.a);
  const hidden = { tlp: 'amber', audience: 'organisation' };
  const post = async (tlp: object, count: number) => {
    const items = Array.from({ length: count }, (_, i) => ({ value: `behind${i}-${count}.example`, ...tlp }));
    return (await submit('POST', '/api/v1/indicators', items)).body;
  };
  const { body } = await submit('POST', '/api/v1/indicators', { value: 'narrowed.example', tlp: 'green' });
  await submit('PATCH', `/api/v1/indicators/${body['id'] as string}`, hidden, { 'if-match': '*' });
  expect((await post(hidden, 200))['counts']).toMatchObject({ created: 200 });
  expect((await post({ tlp: 'green' }, 100))['counts']).toMatchObject({ created: 100 });
  // a page so small, and a log so restless, that it is looked for in one block at a time
  await using cold = await hub.another({ FEED_PAGE: '7', FEED_RING: '16' });
  using live = await Follower.open(cold.url, keys.c.text);
  await until('a live reader', () => live.live);
  await post({ tlp: 'green' }, 1);
  await until('the log has moved', () => live.entries.length === 1);
  using reader = await Follower.open(cold.url, keys.c.text, { after: 'beginning' });
  await until('the head', () => reader.live);
  expect(reader.values).toHaveLength(101);
});
