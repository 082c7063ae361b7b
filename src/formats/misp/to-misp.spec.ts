import { Distinct, type StixObject } from '../../kernel/index.js';
import { again } from './misp-meaning.js';
import { attribute, event, found, objects, uuid, indicator } from './misp-samples.js';
import { headOfDay, type Heading, toMisp } from './to-misp.js';

const heading: Heading = {
  uuid: uuid(99),
  uuids: 'original',
  head: headOfDay({ name: 'cert-a', uuid: uuid(98) }, '2026-01-02', 'green', 1_767_400_000),
};
const printed = (all: readonly StixObject[], more: Partial<Heading> = {}, given?: Distinct) =>
  toMisp({ ...heading, ...more }, all, given).Event;

const object = (n: number, attributes: object[], more: object = {}) => ({
  uuid: uuid(n),
  name: 'file',
  'meta-category': 'file',
  timestamp: '1767300000',
  Attribute: attributes,
  ...more,
});
const text = (n: number, value: string, relation: string) =>
  attribute(n, value, { type: 'text', category: 'Other', to_ids: false, object_relation: relation });

describe('a value that stands twice in an event', () => {
  const comments = (all: readonly { comment: string }[]) => all.map(({ comment }) => comment);

  it('is given once, as it stands first', () => {
    const all = [indicator(1, { name: 'first' }), indicator(2, { name: 'second' })];
    expect(comments(printed(all).Attribute)).toEqual(['first']);
    expect(comments(printed(all.toReversed()).Attribute)).toEqual(['second']);
  });

  it('is given once in all pages of one event', () => {
    const given = new Distinct();
    expect(printed([indicator(1)], {}, given).Attribute).toHaveLength(1);
    expect(printed([indicator(2)], {}, given).Attribute).toEqual([]);
  });

  it('is given for each type and category, and beside one that is deleted', () => {
    const hash = { pattern: `[file:hashes.MD5 = '${'1'.repeat(32)}']` };
    const ja3 = { pattern: `[x-ja3:value = '${'1'.repeat(32)}']` };
    const all = [indicator(1, { revoked: true }), indicator(2), indicator(3, { revoked: true }), indicator(4, hash)];
    expect(printed(all).Attribute.map(({ type, deleted }) => [type, deleted])).toEqual([
      ['domain', true],
      ['domain', false],
      ['domain', true],
      ['md5', false],
    ]);
    expect(printed([indicator(1, hash), indicator(2, ja3)]).Attribute).toHaveLength(2);
  });

  it('is given in each object, and there for each role', async () => {
    const all = objects(
      await found(
        event({
          Attribute: [text(10, 'x', 'a')],
          Object: [
            object(20, [text(21, 'x', 'a'), text(22, 'x', 'b'), text(23, 'x', 'a')]),
            object(30, [text(31, 'x', 'a')]),
          ],
        }),
      ),
    );
    const { Attribute, Object: made } = printed(all);
    expect(Attribute.map(({ uuid: id }) => id)).toEqual([uuid(10)]);
    expect(made.map((one) => one.Attribute.map(({ uuid: id }) => id))).toEqual([[uuid(21), uuid(22)], [uuid(31)]]);
  });

  it('is given again where a feed gives the event that it came in', async () => {
    const given = event({
      Attribute: [attribute(10, 'a.example'), attribute(11, 'a.example')],
      Object: [object(20, [text(21, 'x', 'a'), text(22, 'x', 'a')])],
    });
    const { events } = await again(JSON.stringify(given));
    const [{ Attribute, Object: made }] = events as [(typeof events)[0]];
    expect(Attribute.map(({ uuid: id }) => id)).toEqual([uuid(10), uuid(11)]);
    expect(made[0]!.Attribute.map(({ uuid: id }) => id)).toEqual([uuid(21), uuid(22)]);
    const all = objects(await found(given));
    const corrected = all.map((one) =>
      one.type === 'indicator' ? { ...one, pattern: "[domain-name:value = 'b.example']" } : one,
    );
    expect(printed(corrected, { asCame: true }).Attribute.map(({ value }) => value)).toEqual(['b.example']);
    expect(printed(all).Attribute).toHaveLength(1);
  });

  it('leaves no reference to what is not given', async () => {
    const ObjectReference = [10, 11, 30].map((n) => ({
      uuid: uuid(n + 40),
      referenced_uuid: uuid(n),
      relationship_type: 'related-to',
    }));
    const given = event({
      Attribute: [attribute(10, 'a.example'), attribute(11, 'a.example')],
      Object: [object(20, [text(21, 'x', 'a')], { ObjectReference }), object(30, [text(31, 'y', 'a')])],
    });
    const all = objects(await found(given));
    const targets = (some: readonly StixObject[]) =>
      printed(some).Object.flatMap((one) => one.ObjectReference.map(({ referenced_uuid: id }) => id));
    expect(targets(all)).toEqual([uuid(10), uuid(30)]);
    expect(targets(all.filter((one) => !JSON.stringify(one).includes('"y"')))).toEqual([uuid(10)]);
  });
});

describe('a MISP object', () => {
  const both = async () =>
    objects(await found(event({ Object: [object(20, [text(21, 'x', 'a'), text(22, 'y', 'b')])] })));

  it('is left out without any attribute', async () => {
    const all = (await both()).filter(({ type }) => type === 'grouping');
    expect(printed(all)).toMatchObject({ Attribute: [], Object: [] });
  });

  it('is given with those that are there', async () => {
    const all = (await both()).filter((one) => one['content'] !== 'x');
    expect(printed(all).Object.map((one) => one.Attribute.map(({ value }) => value))).toEqual([['y']]);
  });

  it('that is not there leaves its attributes without a role', async () => {
    const all = (await both()).filter(({ type }) => type !== 'grouping');
    const { Attribute } = printed(all);
    expect(Attribute.map(({ value, object_relation: role }) => [value, role])).toEqual([
      ['x', undefined],
      ['y', undefined],
    ]);
  });
});
