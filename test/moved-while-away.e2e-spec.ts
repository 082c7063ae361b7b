import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

/** Whom an object goes to, as cert-c sees it: all members and two lists with it, one without it. */
const ALL = { tlp: 'green', audience: 'all' };
const WITHOUT = { tlp: 'amber', audience: { organisations: ['cert-b'] } };
const WITH = { tlp: 'amber', audience: { organisations: ['cert-b', 'cert-c'] } };

/** What happens to an object that cert-c holds while it is away, and what it is told when it is back. */
const HELD = [
  { name: 'out of sight, and back by another audience', moves: [WITHOUT, WITH], told: ['recall', 'create'] },
  { name: 'out of sight, and back by the same audience', moves: [WITHOUT, ALL], told: ['create'] },
  { name: 'to another audience in sight', moves: [WITH], told: ['update'] },
  { name: 'to another audience in sight, and out of sight', moves: [WITH, WITHOUT], told: ['recall'] },
  { name: 'there and back, and out of sight', moves: [WITHOUT, WITH, WITHOUT], told: ['recall', 'recall'] },
];
/** Likewise, but it was hidden from cert-c: that must not show. */
const HIDDEN = [
  { name: 'into sight', moves: [WITH], told: ['create'] },
  { name: 'into sight, and out again', moves: [WITH, WITHOUT], told: [] },
  { name: 'into sight, on in sight, and out again', moves: [WITH, ALL, WITHOUT], told: [] },
  { name: 'into sight, out, and back by another audience', moves: [WITH, WITHOUT, ALL], told: ['create'] },
];
const STORIES = [
  ...HELD.map((story) => ({ ...story, held: true, start: ALL })),
  ...HIDDEN.map((story) => ({ ...story, held: false, start: WITHOUT })),
];

describe('an object that moved while its reader was away', () => {
  const page = { FEED_PAGE: '1' }; // the narrowest: the two entries of a move must not fall on two pages
  let hub: Hub;
  let alliance: Alliance;

  const submit = async (value: string, to: object = ALL): Promise<string> => {
    const { body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', { value, ...to });
    return body['id'] as string;
  };
  const follow = (at: Hub, after: string) => Follower.open(at.url, alliance.keys.c.text, { after });

  beforeAll(async () => {
    hub = await startHub(page);
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it.each(STORIES)(
    '$name (held before: $held): the last word is told last, from memory and from Postgres',
    async ({ name, held, start, moves, told }) => {
      const stem = name.replaceAll(/\W+/g, '-');
      const id = await submit(`${stem}.example`, start);
      const begun = await submit(`${stem}-begin.example`);
      const before = await follow(hub, 'beginning');
      await until('all so far is here', () => before.held.has(begun));
      expect(before.held.has(id)).toBe(held);
      before.close();
      for (const move of moves) {
        const patch = await alliance.api(alliance.keys.a)('PATCH', `/api/v1/indicators/${id}`, move, {
          'if-match': '*',
        });
        expect(patch.status).toBe(200);
      }
      const marker = await submit(`${stem}-end.example`);
      await using fresh = await hub.another(page); // remembers nothing of what was before it
      for (const [from, at] of [
        ['memory', hub],
        ['Postgres', fresh],
      ] as const) {
        using back = await follow(at, before.cursor);
        await until('all that was missed is here', () => back.held.has(marker));
        const about = back.entries.filter(({ object }) => object.id === id).map(({ op }) => op);
        expect({ from, about }).toEqual({ from, about: told });
        expect(back.held.has(id)).toBe(told.length > 0 && told.at(-1) !== 'recall');
      }
    },
  );

  it('does not show a filter what was hidden before', async () => {
    using reader = await Follower.open(hub.url, alliance.keys.c.text, { after: 'now', filter: 'label:wanted' });
    await until('the reader is at the head', () => reader.live);
    const id = await submit('unwanted.example', WITHOUT);
    const patch = await alliance.api(alliance.keys.a)('PATCH', `/api/v1/indicators/${id}`, ALL, { 'if-match': '*' });
    expect(patch.status).toBe(200);
    const { body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', {
      value: 'wanted.example',
      labels: ['wanted'],
      ...ALL,
    });
    await until('what is wanted is here', () => reader.held.has(body['id'] as string));
    expect(reader.entries.map(({ object }) => object.id)).toEqual([body['id']]);
  });
});
