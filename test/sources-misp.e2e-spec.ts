import { certificate } from './support/certificate.js';
import { type Hub, startHub } from './support/hub.js';
import { mispAttribute, mispEvent, uuid } from './support/misp.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { type Handler, Remote } from './support/remote.js';
import { Admin, envFor } from './support/sources.js';
import { until } from './support/until.js';

const good = certificate();
const JSON_TYPE = { 'content-type': 'application/json' };

interface Asked {
  readonly page: number;
  readonly limit: number;
  readonly published: boolean;
  readonly publish_timestamp?: string;
  readonly deleted?: readonly number[];
}

/** A MISP that answers restSearch: events published since, by pages. */
class SearchedMisp {
  readonly events: { Event: Record<string, unknown> }[] = [];
  readonly asked: Asked[] = [];
  /** Knows no pages. */
  pageless = false;

  readonly answer: Handler = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
      this.asked.push(asked);
      const since = Number(asked.publish_timestamp ?? 0);
      const all = this.events.filter(({ Event }) => Number(Event['publish_timestamp']) >= since);
      const from = this.pageless ? 0 : (asked.page - 1) * asked.limit;
      const page = all.slice(from, from + asked.limit).map(({ Event }) => ({
        // what was deleted is told to whoever asks for it
        Event: {
          ...Event,
          Attribute: (Event['Attribute'] as { deleted?: boolean }[]).filter(
            (one) => !one.deleted || asked.deleted?.includes(1),
          ),
        },
      }));
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ response: page }));
    });
  };

  add(n: number, published: number, more: Record<string, unknown> = {}): void {
    const { Event } = mispEvent([mispAttribute(1_000 + n, `m${n}.example`, more)], {
      uuid: uuid(n),
      info: `event ${n}`,
    });
    const known = this.events.findIndex(({ Event: one }) => one['uuid'] === uuid(n));
    const timestamp = String(published - 10);
    const made = { Event: { ...Event, timestamp, publish_timestamp: String(published) } };
    if (known >= 0) this.events[known] = made;
    else this.events.push(made);
  }
}

const patterns = async (hub: Hub) =>
  (
    await rowsOf<{ pattern: string; revoked: boolean }>(
      hub,
      `select v.body::json ->> 'pattern' as pattern, o.revoked from object o join version v on v.seq = o.seq where o.type = 'indicator' order by o.no`,
    )
  ).map(({ pattern, revoked }) => `${/'(.*)'/.exec(pattern)![1]}${revoked ? ' revoked' : ''}`);
const headOf = async (hub: Hub) => (await rowsOf<{ seq: number }>(hub, 'select seq from head'))[0]!.seq;

describe('a MISP that is searched', () => {
  it('gives each event once, page by page, and again what was published again; what is deleted there is revoked', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const misp = new SearchedMisp();
    remote.files.set('/misp/events/restSearch', misp.answer);
    for (let n = 1; n <= 45; n += 1) misp.add(n, 1_767_000_000 + n * 1_000);
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp', url: `${remote.url}/misp`, auth: { scheme: 'key', key: 'k' } });
    const first = await admin.settled(id);
    expect(first.objects.refused).toBe(0);
    expect(await patterns(hub)).toEqual(Array.from({ length: 45 }, (_, i) => `m${i + 1}.example`));
    expect(misp.asked.map(({ page, publish_timestamp: since }) => [page, since])).toEqual(
      [1, 2, 3, 4].map((page) => [page, undefined]),
    );
    const [head, before] = [await headOf(hub), misp.asked.length];
    await admin.pulled(id);
    expect(await headOf(hub)).toBe(head);
    expect(Number(misp.asked[before]!.publish_timestamp)).toBeLessThan(1_767_045_000);
    misp.add(3, 1_767_060_000, { deleted: true, timestamp: '1767059000' });
    misp.add(46, 1_767_060_001);
    const last = await admin.pulled(id);
    expect((await patterns(hub)).filter((one) => / |m46/.test(one))).toEqual(['m3.example revoked', 'm46.example']);
    expect(last.objects.refused).toBe(0);
  });

  it('and gives one event that is no JSON gives all others; that one is refused', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const events = [1, 2, 3].map((n) =>
      JSON.stringify(mispEvent([mispAttribute(1_000 + n, `m${n}.example`)], { uuid: uuid(n) })),
    );
    const page = `{"response":[${events[0]},${events[1]!.replace('"info":', '"info":NaN,"x":')},${events[2]}]}`;
    remote.files.set('/misp/events/restSearch', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { page: asked } = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
        response.writeHead(200, JSON_TYPE).end(asked === 1 ? page : '{"response":[]}');
      });
    });
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp', url: `${remote.url}/misp/` });
    expect((await admin.settled(id)).objects.refused).toBe(1);
    expect(await patterns(hub)).toEqual(['m1.example', 'm3.example']);
    expect((await admin.refusals(id)).map(({ code, place }) => [code, place])).toEqual([['invalid_json', 'page 1']]);
  });

  it.each([
    ['very many things', `[${'0,'.repeat(2_000_000)}0]`, /more than 1000 events/],
    ['nothing at all', '', /not what restSearch/],
    ['no list', '{"message":"no"}', /not what restSearch/],
    ['a list without an end', '{"response":[{"Event":{', /can’t be read/],
  ])('and gives %s is told of', async (_, body, why) => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    remote.files.set('/misp/events/restSearch', (_request, response) => response.writeHead(200, JSON_TYPE).end(body));
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp', url: `${remote.url}/misp/` });
    expect(await admin.failing(id)).toMatch(why);
  });

  it('and gives the same for every page is told of', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const misp = new SearchedMisp();
    misp.pageless = true;
    remote.files.set('/misp/events/restSearch', misp.answer);
    for (let n = 1; n <= 3; n += 1) misp.add(n, 1_767_000_000 + n);
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp', url: `${remote.url}/misp/` });
    expect(await admin.failing(id)).toMatch(/same events for every page/);
    expect(await patterns(hub)).toHaveLength(3);
  });
});

describe('a MISP feed', () => {
  it('has what was deleted no more, and then it is revoked; but not for a part that can’t be read', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const give = (body: unknown): Handler => {
      return (_request, response) => response.writeHead(200, JSON_TYPE).end(JSON.stringify(body));
    };
    const publish = (stamp: number, ...attributes: object[]) => {
      const manifest = { [uuid(1)]: { timestamp: stamp }, [uuid(2)]: { timestamp: 1 } };
      remote.files.set('/feed/manifest.json', give(manifest));
      const of = { uuid: uuid(1), timestamp: String(stamp) };
      remote.files.set(`/feed/${uuid(1)}.json`, give(mispEvent(attributes as never, of)));
    };
    const [stays, goes, other] = ['stays', 'goes', 'other'].map((name, i) => mispAttribute(10 + i, `${name}.example`));
    remote.files.set(`/feed/${uuid(2)}.json`, give(mispEvent([other!], { uuid: uuid(2) })));
    publish(1_767_400_000, stays!, goes!);
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp-feed', url: `${remote.url}/feed/` });
    await admin.settled(id);
    expect(await patterns(hub)).toEqual(['other.example', 'stays.example', 'goes.example']);
    publish(1_767_400_100, stays!, { ...goes!, value: 'no domain' });
    await admin.pulled(id);
    expect(await patterns(hub)).toEqual(['other.example', 'stays.example', 'goes.example']);
    publish(1_767_400_200, { ...stays!, ShadowAttribute: [{ value: 'proposed.example' }] });
    await admin.pulled(id);
    expect((await admin.warnings(id)).map(({ code, place, reason }) => [code, place, reason])).toEqual([
      ['note', `${uuid(1)}.json.Event.Attribute[0].ShadowAttribute`, 'proposals are not taken'],
    ]);
    expect(await patterns(hub)).toEqual(['other.example', 'stays.example', 'goes.example revoked']);
    // PHP writes a list with gaps as an object; of what is no list at all nobody can say what was in it
    const gaps = mispEvent([], { uuid: uuid(1), timestamp: '1767400400' });
    const attributes = gaps.Event as unknown as { Attribute: unknown };
    const again = (stamp: number, all: unknown) => {
      attributes.Attribute = all;
      remote.files.set('/feed/manifest.json', give({ [uuid(1)]: { timestamp: stamp }, [uuid(2)]: { timestamp: 1 } }));
      remote.files.set(`/feed/${uuid(1)}.json`, give(gaps));
      return admin.pulled(id);
    };
    await again(1_767_400_400, { 0: stays!, 2: mispAttribute(20, 'gap.example') });
    await again(1_767_400_500, 'none');
    const stand = ['other.example', 'stays.example', 'goes.example revoked', 'gap.example'];
    expect(await patterns(hub)).toEqual(stand);
    expect((await admin.warnings(id)).map(({ reason }) => reason)).toContain(
      '2 parts are not in it any more; they stay, for a part of it could not be taken',
    );
    await again(1_767_400_600, [stays!, mispAttribute(20, 'gap.example')]);
    expect(await patterns(hub)).toEqual(stand);
    // the last one goes, too; what held it together does not, for the next may need it
    remote.files.set(`/feed/${uuid(2)}.json`, give(mispEvent([], { uuid: uuid(2) })));
    const manifest = { [uuid(1)]: { timestamp: 1_767_400_600 }, [uuid(2)]: { timestamp: 2 } };
    remote.files.set('/feed/manifest.json', give(manifest));
    await admin.pulled(id);
    expect((await patterns(hub))[0]).toBe('other.example revoked');
    expect(await rowsOf(hub, `select from object where type = 'grouping' and revoked`)).toEqual([]);
    // an event that the feed no longer lists still stands
    remote.files.set('/feed/manifest.json', give({}));
    await admin.pulled(id);
    expect((await patterns(hub)).slice(1)).toEqual(stand.slice(1));
  });

  it('some of whose events can’t be had gives all others, and those once they can; static files may be called anything', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const give =
      (body: unknown, type = JSON_TYPE['content-type']): Handler =>
      (_request, response) =>
        response.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
    const event = (n: number) => mispEvent([mispAttribute(1_000 + n, `f${n}.example`)], { uuid: uuid(n) });
    const missing = [2, 3, 4, 5, 6];
    const manifest = Object.fromEntries([1, ...missing, 7].map((n) => [uuid(n), { timestamp: 1_767_400_000 + n }]));
    remote.files.set('/feed/manifest.json', give({ ...manifest, '../../etc/passwd': { timestamp: 1 } }));
    remote.files.set(`/feed/${uuid(1)}.json`, give(event(1)));
    remote.files.set(`/feed/${uuid(7)}.json`, give(event(7), 'text/plain'));
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp-feed', url: `${remote.url}/feed/manifest.json` });
    expect(await admin.failing(id)).toMatch(/nothing at this address \(404\): event 0+-/);
    expect(await patterns(hub)).toEqual(['f1.example', 'f7.example']);
    expect(remote.asked.filter((path) => path.includes('etc'))).toEqual([]);
    for (const n of missing) remote.files.set(`/feed/${uuid(n)}.json`, give(event(n)));
    await until('it to be well', async () => (await admin.shown(id)).state === 'ok');
    expect(await patterns(hub)).toEqual([1, 7, ...missing].map((n) => `f${n}.example`));
    expect(remote.asked.filter((path) => path === `/feed/${uuid(1)}.json`)).toHaveLength(1);
  });
});
