import { randomUUID } from 'node:crypto';
import { type Hub, startHub } from './support/hub.js';
import { chunksKept, ended, handIn, imported, jobOf, outcomesOf } from './support/importing.js';
import { mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const TABLE = `value,type,tlp,confidence,labels,valid_until,notes
hxxp://evil[.]example/a,url,green,80,"c2, phishing",2030-01-02,first
203.0.113.7,ipaddress,TLP:AMBER,high,,,
not an address,ipaddress,green,,,,
0.0.0.0/0,ipaddress,green,,,,
evil.example,hostname,purple,,,,
`;

describe('imports', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('a file is answered with a job, which is read by and by; each line has its outcome', async () => {
    const { ana } = alliance.people;
    const answer = await handIn(hub, ana, TABLE, { name: '../../etc/list.csv' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/v1/imports/${answer.body.id}`);
    expect(answer.body).toMatchObject({ name: 'list.csv', format: 'csv', bytes: TABLE.length });
    const job = await ended(hub, ana, answer.body.id);
    expect(job).toMatchObject({
      state: 'done',
      items: { read: 5, accepted: 2, created: 2, updated: 0, unchanged: 0, rejected: 3 },
      remaining: 0,
    });
    const lines = await outcomesOf(hub, ana, job.id);
    expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual([
      'line 2,created,',
      'line 3,created,',
      'line 4,rejected,observable_invalid',
      'line 5,rejected,observable_overbroad',
      'line 6,rejected,tlp_unknown',
    ]);
    expect(await outcomesOf(hub, ana, job.id, '?outcome=rejected')).toEqual(lines.slice(2));
    const id = lines[0]!.split(',')[4]!;
    const { body } = await alliance.api(alliance.people.bo)('GET', `/api/v1/objects/${id}`);
    expect(body).toMatchObject({
      pattern: "[url:value = 'http://evil.example/a']",
      confidence: 80,
      labels: ['c2', 'phishing'],
      valid_until: '2030-01-02T00:00:00Z',
      description: 'first',
    });
    await until('the file to be thrown away', async () => (await chunksKept(hub)) === 0);
  });

  it('tells how far it is read as the items go', async () => {
    const { ana } = alliance.people;
    const count = 8_000;
    const list = Array.from({ length: count }, (_, i) => `n${i}.far.example\n`).join('');
    const { body } = await handIn(hub, ana, list, { tlp: 'green' });
    const told = await until('something of it to be read', async () => {
      const job = await jobOf(hub, ana, body.id);
      return job.items.read > 0 ? job : undefined;
    });
    expect(told).toMatchObject({ state: 'running', bytes: list.length });
    // a little more is read than was taken: what is made ready, and the rest of a bit
    expect(told.bytes_read / told.bytes - told.items.read / count).toBeLessThan(0.3);
    await ended(hub, ana, body.id);
  });

  it('the same file again changes nothing', async () => {
    const list = 'a.again.example\nb.again.example # with a comment\n\n; nothing\n';
    const asked = { tlp: 'green', labels: 'again', confidence: '40', valid_days: '30' };
    const first = await imported(hub, alliance.keys.a, list, asked);
    expect(first).toMatchObject({ format: 'list', items: { created: 2, rejected: 0 } });
    const { valid_days: _, ...same } = asked;
    const second = await imported(hub, alliance.keys.a, list, same);
    expect(second.items).toMatchObject({ read: 2, unchanged: 2, created: 0, updated: 0 });
  });

  it('a bundle, an event of MISP and a report are read as what they are; outcomes tell of warninglists', async () => {
    const ipv4 = (value: string) => ({
      type: 'ipv4-addr',
      id: `ipv4-addr--${randomUUID()}`,
      spec_version: '2.1',
      value,
    });
    const bundle = JSON.stringify({ type: 'bundle', id: `bundle--${randomUUID()}`, objects: [ipv4('45.9.148.3'), 7] });
    const stix = await imported(hub, alliance.keys.a, bundle, { tlp: 'green' });
    expect(stix).toMatchObject({ format: 'stix', items: { created: 1, rejected: 1 } });

    const Event = {
      uuid: randomUUID(),
      info: 'one',
      date: '2026-01-02',
      timestamp: '1767312000',
      distribution: '0',
      Tag: [{ name: 'tlp:green' }],
      Attribute: [
        {
          uuid: randomUUID(),
          type: 'domain',
          category: 'Network activity',
          value: 'by-misp.example',
          to_ids: true,
          timestamp: '1767312000',
        },
      ],
    };
    const misp = await imported(hub, alliance.keys.a, JSON.stringify({ Event }));
    expect(misp).toMatchObject({ format: 'misp', items: { rejected: 0 } });
    const seen = async (key: typeof alliance.keys.a) => {
      const { body } = await alliance.api(key)('POST', '/api/v1/lookup', { values: ['by-misp.example'] });
      return JSON.stringify(body).includes('indicator--');
    };
    expect([await seen(alliance.keys.a), await seen(alliance.keys.b)]).toEqual([true, false]); // its distribution is 0

    const report = await imported(hub, alliance.keys.a, 'It calls evil-c2[.]badcorp[.]net and 8.8.8.8.\n', {
      format: 'text',
      tlp: 'green',
    });
    expect(report.items).toMatchObject({ created: 2 });
    expect(await outcomesOf(hub, alliance.keys.a, report.id)).toContainEqual(
      expect.stringContaining('on warninglists: Public DNS resolvers'),
    );
    expect(report).toMatchObject({ warned: 1 });
    expect(await outcomesOf(hub, alliance.keys.a, report.id, '?outcome=warned')).toEqual([
      expect.stringMatching(/,created,,on warninglists: Public DNS resolvers/),
    ]);
  });

  it('an event of MISP goes to whom it names, and what is deleted in it is revoked: as by its own door', async () => {
    const members = ['cert-a', 'cert-b'].map((name) => alliance.org[name as 'cert-a']);
    const made = await alliance.api(alliance.people.root)('POST', '/api/v1/groups', { name: 'two by misp', members });
    const SharingGroup = { uuid: made.body['id'] };
    const part = mispAttribute(71, 'grouped.by-misp.example', { distribution: '4', SharingGroup });
    const rest = mispAttribute(72, 'deleted.by-misp.example');
    const told = await imported(hub, alliance.keys.a, JSON.stringify(mispEvent([part, rest], { uuid: uuid(70) })));
    expect(told).toMatchObject({ format: 'misp', items: { created: 4, rejected: 0 }, notes: 0 }); // and two groupings
    const sees = async (key: typeof alliance.keys.a, name: string) => {
      const { body } = await alliance.api(key)('POST', '/api/v1/lookup', { values: [`${name}.by-misp.example`] });
      return JSON.stringify(body).includes('indicator--');
    };
    expect(await Promise.all((['a', 'b', 'c'] as const).map((one) => sees(alliance.keys[one], 'grouped')))).toEqual([
      true,
      true,
      false,
    ]);
    const later = mispEvent([part, { ...rest, deleted: true }], { uuid: uuid(70), timestamp: '1767500000' });
    const again = await imported(hub, alliance.keys.a, JSON.stringify(later));
    expect(again.items).toMatchObject({ created: 0, rejected: 0 });
    const lines = await outcomesOf(hub, alliance.keys.a, again.id);
    expect(lines.filter((line) => line.includes('it is deleted'))).toEqual([
      expect.stringMatching(/^Event\.Attribute\[1],updated,,it is deleted,indicator--/),
    ]);
    const id = lines.find((line) => line.includes('it is deleted'))!.split(',')[4]!;
    const { body } = await alliance.api(alliance.keys.a)('GET', `/api/v1/objects/${id}`);
    expect(body).toMatchObject({ revoked: true });
    // no further than its sender asks for, either
    const three = { name: 'three by misp', members: [...members, alliance.org['cert-c']] };
    const { body: group } = await alliance.api(alliance.people.root)('POST', '/api/v1/groups', three);
    const some = { group: group['id'], except: ['cert-c'] };
    const open = mispEvent([mispAttribute(74, 'narrowed.by-misp.example')], { uuid: uuid(73) });
    const narrow = await imported(hub, alliance.keys.a, JSON.stringify(open), { audience: JSON.stringify(some) });
    expect(narrow.items).toMatchObject({ created: 2, rejected: 0 });
    expect(await Promise.all((['a', 'b', 'c'] as const).map((one) => sees(alliance.keys[one], 'narrowed')))).toEqual([
      true,
      true,
      false,
    ]);
    const third = await imported(hub, alliance.keys.a, JSON.stringify(later));
    expect(third).toMatchObject({ items: { created: 0, updated: 0, rejected: 0 }, notes: 1 });
  });

  it('a JSON document of items is read, with what is said for all', async () => {
    const items = {
      labels: ['by-json'],
      items: [{ value: '203.0.113.90', type: 'ip' }, 'by-json.example', { value: 7 }],
    };
    const job = await imported(hub, alliance.keys.a, JSON.stringify(items, undefined, 2), { tlp: 'green' });
    expect(job).toMatchObject({ format: 'json', items: { created: 2, rejected: 1 } });
    expect(await outcomesOf(hub, alliance.keys.a, job.id, '?outcome=rejected')).toEqual([
      expect.stringMatching(/^items\[2],rejected,/),
    ]);
  });

  it('what every item would be refused for is refused at the door', async () => {
    const refused = async (query: Record<string, string>) => {
      const { status, body } = await handIn<Record<string, string>>(hub, alliance.keys.a, 'x.example\n', query);
      return [status, body['code']];
    };
    expect(await refused({ tlp: 'pink' })).toEqual([422, 'tlp_unknown']);
    expect(await refused({ tlp: 'red', audience: '{"people":["ana@cert-a.example"]}' })).toEqual([
      422,
      'red_requires_person',
    ]);
    expect(await refused({ tlp: 'green', audience: '{"organisations":["nobody"]}' })).toEqual([
      422,
      'audience_unknown',
    ]);
    expect(await refused({ audience: 'everybody' })).toEqual([422, 'invalid']);
    expect(await refused({ colour: 'red' })).toEqual([422, 'unrecognized_keys']);
    expect(await refused({ format: 'docx' })).toEqual([422, 'invalid']);
    const { ray } = alliance.people;
    expect((await handIn<Record<string, string>>(hub, ray, 'x.example\n')).status).toBe(403);
    expect(
      (await alliance.api(alliance.keys.a)<{ items: object[] }>('GET', '/api/v1/imports')).body.items,
    ).toHaveLength(12); // those of before
  });

  it('another organisation’s job is like none', async () => {
    const { body: job } = await handIn(hub, alliance.people.ana, 'own.example\n', { tlp: 'green' });
    await ended(hub, alliance.people.ana, job.id);
    const nowhere = '0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11';
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/outcomes.csv'],
      ['POST', '/cancel'],
    ] as const) {
      const ask = (id: string) => alliance.api(alliance.people.bo)(method, `/api/v1/imports/${id}${path}`);
      const [there, none] = [await ask(job.id), await ask(nowhere)];
      expect([there.status, there.body['code'], there.body['detail']]).toEqual([404, 'not_found', undefined]);
      expect([none.status, none.body['code'], none.body['detail']]).toEqual([404, 'not_found', undefined]);
    }
    const { body } = await alliance.api(alliance.people.bo)('GET', '/api/v1/imports');
    expect(body).toEqual({ items: [] });
    expect((await jobOf(hub, alliance.people.al, job.id)).id).toBe(job.id); // a colleague
  });

  it('a job with something TLP:RED in it is shown to nobody but who handed it in', async () => {
    const { ana, al } = alliance.people;
    const item = { value: 'red.example', tlp: 'red', audience: { people: ['bo@cert-b.example'] } };
    const job = await imported(hub, ana, `${JSON.stringify(item)}\n`);
    expect(job).toMatchObject({ format: 'ndjson', items: { created: 1 } });
    expect(await jobOf(hub, al, job.id)).toMatchObject({ code: 'not_found' });
  });

  it('a constituent’s key sees the jobs that it made, and no others', async () => {
    const key = await alliance.key(alliance.org['cert-a'], { kind: 'constituent', scopes: ['submit'] });
    const own = await imported(hub, key, 'constituent.example\n', { tlp: 'green' });
    const { body } = await alliance.api(key)<{ items: { id: string }[] }>('GET', '/api/v1/imports');
    expect(body.items.map(({ id }) => id)).toEqual([own.id]);
  });
});
