import { createHash } from 'node:crypto';
import { type Hub, startHub } from './support/hub.js';
import {
  eventsOf,
  FEED,
  type Manifest,
  manifestWith,
  mispAttribute,
  mispEvent,
  PullingMisp,
  uuid,
} from './support/misp.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const POST = '/api/v1/misp/events';

describe('MISP events given', () => {
  let hub: Hub;
  let alliance: Alliance;
  let [a, b]: [Api, Api] = [] as never;

  beforeEach(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [a, b] = [alliance.api(alliance.keys.a), alliance.api(alliance.keys.b)];
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  it('as the event that they came in, with their own ids', async () => {
    const Sighting = [
      { uuid: uuid(30), type: '0', date_sighting: '1767301000', Organisation: { name: 'CERT Y', uuid: uuid(31) } },
    ];
    const event = mispEvent(
      [
        mispAttribute(10, 'a.example', { comment: 'said', Sighting }),
        mispAttribute(11, 'b.example|192.0.2.7', { type: 'domain|ip', to_ids: false }),
      ],
      {
        Tag: [{ name: 'tlp:green' }, { name: 'PAP:AMBER' }, { name: 'ransomware' }],
        Object: [
          {
            uuid: uuid(20),
            name: 'file',
            'meta-category': 'file',
            template_uuid: uuid(29),
            template_version: '25',
            timestamp: '1767300000',
            Attribute: [
              mispAttribute(21, 'x.exe', { type: 'filename', object_relation: 'filename', to_ids: false }),
              mispAttribute(22, 'b'.repeat(64), { type: 'sha256', object_relation: 'sha256' }),
            ],
            ObjectReference: [
              { uuid: uuid(23), referenced_uuid: uuid(10), relationship_type: 'connects-to', comment: 'c2' },
            ],
          },
        ],
      },
    );
    await a('POST', POST, event);
    const manifest = await manifestWith(b, (all) => uuid(1) in all);
    expect(Object.keys(manifest)).toEqual([uuid(1)]);
    const [fed] = await eventsOf(b, manifest);
    expect(fed).toMatchObject({
      uuid: uuid(1),
      ...manifest[uuid(1)],
      info: 'A campaign',
      date: '2026-01-02',
      threat_level_id: '1',
      analysis: '2',
      published: true,
      Orgc: { name: 'CERT X', uuid: uuid(2) },
      Tag: [{ name: 'tlp:green' }, { name: 'PAP:AMBER' }, { name: 'ransomware' }],
      Attribute: [
        { uuid: uuid(10), type: 'domain', value: 'a.example', to_ids: true, comment: 'said', Sighting },
        { uuid: uuid(11), type: 'domain|ip', value: 'b.example|192.0.2.7', to_ids: false },
      ],
      Object: [
        {
          uuid: uuid(20),
          name: 'file',
          'meta-category': 'file',
          template_uuid: uuid(29),
          Attribute: [
            { uuid: uuid(21), value: 'x.exe', object_relation: 'filename', to_ids: false },
            { uuid: uuid(22), value: 'b'.repeat(64), object_relation: 'sha256' },
          ],
          ObjectReference: [
            { uuid: uuid(23), referenced_uuid: uuid(10), relationship_type: 'connects-to', comment: 'c2' },
          ],
        },
      ],
    });
    for (const one of [...fed!.Attribute, ...fed!.Object.flatMap((object) => object.Attribute)])
      expect(one.Tag[0]).toMatchObject({ name: 'tlp:green' });
    const { body: hashes } = await b<string>('GET', `${FEED}/hashes.csv`);
    const md5 = (text: string) => `${createHash('md5').update(text).digest('hex')},${uuid(1)}`;
    expect(hashes.split('\n')).toEqual(
      expect.arrayContaining(['a.example', 'b.example', '192.0.2.7', 'x.exe'].map(md5)),
    );
  });

  it('by day what came in none, each organisation’s and audience’s apart', async () => {
    await a('POST', '/api/v1/indicators', [
      { value: 'one.example', tlp: 'green', name: 'Seen', description: 'in mail', confidence: 75 },
      { value: '192.0.2.0/24', tlp: 'green' },
      { value: 'narrow.example', tlp: 'amber', audience: { organisations: ['cert-b'] } },
      { value: 'own.example', tlp: 'amber', audience: 'organisation' },
    ]);
    await b('POST', '/api/v1/indicators', [{ value: 'two.example', tlp: 'clear' }]);
    const manifest = await manifestWith(b, (all) => Object.keys(all).length === 3);
    const events = await eventsOf(b, manifest);
    expect(events.flatMap(({ Attribute }) => Attribute.map(({ value }) => value)).toSorted()).toEqual([
      '192.0.2.0/24',
      'narrow.example',
      'one.example',
      'two.example',
    ]);
    const one = events.flatMap(({ Attribute }) => Attribute).find(({ value }) => value === 'one.example');
    expect(one).toMatchObject({
      type: 'domain',
      comment: 'Seen: in mail',
      Tag: [{ name: 'tlp:green' }, { name: 'misp:confidence-level="usually-confident"' }],
    });
    const times = Object.values(manifest).map(({ timestamp }) => timestamp);
    expect(new Set(times).size).toBe(3);
    // what somebody else's key may not see is not there for it
    const nobody = await alliance.api(alliance.keys.c)(
      'GET',
      `${FEED}/${events.find((e) => JSON.stringify(e).includes('narrow.example'))!.uuid}.json`,
    );
    expect(nobody.status).toBe(404);
  });

  it('by day each value once, though two indicators have it', async () => {
    const pattern = "[domain-name:value = 'one.example' OR domain-name:value = 'two.example']";
    await a(
      'POST',
      '/api/v1/indicators',
      [{ value: 'one.example' }, { pattern }].map((one) => ({ ...one, tlp: 'green' })),
    );
    const [day] = await eventsOf(b, await manifestWith(b, (all) => Object.keys(all).length === 1));
    expect(day!.Attribute.map(({ value }) => value)).toEqual(['one.example', 'two.example']);
  });

  it('a MISP that pulls again fetches what changed, and has what is revoked as deleted', async () => {
    const misp = new PullingMisp(b);
    const indicator = { value: 'one.example', tlp: 'green' };
    const { body } = await a('POST', '/api/v1/indicators', indicator);
    await a('POST', POST, mispEvent([mispAttribute(10, 'a.example')]));
    await manifestWith(b, (all) => Object.keys(all).length === 2);
    expect(await misp.pull()).toHaveLength(2);
    expect(misp.values).toEqual(['a.example', 'one.example']);
    expect(await misp.pull()).toEqual([]);
    await a('POST', `/api/v1/indicators/${String(body['id'])}/revoke`, undefined, { 'if-match': '*' });
    const day = [...misp.held.values()].find(({ uuid: id }) => id !== uuid(1))!.uuid;
    expect(
      await until(
        'the change to show',
        async () => ((await misp.pull()) as string[] & { length: 0 | 1 }).length > 0 && [...misp.held.keys()],
      ),
    ).toContain(day);
    expect(misp.values).toEqual(['a.example']);
    expect(misp.held.get(day)!.info).toMatch(/^Revoked: cert-a: indicators of /);
    expect(misp.held.get(uuid(1))!.info).toBe('A campaign');
    await a('POST', POST, mispEvent([mispAttribute(10, 'a.example', { deleted: true, timestamp: '1767500000' })]));
    await manifestWith(b, (all) => all[uuid(1)]?.info === 'Revoked: A campaign');
    await misp.pull();
    expect([misp.held.get(uuid(1))!.info, misp.values]).toEqual(['Revoked: A campaign', []]);
  });

  it('an earlier day comes back when something of it is revoked', async () => {
    const { body } = await a('POST', '/api/v1/indicators', { value: 'old.example', tlp: 'green' });
    await a('POST', '/api/v1/indicators', { value: 'stands.example', tlp: 'green' });
    await b('POST', '/api/v1/indicators', { value: 'untouched.example', tlp: 'green' });
    await rowsOf(hub, `update entry set at = at - interval '40 days'`);
    await b('POST', '/api/v1/indicators', { value: 'today.example', tlp: 'green' });
    const misp = new PullingMisp(b);
    await manifestWith(b, (all) => Object.keys(all).length === 1);
    await misp.pull();
    expect(misp.values).toEqual(['today.example']);
    await a('POST', `/api/v1/indicators/${String(body['id'])}/revoke`, undefined, { 'if-match': '*' });
    await manifestWith(b, (all) => Object.keys(all).length === 2);
    expect(await misp.pull()).toHaveLength(1);
    expect(misp.values).toEqual(['stands.example', 'today.example']);
    const [day] = [...misp.held.values()].filter(({ info }) => !info.includes(new Date().toISOString().slice(0, 10)));
    expect(day!.Attribute.map(({ value, deleted }) => [value, deleted])).toEqual([
      ['old.example', true],
      ['stands.example', false],
    ]);
  });

  it('a list of hashes is never empty, even for who sees nothing', async () => {
    const { status, body } = await b<string>('GET', `${FEED}/hashes.csv`);
    expect([status, body]).toEqual([
      200,
      `${createHash('md5').update('').digest('hex')},00000000-0000-0000-0000-000000000000\n`,
    ]);
  });

  it('an event that was hidden, shown or changed is so at once, whoever asked before', async () => {
    const c = alliance.api(alliance.keys.c);
    const { body } = await a('POST', '/api/v1/indicators', {
      value: 'moved.example',
      tlp: 'amber',
      audience: { organisations: ['cert-b'] },
    });
    const manifest = await manifestWith(b, (all) => Object.keys(all).length === 1);
    const [id] = Object.keys(manifest);
    expect((await c<Manifest>('GET', `${FEED}/manifest.json`)).body).toEqual({});
    expect((await c('GET', `${FEED}/${id}.json`)).status).toBe(404);
    const relabel = { audience: { organisations: ['cert-c'] } };
    expect((await a('PATCH', `/api/v1/indicators/${String(body['id'])}`, relabel, { 'if-match': '*' })).status).toBe(
      200,
    );
    expect((await b<Manifest>('GET', `${FEED}/manifest.json`)).body).toEqual({});
    expect((await b('GET', `${FEED}/${id}.json`)).status).toBe(404);
    const moved = await manifestWith(c, (all) => Object.keys(all).length === 1);
    expect((await eventsOf(c, moved))[0]!.Attribute.map(({ value }) => value)).toEqual(['moved.example']);
  });

  it('304 for a manifest that is known; the key also by Basic; nothing without one', async () => {
    await a('POST', '/api/v1/indicators', { value: 'one.example', tlp: 'green' });
    await manifestWith(b, (all) => Object.keys(all).length === 1);
    const etag = (await b('GET', `${FEED}/manifest.json`)).headers.get('etag')!;
    expect((await b('GET', `${FEED}/manifest.json`, undefined, { 'if-none-match': etag })).status).toBe(304);
    const authorization = `Basic ${Buffer.from(`misp:${alliance.keys.b.text}`).toString('base64')}`;
    expect(
      (await alliance.api()('GET', `${FEED}/manifest.json`, undefined, { authorization })).headers.get('etag'),
    ).toBe(etag);
    expect((await alliance.api()('GET', `${FEED}/manifest.json`)).status).toBe(401);
    for (const path of ['x', 'x.json', `${uuid(9)}.json`]) expect((await b('GET', `${FEED}/${path}`)).status).toBe(404);
  });

  it('of two organisations that handed in one event, the first’s keeps its uuid', async () => {
    await a('POST', POST, mispEvent([mispAttribute(10, 'a.example')]));
    await b('POST', POST, mispEvent([mispAttribute(10, 'a.example')]));
    const manifest = await manifestWith(b, (all) => Object.keys(all).length === 2);
    const [first, second] = await eventsOf(b, manifest);
    expect(first!.uuid).toBe(uuid(1));
    expect(first!.Attribute[0]!.uuid).toBe(uuid(10));
    expect(second!.Attribute[0]!.uuid).not.toBe(uuid(10));
  });
});
