import { Ledgers } from './testing/ledgers.js';
import { verify, type Missing } from './verify.js';
import type { Entry } from './types.js';

function filled(): { ledgers: Ledgers; entries: Entry[] } {
  const ledgers = new Ledgers();
  const entries = [
    ledgers.add('all', 'a'),
    ledgers.add('group', 'b'),
    ledgers.add('all', 'a', 'update', { name: 'A' }),
    ledgers.move('group', 'all', 'b'),
    ledgers.add('all', 'c'),
    ledgers.add('all', 'c', 'recall'),
  ];
  return { ledgers, entries };
}

async function against(ledgers: Ledgers, entries: Entry[]): Promise<Missing[]> {
  const missing: Missing[] = [];
  const report = await verify(ledgers, { against: entries, onMissing: (what) => missing.push(what) });
  expect(report.ok).toBe(missing.length === 0);
  return missing;
}

test('sound ledgers are sound', async () => {
  const { ledgers } = filled();
  const report = await verify(ledgers);
  expect(report.ok).toBe(true);
  expect(report.audiences.map(({ audience, entries }) => [audience.ref, entries])).toEqual([
    ['all', 5],
    ['group', 2],
  ]);
});

test('a view that begins later is recomputed from there', async () => {
  const { ledgers } = filled();
  const { position, chain } = ledgers.lines.get('all')![1]!;
  ledgers.froms.set('all', { position, chain });
  expect((await verify(ledgers)).audiences[0]).toMatchObject({ entries: 3 });
});

test.each([
  [
    'a digest',
    'chain',
    (ledgers: Ledgers) => (ledgers.lines.get('all')![1]!.digest = ledgers.lines.get('all')![0]!.digest),
  ],
  ['an id', 'chain', (ledgers: Ledgers) => (ledgers.lines.get('all')![1]!.id = 'indicator--x')],
  ['an op', 'chain', (ledgers: Ledgers) => (ledgers.lines.get('all')![1]!.op = 0)],
  ['a row taken out', 'gap', (ledgers: Ledgers) => ledgers.lines.get('all')!.splice(1, 1)],
])('%s, planted, is found at its position', async (_, kind, plant) => {
  const { ledgers } = filled();
  plant(ledgers);
  const report = await verify(ledgers);
  expect(report.ok).toBe(false);
  expect(report.audiences[0]!.fracture).toMatchObject({
    kind,
    audience: 'all',
    detail: expect.stringContaining('2') as string,
  });
});

describe('against what is held', () => {
  test('all that came live is all there is', async () => {
    const { ledgers, entries } = filled();
    expect(await against(ledgers, entries)).toEqual([]);
  });

  test('a replay, which has no recalls of what was never held, is enough', async () => {
    const { ledgers } = filled();
    expect(
      await against(
        ledgers,
        ledgers.replay().filter(({ op }) => op !== 'recall'),
      ),
    ).toEqual([]);
  });

  test('what is not there is missing, a superseded version is not', async () => {
    const { ledgers, entries } = filled();
    expect(await against(ledgers, entries.toSpliced(0, 1))).toEqual([]);
    expect(await against(ledgers, entries.toSpliced(2, 1))).toEqual([
      { kind: 'missing', audience: 'all', position: 2, id: 'indicator--a' },
    ]);
  });

  test('a recall of what is held must be held', async () => {
    const { ledgers, entries } = filled();
    expect(await against(ledgers, entries.slice(0, -1))).toMatchObject([{ kind: 'missing', position: 5 }]);
  });

  test('other content than the ledger has is altered; what the ledger lacks is unknown', async () => {
    const { ledgers, entries } = filled();
    entries[2]!.object.name = 'B';
    expect(await against(ledgers, entries)).toMatchObject([{ kind: 'altered', id: 'indicator--a' }]);
  });
});
