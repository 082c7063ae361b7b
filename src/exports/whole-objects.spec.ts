import fc from 'fast-check';
import { mispTies, readMispEvent } from '../formats/index.js';
import { type StixObject, tlpRank } from '../kernel/index.js';
import type { Match } from '../search/index.js';
import { type Still, wholeObjects } from './whole-objects.js';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const all: Still = async (rows) => rows;

/** An event of so many MISP objects of two attributes and a reference each, and a sighting of each first attribute; newest first. */
function stored(objects: number, tlp = 'green'): Match[] {
  const attribute = (n: number, more: object = {}) => ({
    uuid: uuid(n),
    type: 'domain',
    category: 'Network activity',
    value: `n${n}.example`,
    to_ids: true,
    object_relation: 'domain',
    ...more,
  });
  const event = {
    uuid: uuid(1),
    info: 'x',
    date: '2026-01-02',
    timestamp: '1767400000',
    Tag: [{ name: 'tlp:green' }],
    Attribute: [attribute(2)],
    Object: Array.from({ length: objects }, (_, i) => ({
      uuid: uuid(1_000 + i * 10),
      name: 'x',
      Attribute: [
        attribute(1_001 + i * 10, {
          Sighting: [{ uuid: uuid(1_002 + i * 10), type: '0', date_sighting: '1767400000' }],
        }),
        attribute(1_003 + i * 10, { Tag: [{ name: `tlp:${tlp}` }] }),
      ],
      ObjectReference: [
        { uuid: uuid(1_004 + i * 10), referenced_uuid: uuid(1_003 + i * 10), relationship_type: 'related-to' },
      ],
    })),
  };
  return readMispEvent(event, '')
    .flatMap((part) => ('object' in part ? [part] : []))
    .map(({ object, level }, i) => ({ no: i, id: object.id, tlp: tlpRank(level.tlp), body: JSON.stringify(object) }))
    .toReversed();
}

const pagesOf = (matches: readonly Match[], size: number): Match[][] =>
  Array.from({ length: Math.ceil(matches.length / size) }, (_, i) => matches.slice(i * size, (i + 1) * size));

async function given(pages: Match[][], still = all, most?: { objects: number; characters: number }) {
  let fed = 0;
  let out = 0;
  let behind = 0;
  async function* source() {
    for (const page of pages) {
      behind = Math.max(behind, fed - out);
      fed += page.length;
      yield page;
    }
  }
  const batches: { rank: number; objects: readonly StixObject[] }[] = [];
  for await (const page of wholeObjects(source(), still, most))
    for (const [rank, objects] of page) {
      out += objects.length;
      batches.push({ rank, objects });
    }
  return { batches, behind };
}

const idsOf = (objects: readonly StixObject[]) => objects.map(({ id }) => id);

/** Whether all that is tied to something is in one batch with it. */
function expectWhole(batches: readonly { objects: readonly StixObject[] }[]) {
  for (const { objects } of batches) {
    const here = new Set(idsOf(objects));
    for (const one of objects) {
      const { object, about } = mispTies(one);
      for (const id of [...(object?.attributes ?? []), ...(about === undefined ? [] : [about])])
        expect(here).toContain(id);
    }
  }
}

describe('whole MISP objects', () => {
  it('in whatever order and pages they are met, each once', async () => {
    const matches = stored(6);
    const isSaid = ({ body }: Match) => mispTies(JSON.parse(body) as StixObject).about !== undefined;
    const [said, parts] = [matches.filter(isSaid), matches.filter((one) => !isSaid(one))];
    const order = Array.from(parts, (_, i) => i);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(order, { minLength: order.length }),
        fc.integer({ min: 1, max: 40 }),
        async (shuffled, size) => {
          // what is said of something is newer, and met before it
          const { batches } = await given(pagesOf([...said, ...shuffled.map((i) => parts[i]!)], size));
          const ids = batches.flatMap(({ objects }) => idsOf(objects));
          expect(ids.toSorted()).toEqual(matches.map(({ id }) => id).toSorted());
          expectWhole(batches);
        },
      ),
    );
  });

  it('go on as soon as they are whole', async () => {
    const { batches, behind } = await given(pagesOf(stored(100), 20));
    expect(batches.length).toBeGreaterThan(15);
    expectWhole(batches);
    expect(behind).toBeLessThanOrEqual(150); // references and the like come first of all
  });

  it('hold no more back than they may, though nothing that they wait for comes', async () => {
    for (const type of ['indicator', 'grouping', 'sighting', 'relationship']) {
      const matches = stored(100).filter(({ id }) => id.startsWith(type));
      for (const most of [
        { objects: 7, characters: 1_000_000 },
        { objects: 1_000, characters: 7 * 2_000 },
      ]) {
        const { batches } = await given(pagesOf(matches, 10), all, most);
        const said = batches.flatMap(({ objects }) => objects);
        expect([type, said.length]).toEqual([type, ['indicator', 'grouping'].includes(type) ? matches.length : 0]);
        if (said.length > 0) expect(batches.length).toBeGreaterThan(5);
      }
    }
  });

  it('stand under the strictest label in them, and so does what is said of them', async () => {
    const { batches } = await given(pagesOf(stored(3, 'amber'), 4));
    expectWhole(batches.filter(({ rank }) => rank === tlpRank('amber')));
    const loose = batches.filter(({ rank }) => rank === tlpRank('green')).flatMap(({ objects }) => objects);
    expect(loose.map(({ type }) => type).toSorted()).toEqual(['grouping', 'indicator']);
    expect(batches.flatMap(({ objects }) => idsOf(objects))).toHaveLength(stored(3, 'amber').length);
  });

  it('have nothing in them that may no longer be given', async () => {
    const matches = stored(4);
    const gone = new Set<number>();
    const still: Still = async (rows) => rows.filter(({ no }) => !gone.has(no));
    async function* source() {
      yield matches.slice(0, 8);
      for (const { no } of matches.slice(0, 4)) gone.add(no);
      yield matches.slice(8);
    }
    const ids: string[] = [];
    for await (const page of wholeObjects(source(), still)) ids.push(...[...page.values()].flatMap(idsOf));
    expect(ids.toSorted()).toEqual(
      matches
        .slice(4)
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
