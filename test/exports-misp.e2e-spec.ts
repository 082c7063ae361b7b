import { type Hub, startHub } from './support/hub.js';
import { type FedEvent, mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';

/** More than a page of stored objects, whichever way they are cut. */
const OBJECTS = 424;
const hex = (n: number) => n.toString(16).padStart(32, '0');
const part = (n: number, more: object = {}) => ({
  uuid: uuid(n * 10),
  name: 'file',
  'meta-category': 'file',
  timestamp: '1767300000',
  Attribute: [
    mispAttribute(n * 10 + 1, `${n}.exe`, { type: 'filename', object_relation: 'filename', to_ids: false }),
    mispAttribute(n * 10 + 2, hex(n), { type: 'md5', object_relation: 'md5' }),
    mispAttribute(n * 10 + 3, `said of ${n}`, {
      type: 'text',
      object_relation: 'state',
      category: 'Other',
      to_ids: false,
    }),
  ],
  ObjectReference: [{ uuid: uuid(n * 10 + 4), referenced_uuid: uuid(n * 10 + 1), relationship_type: 'contains' }],
  ...more,
});

describe('MISP events exported', () => {
  let hub: Hub;
  let alliance: Alliance;
  let [a, b]: [Api, Api] = [] as never;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [a, b] = [alliance.api(alliance.keys.a), alliance.api(alliance.keys.b)];
    const all = Array.from({ length: OBJECTS }, (_, i) => part(i + 10));
    const { status } = await a('POST', '/api/v1/misp/events', mispEvent([], { Object: all }));
    expect(status).toBe(200);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const eventsOf = async (q: string): Promise<FedEvent[]> => {
    const { status, body } = await b('GET', `/api/v1/export?format=misp&q=${encodeURIComponent(q)}`);
    expect(status).toBe(200);
    return (body as unknown as { response: { Event: FedEvent }[] }).response.map(({ Event }) => Event);
  };

  it('have every MISP object whole, in one event, wherever a page ends', async () => {
    const events = await eventsOf('');
    expect(events.length).toBeGreaterThan(1);
    expect(events.flatMap(({ Attribute }) => Attribute)).toEqual([]);
    const made = events.flatMap((event) => event.Object);
    expect(new Set(made.map((one) => one['uuid'])).size).toBe(OBJECTS);
    expect(made.map((one) => one.Attribute.length)).toEqual(Array<number>(OBJECTS).fill(3));
    expect(made.map((one) => one.ObjectReference.length)).toEqual(Array<number>(OBJECTS).fill(1));
    expect(new Set(events.map((event) => event.uuid)).size).toBe(events.length);
    expect((await eventsOf('')).map((event) => event.uuid)).toEqual(events.map((event) => event.uuid));
  });

  it('have of an object what the query finds, and no object of which it finds nothing', async () => {
    expect(await eventsOf('type:grouping')).toEqual([]);
    const notes = (await eventsOf('type:grouping OR type:note')).flatMap((event) => event.Object);
    expect(notes.map((one) => one.Attribute.map(({ type }) => type).join())).toEqual(
      Array<string>(OBJECTS).fill('text'),
    );
    const loose = await eventsOf('type:indicator');
    expect(loose.flatMap((event) => event.Object)).toEqual([]);
    const attributes = loose.flatMap(({ Attribute }) => Attribute);
    expect(attributes).toHaveLength(OBJECTS * 2);
    expect(attributes.filter((one) => 'object_relation' in one)).toEqual([]);
  });

  it('have an object of several labels in the event of the strictest', async () => {
    const Tag = [{ name: 'tlp:amber' }];
    const mixed = part(1, { uuid: uuid(5), name: 'mixed' });
    const [first, ...others] = mixed.Attribute;
    await a(
      'POST',
      '/api/v1/misp/events',
      mispEvent([], { uuid: uuid(6), Object: [{ ...mixed, Attribute: [{ ...first, Tag }, ...others] }] }),
    );
    const events = (await eventsOf('')).filter((event) => event.Object.some(({ name }) => name === 'mixed'));
    expect(events.map((event) => event.Tag.map(({ name }) => name))).toEqual([['tlp:amber']]);
    const [object] = events[0]!.Object;
    expect(object!.Attribute.map((one) => one.Tag[0]!.name).toSorted()).toEqual([
      'tlp:amber',
      'tlp:green',
      'tlp:green',
    ]);
  });
});
