import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { type Hub, startHub } from './support/hub.js';
import { mispAttribute, mispEvent } from './support/misp.js';
import { type Alliance, type Person, rowsOf, seedAlliance } from './support/people.js';
import { EVERYTHING, MARKING, ROOT, taxii } from './support/taxii.js';
import { until } from './support/until.js';

describe('warninglists', () => {
  let hub: Hub;
  let second: Hub;
  let alliance: Alliance;
  const list = (type: string, entries: string[], attributes = ['domain', 'hostname', 'url', 'ip-src', 'md5']) => ({
    name: `A list of ${type}`,
    description: 'x',
    version: 3,
    type,
    matching_attributes: attributes,
    list: entries,
  });
  const put = (id: string, body: unknown, who: Person = alliance.people.root) =>
    alliance.api(who)('PUT', `/api/v1/warninglists/${id}`, body);
  const warningsOf = async (value: string, api = alliance.api(alliance.keys.a)) => {
    const { body } = await api<{ outcomes: { warnings?: { list: string }[] }[] }>('POST', '/api/v1/indicators', [
      { value, tlp: 'green' },
    ]);
    const lists = (body.outcomes[0]!.warnings ?? []).map((warning) => warning.list);
    return lists;
  };

  beforeAll(async () => {
    hub = await startHub();
    second = await hub.another();
    alliance = await seedAlliance(hub);
  });
  afterAll(async () => {
    await second[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  it('are imported as MISP writes them, shown in outcomes by REST and by lines, and refuse nothing', async () => {
    expect((await put('names', list('hostname', ['.warned-example.net', 'exact.warn-example.net']))).status).toBe(200);
    expect((await put('nets', list('cidr', ['203.0.112.0/23', '2001:db8:7::/48']))).status).toBe(200);
    expect((await put('words', list('substring', ['cdn-']))).status).toBe(200);
    expect(
      (await put('texts', list('string', ['One.Warn-Example.net', '5D41402ABC4B2A76B9719D911017C592']))).status,
    ).toBe(200);
    expect((await put('rules', list('regex', ['/^https:\\/\\/login\\./i']))).status).toBe(200);
    expect(await warningsOf('a.warned-example.net')).toEqual(['names']);
    expect(await warningsOf('notwarned-example.net')).toEqual([]);
    expect(await warningsOf('http://exact.warn-example.net/x')).toEqual(['names']);
    expect(await warningsOf('203.0.113.9')).toEqual(expect.arrayContaining(['nets']));
    expect(await warningsOf('203.0.0.0/16')).toEqual(expect.arrayContaining(['nets']));
    expect(await warningsOf('cdn-7.somewhere-example.net')).toContain('words');
    expect(await warningsOf('one.warn-example.net')).toEqual(['texts']);
    expect(await warningsOf('5d41402abc4b2a76b9719d911017c592')).toEqual(['texts']);
    expect(await warningsOf('HTTPS://login.somewhere-example.net/')).toEqual(['rules']);
    const one = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value: 'b.warned-example.net',
      tlp: 'green',
    });
    expect(one).toMatchObject({
      status: 201,
      body: { outcome: 'created', warnings: [{ list: 'names', name: 'A list of hostname' }] },
    });
    const lines = await fetch(`${hub.url}/api/v1/indicators`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alliance.keys.a.text}`, 'content-type': 'application/x-ndjson' },
      body: '{"value":"fine-example.net","tlp":"green"}\n{"pattern":"[domain-name:value = \'c.warned-example.net\']","tlp":"green"}\n',
    });
    const outcomes = (await lines.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { warnings?: unknown });
    expect(outcomes[0]!.warnings).toBeUndefined();
    expect(outcomes[1]!.warnings).toEqual([{ list: 'names', name: 'A list of hostname' }]);
  });

  it('by every door: TAXII in the status, MISP events in the answer, whole STIX observables in their outcomes', async () => {
    await put('doors', list('hostname', ['doors-warned.net']));
    const a = alliance.api(alliance.keys.a);
    const at = { created: '2026-01-02T00:00:00.000Z', modified: '2026-01-02T00:00:00.000Z' };
    const marking = { object_marking_refs: [MARKING.green], spec_version: '2.1' };
    const pattern = { pattern: "[domain-name:value = 'x.doors-warned.net']", pattern_type: 'stix' };
    const indicator = { type: 'indicator', id: `indicator--${randomUUID()}`, ...at, ...marking, ...pattern };
    const fine = {
      ...indicator,
      id: `indicator--${randomUUID()}`,
      pattern: "[domain-name:value = 'fine-example.net']",
    };
    const name = {
      type: 'domain-name',
      id: `domain-name--${randomUUID()}`,
      ...marking,
      value: 'y.doors-warned.net',
    };
    const objects = [{ ...indicator, valid_from: at.created }, { ...fine, valid_from: at.created }, name];
    const path = `${ROOT}/collections/${EVERYTHING}/objects/`;
    const { body } = await taxii(hub, alliance.keys.a.text)(path, { body: { objects } });
    expect(body.successes?.map(({ message }) => message)).toEqual([
      'on warninglists: A list of hostname',
      undefined,
      'on warninglists: A list of hostname',
    ]);
    const event = mispEvent([mispAttribute(81, 'misp.doors-warned.net'), mispAttribute(82, 'fine.misp-example.net')]);
    const said = await a('POST', '/api/v1/misp/events', event);
    expect(said.body).toMatchObject({
      counts: { created: 3, warned: 1 },
      warned: [
        {
          at: 'Event.Attribute[0]',
          id: expect.stringMatching(/^indicator--/),
          warnings: [{ list: 'doors', name: 'A list of hostname' }],
        },
      ],
    });
    const sco = { ...name, id: `domain-name--${randomUUID()}`, value: 'z.doors-warned.net' };
    const answer = await a<{ outcomes: unknown[] }>('POST', '/api/v1/indicators', [sco]);
    expect(answer.body.outcomes).toMatchObject([{ outcome: 'created', warnings: [{ list: 'doors' }] }]);
  });

  it('are as long as MISP’s longest: read as they come, given again as they were, known to every process', async () => {
    const names = Array.from({ length: 510_000 }, (_, i) => `n${i}.long.example`);
    const text = JSON.stringify(list('string', names), null, 2);
    expect(text.length).toBeGreaterThan(10 << 20); // more than any other JSON may have
    expect(await put('long', text)).toMatchObject({ status: 200, body: { entries: names.length } });
    expect(await warningsOf('n509999.long.example')).toEqual(['long']);
    expect(await warningsOf('n510000.long.example')).toEqual([]);
    const { body } = await alliance.api(alliance.keys.a)<{ list: string[] }>('GET', '/api/v1/warninglists/long');
    expect([body.list.length, body.list[5_000], body.list.at(-1)]).toEqual([510_000, names[5_000], names.at(-1)]);
    const other = alliance.api(alliance.keys.b, second);
    await until('the second process to have it', async () =>
      (await warningsOf('n300000.long.example', other)).includes('long'),
    );
  });

  it('are kept up to a number of lists and of entries in all; one that is too many leaves nothing behind', async () => {
    const fill = (lists: number, entries: number) =>
      rowsOf(
        hub,
        `insert into warninglist (id, name, description, version, type, matching_attributes, entries, list, revision)
         select 'full-' || n, 'x', 'x', 1, 'string', '{}', ${entries}, '["x.full-example.net"]', 0 from generate_series(1, ${lists}) n`,
      );
    for (const [lists, entries] of [
      [500, 1],
      [1, 4_999_999],
    ] as const) {
      await fill(lists, entries);
      expect(await put('one-more', list('string', ['a', 'b']))).toMatchObject({
        status: 409,
        body: { code: 'limit_reached' },
      });
      expect((await alliance.api(alliance.keys.a)('GET', '/api/v1/warninglists/one-more')).status).toBe(404);
      await rowsOf(hub, `delete from warninglist where id like 'full-%'`);
    }
    expect((await put('one-more', list('string', ['a', 'b']))).status).toBe(200);
  });

  it('are refused before they are read; who sends all of one before listening is answered, on a connection that stays', async () => {
    const body = Buffer.alloc(12 << 20, 'x');
    const said = (line: string, key: string, length: number) =>
      `${line} HTTP/1.1\r\nhost: h\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
    for (const [key, status] of [
      [alliance.keys.a.text, 403],
      ['nobody', 401],
    ] as const) {
      const socket = connect(Number(new URL(hub.url).port), '127.0.0.1').pause();
      const sent = promisify((data: string | Buffer, done: (error?: Error | null) => void) => socket.write(data, done));
      await sent(said('PUT /api/v1/warninglists/of-a-member', key, body.length));
      await sent(body);
      await sent(said('GET /api/v1/warninglists/nowhere', alliance.keys.a.text, 0));
      let heard = '';
      socket.on('data', (piece) => (heard += String(piece))).resume();
      await until('both answers', () => (heard.match(/HTTP.1.1 \d+/g) ?? []).length === 2);
      expect(heard.match(/HTTP.1.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`, 'HTTP/1.1 404']);
      socket.destroy();
    }
  });

  it('are those of every process a moment after they change, also when one is removed and imported anew', async () => {
    const other = alliance.api(alliance.keys.b, second);
    await put('moving', list('hostname', ['first.move-example.net']));
    await until('the second process to have it', async () =>
      (await warningsOf('first.move-example.net', other)).includes('moving'),
    );
    await alliance.api(alliance.people.root)('DELETE', '/api/v1/warninglists/moving');
    await put('moving', list('hostname', ['second.move-example.net']));
    await until('the second process to have the new one', async () =>
      (await warningsOf('second.move-example.net', other)).includes('moving'),
    );
    expect(await warningsOf('first.move-example.net', other)).toEqual([]);
  });

  it('are read by all, changed by the alliance’s administrators alone, and on record', async () => {
    const key = alliance.api(alliance.keys.a);
    const { body } = await key<{ items: { id: string; own: boolean }[] }>('GET', '/api/v1/warninglists');
    expect(body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'tocsin-empty-files', own: true }),
        expect.objectContaining({ id: 'names', own: false, entries: 2, version: 3 }),
      ]),
    );
    const written = list('hostname', ['.warned-example.net', 'exact.warn-example.net']);
    expect((await key('GET', '/api/v1/warninglists/names')).body).toEqual(written);
    expect((await key('PUT', '/api/v1/warninglists/mine', written)).status).toBe(403);
    expect((await put('mine', written, alliance.people.adminA)).status).toBe(403);
    expect((await key('DELETE', '/api/v1/warninglists/names')).status).toBe(403);
    expect((await key('GET', '/api/v1/warninglists/nowhere')).status).toBe(404);
    const deeds = await rowsOf<{ record: string }>(
      hub,
      `select record from audit_record where record like '%warninglist.%' order by number`,
    );
    expect(deeds.map(({ record }) => (JSON.parse(record) as { action: string }).action)).toEqual(
      expect.arrayContaining(['warninglist.import', 'warninglist.remove']),
    );
  });

  it('are refused by name when they can’t be asked in linear time, or are none', async () => {
    const faults: [object, object][] = [
      [list('regex', ['fine', '(a)\\1']), { code: 'invalid', pointer: '/list/1' }],
      [list('regex', ['(?=x)y']), { code: 'invalid', pointer: '/list/0' }],
      [list('cidr', ['10.0.0.0/8', '10.0.0.0/40']), { code: 'invalid', pointer: '/list/1' }],
      [list('soundex', ['x']), { code: 'invalid', pointer: '/type' }],
      [list('string', []), { code: 'invalid', pointer: '/list' }],
      [list('string', ['x', '']), { code: 'invalid', pointer: '/list/1' }],
      [list('regex', Array.from({ length: 201 }, String)), { code: 'invalid', pointer: '/list' }],
      [list('substring', ['x', ' ']), { code: 'invalid', pointer: '/list/1' }],
      [
        { ...list('string', []), list: ['x', 1] },
        { code: 'invalid', pointer: '/list/1' },
      ],
      [{ ...list('string', ['x']), more: 1 }, { code: 'unrecognized_keys' }],
    ];
    for (const [body, fault] of faults) expect(await put('bad', body)).toMatchObject({ status: 422, body: fault });
    expect((await put('tocsin-mine', list('string', ['x']))).body).toMatchObject({ code: 'conflict' });
    expect((await put('Bad Id', list('string', ['x']))).status).toBe(422);
    expect(
      (await alliance.api(alliance.people.root)('DELETE', '/api/v1/warninglists/tocsin-must-work')).body,
    ).toMatchObject({ code: 'conflict' });
    expect((await alliance.api(alliance.people.root)('DELETE', '/api/v1/warninglists/nowhere')).status).toBe(404);
  });
});
