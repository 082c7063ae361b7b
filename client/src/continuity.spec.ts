import { CHAIN_START } from './chain.js';
import { Continuity } from './continuity.js';
import { HubError } from './errors.js';
import { Ledgers } from './testing/ledgers.js';
import type { Entry, Heads } from './types.js';

const asHeads = (ledgers: Ledgers): Heads =>
  Object.fromEntries(ledgers.heads().map(({ audience, ...head }) => [audience, head]));

const live = (...entries: Entry[]) => ({ live: true, entries });
const replay = (...entries: Entry[]) => ({ live: false, entries });

async function refused(): Promise<never> {
  throw new HubError({ code: 'insufficient_scope', status: 403 });
}

/** A follower at the head of ledgers in which something has happened before. */
async function following() {
  const ledgers = new Ledgers();
  ledgers.add('all', 'old');
  const continuity = new Continuity(ledgers, undefined);
  const anchor = async () => continuity.check({ live: true, entries: [], heads: ledgers.heads() });
  expect(await anchor()).toBeUndefined();
  return { ledgers, continuity, anchor };
}

/** Stopped at one entry of each of two audiences; since then much has happened. */
function away() {
  const ledgers = new Ledgers();
  ledgers.add('all', 'a');
  ledgers.add('group', 'b');
  const heads = asHeads(ledgers);
  ledgers.add('all', 'c');
  ledgers.add('all', 'c', 'update');
  ledgers.add('all', 'd');
  ledgers.add('group', 'b', 'revoke');
  ledgers.add('list', 'e');
  const continuity = new Continuity(ledgers, heads);
  return { ledgers, continuity, entries: ledgers.replay({ all: 1, group: 1 }) };
}

describe('at the head', () => {
  test('consecutive positions with a chain that holds are in order, in old audiences and new ones', async () => {
    const { ledgers, continuity } = await following();
    const entries = [
      ledgers.add('all', 'a'),
      ledgers.add('group', 'b'),
      ledgers.add('all', 'a', 'update', { name: 'A' }),
    ];
    expect(await continuity.check(live(...entries))).toBeUndefined();
    expect(continuity.heads).toEqual(asHeads(ledgers));
  });

  test('an entry left out is a gap', async () => {
    const { ledgers, continuity } = await following();
    ledgers.add('all', 'lost');
    expect(await continuity.check(live(ledgers.add('all', 'a')))).toMatchObject({
      kind: 'gap',
      audience: 'all',
      expected: 2,
      got: 3,
    });
  });

  test('a jump over what was superseded is no gap: the ledger proves it', async () => {
    const { ledgers, continuity } = await following();
    ledgers.add('all', 'a');
    expect(await continuity.check(live(ledgers.add('all', 'a', 'update')))).toBeUndefined();
    expect(ledgers.asked).toBe(1);
  });

  test('an entry that comes again is a gap', async () => {
    const { ledgers, continuity } = await following();
    const entry = ledgers.add('all', 'a');
    expect(await continuity.check(live(entry, entry))).toMatchObject({ kind: 'gap', expected: 3, got: 2 });
  });

  test.each([
    ['content', (entry: Entry) => ({ ...entry, object: { ...entry.object, name: 'other' } })],
    ['id', (entry: Entry) => ({ ...entry, object: { ...entry.object, id: 'indicator--other' } })],
    ['op', (entry: Entry): Entry => ({ ...entry, op: 'revoke' })],
    ['chain', (entry: Entry) => ({ ...entry, chain: entry.chain.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) })],
  ])('an altered %s breaks the chain', async (_, alter) => {
    const { ledgers, continuity } = await following();
    expect(await continuity.check(live(alter(ledgers.add('all', 'a'))))).toMatchObject({
      kind: 'chain',
      audience: 'all',
    });
  });

  test('a move accounts for a position in both audiences', async () => {
    const { ledgers, continuity } = await following();
    const entries = [ledgers.add('group', 'a'), ledgers.move('group', 'all', 'a'), ledgers.add('group', 'b')];
    expect(await continuity.check(live(...entries))).toBeUndefined();
  });

  test('withheld content is checked by the digest that comes with it', async () => {
    const { ledgers, continuity } = await following();
    const entry = ledgers.add('all', 'a', 'create', { name: 'secret' });
    const { digest } = ledgers.lines.get('all')!.at(-1)!;
    const object = { id: entry.object.id, type: 'indicator' };
    const withheld: Entry = { ...entry, op: 'recall', object, digest, withheld: 'create' };
    expect(await continuity.check(live(withheld))).toBeUndefined();
  });

  test('new heads anchor anew: audiences come and go with rights', async () => {
    const { ledgers, continuity, anchor } = await following();
    for (let i = 0; i < 3; i++) ledgers.add('late', `before-${i}`);
    ledgers.froms.set(
      'late',
      ledgers.heads().find(({ audience }) => audience === 'late')!,
    );
    expect(await anchor()).toBeUndefined();
    expect(await continuity.check(live(ledgers.add('late', 'mine')))).toBeUndefined();
  });
});

describe('after a replay', () => {
  test('all that is current came: proven by the ledger, in no more requests than audiences that jumped', async () => {
    const { ledgers, continuity, entries } = away();
    expect(await continuity.check(replay(...entries))).toBeUndefined();
    expect(await continuity.check({ ...live(), heads: ledgers.heads() })).toBeUndefined();
    expect(ledgers.asked).toBe(1);
    expect(await continuity.check(live(ledgers.add('all', 'f')))).toBeUndefined();
  });

  test.each(['all', 'group', 'list'])('an entry of %s that never came is a gap', async (audience) => {
    const { ledgers, continuity, entries } = away();
    const index = entries.findLastIndex((entry) => entry.audience === audience);
    await continuity.check(replay(...entries.toSpliced(index, 1)));
    expect(await continuity.check({ ...live(), heads: ledgers.heads() })).toMatchObject({ kind: 'gap', audience });
  });

  test.each([
    ['shorter', 0, 'gap'],
    ['as long', 1, 'chain'],
    ['longer', 2, 'chain'],
  ])('a ledger that was rewritten behind our back and is %s is noticed', async (_, entries, kind) => {
    const held = new Ledgers();
    held.add('all', 'a');
    const other = new Ledgers();
    for (let i = 0; i < entries; i++) other.add('all', `rewritten-${i}`);
    const heads = entries > 0 ? other.heads() : [{ audience: 'all', position: 0, chain: CHAIN_START }];
    const continuity = new Continuity(other, asHeads(held));
    await continuity.check(replay(...other.replay({ all: 1 })));
    expect(await continuity.check({ ...live(), heads })).toMatchObject({ kind });
  });

  test('in its midst the state claims no heads, so that a restart raises no false alarm', async () => {
    const { continuity, entries } = away();
    await continuity.check(replay(entries[1]!));
    expect(continuity.heads).toBeUndefined();
  });

  test('what came and went meanwhile, and what moved in sight, is not missed', async () => {
    const { ledgers, continuity } = away();
    ledgers.add('all', 'd', 'recall');
    ledgers.add('all', 'a', 'recall');
    ledgers.move('group', 'list', 'b');
    ledgers.add('list', 'b', 'update');
    const entries = ledgers.replay({ all: 1, group: 1 });
    expect(entries.filter(({ op }) => op === 'recall').map(({ object }) => object.id)).toEqual(['indicator--a']);
    await continuity.check(replay(...entries));
    expect(await continuity.check({ ...live(), heads: ledgers.heads() })).toBeUndefined();
  });

  test('a recall of what was held, that never came, is a gap', async () => {
    const { ledgers, continuity } = away();
    ledgers.add('all', 'a', 'recall');
    await continuity.check(replay(...ledgers.replay({ all: 1, group: 1 }).filter(({ op }) => op !== 'recall')));
    expect(await continuity.check({ ...live(), heads: ledgers.heads() })).toMatchObject({
      kind: 'gap',
      audience: 'all',
    });
  });

  test('a key that may not read ledgers can prove nothing, and says so', async () => {
    const { ledgers, entries } = away();
    const unproven: string[] = [];
    const continuity = new Continuity({ audiences: refused, ledger: refused }, {}, (why) => unproven.push(why));
    await continuity.check(replay(...entries));
    expect(await continuity.check({ ...live(), heads: ledgers.heads() })).toBeUndefined();
    expect(unproven).toEqual(["the ledgers can't be read (insufficient_scope)"]);
    ledgers.add('all', 'lost');
    expect(await continuity.check(live(ledgers.add('all', 'z')))).toMatchObject({ kind: 'gap' });
  });

  test('told to go on after a fracture, it goes on from there', async () => {
    const { ledgers, continuity } = await following();
    ledgers.add('all', 'lost');
    const stretch = live(ledgers.add('all', 'a'));
    expect(await continuity.check(stretch)).toBeDefined();
    continuity.accept(stretch);
    expect(await continuity.check(live(ledgers.add('all', 'b')))).toBeUndefined();
  });
});
