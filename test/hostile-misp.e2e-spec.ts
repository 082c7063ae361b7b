import { auditWhole } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { eventsOf, manifestWith, mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';

const POST = '/api/v1/misp/events';

describe('MISP events that would go further than they may', () => {
  let hub: Hub;
  let alliance: Alliance;
  let [a, b]: [Api, Api] = [] as never;
  let number = 100;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [a, b] = [alliance.api(alliance.keys.a), alliance.api(alliance.keys.b)];
  });
  afterAll(async () => {
    await auditWhole(alliance);
    await hub[Symbol.asyncDispose]();
  });

  /** Hands in an event with one attribute, and says who finds its value: its organisation, another. */
  async function handIn(event: object, attribute: object, labels: string[] = ['tlp:green']) {
    const id = (number += 2);
    const value = `n${id}.hostile-misp.example`;
    const said = mispEvent([mispAttribute(id, value, { ...attribute })], {
      uuid: uuid(id + 1),
      Tag: labels.map((name) => ({ name })),
      ...event,
    });
    const answer = await a<{ counts: { created: number; rejected: number }; refused: { code: string }[] }>(
      'POST',
      POST,
      said,
    );
    const finds = async (api: Api) =>
      (await api<{ objects: unknown[] }>('GET', `/api/v1/search?q=${value}`)).body.objects.length > 0;
    return {
      status: answer.status,
      codes: [...new Set(answer.body.refused?.map(({ code }) => code))],
      own: await finds(a),
      other: await finds(b),
    };
  }

  it('H01: numbers by which MISP knows its own name nobody here', async () => {
    const numbers = {
      id: '1',
      org_id: '1',
      orgc_id: '1',
      sharing_group_id: '1',
      event_creator_email: 'x@evil.example',
    };
    await handIn({ ...numbers, uuid: uuid(90) }, { id: '1', event_id: '1', object_id: '1' });
    const all = await eventsOf(b, await manifestWith(b, (manifest) => uuid(90) in manifest));
    const given = all.find((event) => event.uuid === uuid(90));
    for (const name of ['id', 'org_id', 'orgc_id', 'sharing_group_id', 'event_creator_email'])
      expect([name, given]).toEqual([name, expect.not.objectContaining({ [name]: expect.anything() as unknown })]);
    // an event that is known by its number alone is nobody's
    const { uuid: _, ...nameless } = mispEvent([mispAttribute(92, 'nameless.example')]).Event;
    const { body } = await a<{ refused: { code: string }[] }>('POST', POST, { Event: nameless });
    expect(body.refused).toMatchObject([{ code: 'misp_invalid' }]);
  });

  const group = { id: '3', name: 'Anybody', uuid: uuid(80) };
  it.each<[string, object, object, boolean]>([
    ['0', { distribution: '0' }, {}, false],
    ['1', { distribution: 1 }, {}, false],
    ['2', { distribution: '2' }, {}, true],
    ['3', { distribution: 3 }, {}, true],
    ['4 of a group that is not here', { distribution: '4', SharingGroup: group, sharing_group_id: '1' }, {}, false],
    ['4 without a group', { distribution: 4 }, {}, false],
    ['5 of an event, which can inherit from nobody', { distribution: '5' }, {}, true],
    ['99', { distribution: 99 }, {}, false],
    ['-1', { distribution: -1 }, {}, false],
    ['0, and 3 of the attribute', { distribution: '0' }, { distribution: '3' }, false],
    ['3, and 0 of the attribute', { distribution: '3' }, { distribution: '0' }, false],
    ['3, and 99 of the attribute', { distribution: '3' }, { distribution: '99' }, false],
  ])('H02: distribution %s goes no further than it says', async (_title, event, attribute, isForAll) => {
    expect(await handIn(event, attribute)).toMatchObject({ status: 200, own: true, other: isForAll });
  });

  it.each([['null'], ['a list'], ['a word']])('H02: a distribution that is %s widens nothing', async (kind) => {
    const distribution = { null: null, 'a list': ['3'], 'a word': 'everybody' }[kind];
    const { own, other, codes } = await handIn({ distribution: '0' }, { distribution });
    expect({ other, isTold: own || codes.length > 0 }).toEqual({ other: false, isTold: true });
    expect((await handIn({ distribution }, { distribution: '0' })).other).toBe(false);
  });

  it.each<[string, string[], string[]]>([
    ['RED under GREEN', ['tlp:green'], ['tlp:red']],
    ['RED beside GREEN', ['tlp:green', 'tlp:red'], []],
    ['a label of nobody’s', ['tlp:ex:chr'], []],
    ['an unclear one', ['tlp:unclear'], []],
  ])('H03: %s is refused by name, and nobody else sees it', async (_title, labels, own) => {
    const Tag = own.map((name) => ({ name }));
    const { codes, other } = await handIn({}, { Tag }, labels);
    expect(other).toBe(false);
    expect(codes).toHaveLength(1);
    expect(codes[0]).toMatch(/^(tlp_|red_|misp_)/);
  });

  it('H03: of two labels the stricter goes, wherever it stands', async () => {
    const strict = await handIn({}, {}, ['tlp:clear', 'tlp:amber+strict']);
    expect(strict).toMatchObject({ own: true, other: true });
    const key = await alliance.key(alliance.org['cert-b'], { ceiling: 'amber' });
    const { body } = await alliance.api(key)<{ objects: unknown[] }>(
      'GET',
      `/api/v1/search?q=n${number}.hostile-misp.example`,
    );
    expect(body.objects).toEqual([]);
  });

  it('H04: what is deleted is taken back, a proposal is named and not taken, and what is not for detection is in no block list', async () => {
    const first = mispEvent([mispAttribute(10, 'kept.example'), mispAttribute(11, 'gone.example')], { uuid: uuid(70) });
    await a('POST', POST, first);
    const ShadowAttribute = [mispAttribute(13, 'proposed.example')];
    const then = mispEvent(
      [
        mispAttribute(10, 'kept.example'),
        mispAttribute(11, 'gone.example', { deleted: true }),
        mispAttribute(12, 'watched.example', { to_ids: false }),
      ],
      { uuid: uuid(70), timestamp: '1767500000', ShadowAttribute },
    );
    const { body } = await a<{ left_out: unknown[] }>('POST', POST, then);
    expect(JSON.stringify(body)).toMatch(/proposal/i);
    const blocked = await b<string>('GET', '/api/v1/export?format=txt&q=type:domain');
    expect(blocked.status).toBe(200);
    expect(blocked.body).toContain('kept.example');
    for (const name of ['gone.example', 'watched.example', 'proposed.example'])
      expect([name, blocked.body.includes(name)]).toEqual([name, false]);
  });
});
