import { type Hub, startHub } from './support/hub.js';
import { mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';

const POST = '/api/v1/misp/events';
const taken = (counts: object) => ({
  counts: { created: 0, updated: 0, unchanged: 0, rejected: 0, revoked: 0, ...counts },
});

describe('MISP events handed in', () => {
  let hub: Hub;
  let alliance: Alliance;
  let [a, b]: [Api, Api] = [] as never;

  beforeEach(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [a, b] = [alliance.api(alliance.keys.a), alliance.api(alliance.keys.b)];
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const find = async (api: Api, q: string) =>
    (
      await api<{ items: { object: { type: string; pattern?: string } }[] }>(
        'GET',
        `/api/v1/search?q=${encodeURIComponent(q)}`,
      )
    ).body;

  it('are indicators for whoever may see them; the same again changes nothing', async () => {
    const event = mispEvent([mispAttribute(10, 'a.example'), mispAttribute(11, 'b.example', { distribution: '0' })]);
    expect((await a('POST', POST, event)).body).toMatchObject({
      ...taken({ created: 4 }),
      objects: { indicator: 2, grouping: 2 },
    });
    expect((await a('POST', POST, event)).body).toMatchObject(taken({ unchanged: 4 }));
    expect(JSON.stringify(await find(b, 'a.example'))).toContain('a.example');
    expect(JSON.stringify(await find(b, 'b.example'))).not.toContain('domain-name');
    expect(JSON.stringify(await find(a, 'b.example'))).toContain('domain-name');
  });

  it('what was stored when a property of the extension had a shorter name than STIX allows is the same still', async () => {
    const event = mispEvent([mispAttribute(10, 'a.example'), mispAttribute(11, 'b.example', { to_ids: false })]);
    await a('POST', POST, event);
    const renamed = await rowsOf(
      hub,
      `update version set body = replace(body, '"part":', '"is":') where body like '%"part":%' returning 1`,
    );
    expect(renamed).toHaveLength(3);
    expect((await a('POST', POST, event)).body).toMatchObject(taken({ unchanged: 3 }));
    // and so is what somebody hands on from then
    const [{ text }] = (await rowsOf<{ text: string }>(
      hub,
      `select v.body as text from object o join version v on v.seq = o.seq where o.type = 'indicator'`,
    )) as [{ text: string }];
    const again = await a<string>('POST', '/api/v1/objects?tlp=green', text, {
      'content-type': 'application/stix+json',
    });
    expect(again.body).toContain('"outcome":"unchanged"');
    const { body } = await a<{ response: { Event: { Attribute: object[] } }[] }>('GET', '/api/v1/export?format=misp');
    expect(JSON.stringify(body)).toContain(uuid(11)); // as it came
  });

  it('one attribute changed is one new version, though the event is said again as a whole', async () => {
    await a('POST', POST, mispEvent([mispAttribute(10, 'a.example'), mispAttribute(11, 'b.example')]));
    const later = mispEvent(
      [
        mispAttribute(10, 'a.example'),
        mispAttribute(11, 'b.example', { comment: 'seen again', timestamp: '1767500000' }),
      ],
      { timestamp: '1767500000' },
    );
    // the indicator and the grouping's time: the other indicator says what it said
    expect((await a('POST', POST, later)).body).toMatchObject(taken({ updated: 1, unchanged: 2 }));
  });

  it('two organisations that hand in the same event have objects of their own', async () => {
    const event = mispEvent([mispAttribute(10, 'a.example')]);
    for (const api of [a, b]) expect((await api('POST', POST, event)).body).toMatchObject(taken({ created: 2 }));
  });

  it('a label that becomes stricter goes for all that has no label of its own', async () => {
    await a('POST', POST, mispEvent([mispAttribute(10, 'a.example')]));
    const later = mispEvent([mispAttribute(10, 'a.example')], { timestamp: '1767500000', distribution: '0' });
    expect((await a('POST', POST, later)).body).toMatchObject(taken({ updated: 2 }));
    expect(JSON.stringify(await find(b, 'a.example'))).not.toContain('domain-name');
  });

  it('what is deleted later is revoked', async () => {
    await a('POST', POST, mispEvent([mispAttribute(10, 'a.example'), mispAttribute(11, 'b.example')]));
    const later = mispEvent([mispAttribute(10, 'a.example', { deleted: true }), mispAttribute(11, 'b.example')], {
      timestamp: '1767500000',
    });
    expect((await a('POST', POST, later)).body).toMatchObject({ counts: { revoked: 1, rejected: 0 } });
    expect((await a('POST', POST, later)).body).toMatchObject({ counts: { revoked: 0, rejected: 0 } });
  });

  it('come as a stream, too, and a bad one sinks none', async () => {
    const events = [1, 2, 3].map((n) => mispEvent([mispAttribute(10 + n, `n${n}.example`)], { uuid: uuid(100 + n) }));
    const lines = [
      JSON.stringify(events[0]),
      '{"Event":{"info":"x"}}',
      ...events.slice(1).map((one) => JSON.stringify(one)),
    ];
    const { status, body } = await a('POST', POST, lines.join('\n'), { 'content-type': 'application/x-ndjson' });
    expect([status, body]).toMatchObject([
      200,
      { ...taken({ created: 6, rejected: 1 }), refused: [{ at: '[1]', code: 'misp_invalid' }] },
    ]);
  });

  it('stay within the organisation where that is asked', async () => {
    await a('POST', `${POST}?audience=organisation`, mispEvent([mispAttribute(10, 'a.example')]));
    expect(JSON.stringify(await find(b, 'a.example'))).not.toContain('domain-name');
  });

  it('a reader hands in nothing', async () => {
    expect((await alliance.api(alliance.people.ray)('POST', POST, mispEvent([]))).status).toBe(403);
  });
});
