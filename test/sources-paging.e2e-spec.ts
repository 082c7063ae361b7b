import { certificate } from './support/certificate.js';
import { type Hub, startHub } from './support/hub.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { Remote } from './support/remote.js';
import { Admin, envFor } from './support/sources.js';
import { indicator, TAXII } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';
import { until } from './support/until.js';

const good = certificate();

interface Setting extends AsyncDisposable {
  readonly remote: TaxiiRemote;
  readonly hub: Hub;
  readonly admin: Admin;
}

async function setting(): Promise<Setting> {
  const remote = await Remote.start(good);
  const hub = await startHub(envFor([remote], good));
  const { api, people } = await seedAlliance(hub);
  return {
    remote: new TaxiiRemote(remote),
    hub,
    admin: new Admin(api(people.adminA)),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await remote[Symbol.asyncDispose]();
    },
  };
}

const many = (count: number, name = 'n') => Array.from({ length: count }, (_, i) => indicator(`${name}${i}`));
const second = (n: number) =>
  `2026-01-01T00:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}.123456Z`;
const names = async (hub: Hub) => (await rowsOf<{ id: string }>(hub, 'select id from object')).length;
const filters = (asked: Record<string, string>) => ({ ...asked, next: undefined });

describe('pages of a TAXII collection', () => {
  it('are asked for by `next` with the filters that the walk began with, and nothing else (opencti#5681)', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    [remote.page, remote.by] = [50, 'offset'];
    for (const [i, one] of many(260).entries()) remote.add(second(i), one);
    const { id } = await admin.add({ url: remote.url });
    expect((await admin.settled(id)).objects).toMatchObject({ created: 260, known: 0, refused: 0 });
    expect(await names(hub)).toBe(260);
    expect(remote.asked).toHaveLength(6);
    for (const asked of remote.asked) expect(filters(asked)).toEqual(filters(remote.asked[0]!));
    expect(remote.asked[0]).not.toHaveProperty('added_after');
    const before = remote.asked.length;
    remote.add(second(400), ...many(60, 'later'));
    expect((await admin.pulled(id)).objects).toMatchObject({ created: 320, known: 0 });
    const after = remote.asked.slice(before);
    expect(after).toHaveLength(2);
    expect(after.map(({ added_after: from }) => from)).toEqual([second(259), second(259)]);
  });

  it('lose nothing of very many that share one time, where the last time is all that there is (opencti#4537)', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    [remote.page, remote.by] = [5_000, 'time'];
    remote.add(second(1), ...many(300, 'before'));
    remote.add(second(2), ...many(1_100, 'same'));
    remote.add(second(3), ...many(300, 'after'));
    const { id } = await admin.add({ url: remote.url });
    expect(await admin.settled(id)).toMatchObject({ state: 'ok', position: second(3) });
    expect(await names(hub)).toBe(1_700);
  });

  it('that are given inclusive of the time asked for end all the same, and are known (connectors#7604)', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    [remote.by, remote.inclusive] = ['time', true];
    remote.add(second(1), ...many(3));
    const { id } = await admin.add({ url: remote.url });
    await admin.settled(id);
    expect((await admin.pulled(id)).objects).toEqual({ created: 3, updated: 0, known: 3, refused: 0, warned: 0 });
    remote.add(second(2), indicator('new'));
    await admin.pulled(id);
    expect(await names(hub)).toBe(4);
  });

  it('of more than is read at once are asked for with fewer objects', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    for (const [i, one] of many(30).entries()) remote.add(second(i), one);
    const tooMuch = Buffer.alloc((32 << 20) + 1, ' ');
    remote.before = ({ limit }, response) => {
      const isLarge = Number(limit) > 10;
      if (isLarge) response.writeHead(200, { 'content-type': TAXII }).end(tooMuch);
      return isLarge;
    };
    const { id } = await admin.add({ url: remote.url });
    expect((await admin.settled(id)).objects).toMatchObject({ created: 30, refused: 0 });
    expect(await names(hub)).toBe(30);
    expect(remote.asked.map(({ limit }) => Number(limit))).toEqual([500, 62, 7, 7, 7, 7, 7]);
  });

  it('of more of one instant than is read at once are told of', async () => {
    await using at = await setting();
    const { remote, admin } = at;
    remote.by = 'time';
    remote.page = 1_000;
    remote.add(second(1), ...many(400));
    const tooMuch = Buffer.alloc((32 << 20) + 1, ' ');
    remote.before = ({ limit }, response) => {
      const isLarge = Number(limit) > 300;
      if (isLarge) response.writeHead(200, { 'content-type': TAXII }).end(tooMuch);
      return isLarge;
    };
    const { id } = await admin.add({ url: remote.url });
    expect(await admin.failing(id)).toMatch(/gives the same again/);
    expect(remote.asked.map(({ limit }) => Number(limit)).slice(0, 3)).toEqual([500, 62, 62]);
  });

  it('that lead nowhere are told of, and what came before stays taken', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    [remote.page, remote.by] = [100, 'time'];
    remote.add(second(1), ...many(250)); // a page never gets beyond this instant
    const { id } = await admin.add({ url: remote.url });
    expect(await admin.failing(id)).toMatch(/gives the same again/);
    remote.by = 'next';
    remote.before = ({ next }, response) => {
      if (next !== 'n100') return false;
      response.writeHead(200, { 'content-type': 'application/taxii+json;version=2.1' });
      response.end(JSON.stringify({ more: true, next: 'n100', objects: [] }));
      return true;
    };
    await admin.api('POST', `/api/v1/sources/${id}/pull`, {});
    await until('what came before', async () => (await names(hub)) === 100);
    expect(await admin.failing(id)).toMatch(/gives the same again/);
    remote.before = () => false;
    await well(admin, id);
    expect(await names(hub)).toBe(250);
  });

  it('go on where they were left by a `next`, or, when that has run out, from the last time of what was taken', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    remote.page = 50;
    for (const [i, one] of many(200).entries()) remote.add(second(Math.floor(i / 10)), one);
    let isAway = true;
    remote.before = ({ next = '' }, response) => {
      if (next === 'n100') response.writeHead(isAway ? 500 : 400).end();
      return next === 'n100';
    };
    const { id } = await admin.add({ url: remote.url });
    expect(await admin.failing(id)).toMatch(/answers 500/);
    expect(await names(hub)).toBe(100);
    isAway = false;
    const before = remote.asked.length;
    await well(admin, id);
    expect(await names(hub)).toBe(200);
    const resumed = remote.asked.slice(before).find(({ next }) => next === undefined);
    expect(resumed).toMatchObject({ added_after: '2026-01-01T00:00:09.123455Z' });
  });

  it('without times are taken all the same, and once', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    [remote.withoutTimes, remote.page] = [true, 40];
    const now = new Date(Date.now() - 600_000).toISOString();
    remote.add(now, ...many(100));
    const { id } = await admin.add({ url: remote.url });
    await admin.settled(id);
    const before = remote.asked.length;
    expect((await admin.pulled(id)).objects).toMatchObject({ created: 100, known: 0 });
    expect([await names(hub), remote.asked.length]).toEqual([100, before + 1]);
  });

  it('just added are looked at once more, for what gets a time like theirs a little later', async () => {
    await using at = await setting();
    const { remote, hub, admin } = at;
    const now = new Date().toISOString().replace('Z', '000Z');
    remote.add(now, indicator('one'));
    const { id } = await admin.add({ url: remote.url });
    await admin.settled(id);
    remote.add(now, indicator('two'));
    expect((await admin.pulled(id)).objects).toMatchObject({ created: 2, known: 1 });
    expect(await names(hub)).toBe(2);
    // what was taken back is told by where a reader was
    expect(remote.asked.slice(-2).map(({ added_after: from }) => from! < now)).toEqual([true, false]);
  });
});

const well = (admin: Admin, id: string) =>
  until('the source to be well', async () => (await admin.shown(id)).state === 'ok');
