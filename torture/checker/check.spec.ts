import type { Published } from '../clients/records.js';
import { check } from './check.js';
import { entry, FOR_ALL, type Handmade, handmade, intent, rowOf } from './handmade.js';

const found = (spoil: (ledgers: Handmade) => void): string[] => {
  const ledgers = handmade();
  spoil(ledgers);
  return check(ledgers.evidence()).violations.map((text) => text.slice(0, text.indexOf(':')));
};
const later = (key: string, at: number) => ({ key, at, hub: '' });

describe('the checker', () => {
  it('finds nothing in ledgers that are as they must be', () => {
    expect(check(handmade().evidence())).toEqual({ acknowledged: 2, undone: 0, lost: 0, violations: [] });
  });

  it.each<[string, string, (ledgers: Handmade) => void]>([
    ['N1', 'an acknowledged object is not there', ({ witness }) => witness.replays['cert-a'].pop()],
    [
      'N1',
      'it has other bytes',
      ({ witness }) =>
        (witness.replays['cert-a'] = witness.replays['cert-a'].map(
          (e) => [...e.slice(0, 5), '"other"', ...e.slice(6)] as never,
        )),
    ],
    [
      'N1',
      'a sound item was refused',
      ({ published }) =>
        published.push(
          { do: 'invoke', at: 20, key: 'k9', by: 'cert-a', items: [intent('x.example')] },
          { do: 'fail', status: 422, code: 'invalid', ...later('k9', 21) },
        ),
    ],
    ['N2', 'a reader never got it', ({ readers }) => (readers[1]!.lines = readers[1]!.lines.slice(0, 1))],
    ['N2', 'a new reader does not get it', ({ witness }) => (witness.replays['cert-e'] = [])],
    [
      'N3',
      'something was delivered that nobody submitted',
      ({ readers }) =>
        readers[0]!.lines.push({
          do: 'took',
          at: 9_003,
          live: true,
          entries: [entry(intent('alien.example', 'clear'), 'indicator--9')],
        }),
    ],
    [
      'N3',
      'something was delivered that was refused',
      ({ published }) => published.push({ do: 'fail', status: 422, code: 'invalid', ...later('k0', 30) }),
    ],
    [
      'N4',
      'a position is missing',
      ({ witness }) =>
        witness.ledgers.set(
          'green',
          witness.ledgers.get('green')!.map((row) => ({ ...row, position: 2 })),
        ),
    ],
    [
      'N4',
      'a chain breaks',
      ({ witness }) =>
        witness.ledgers.set(
          'green',
          witness.ledgers.get('green')!.map((row) => ({ ...row, chain: 'x' })),
        ),
    ],
    [
      'N4',
      'two readers have one position otherwise',
      ({ readers }) =>
        readers[1]!.lines.push({
          do: 'took',
          at: 9_003,
          live: true,
          entries: [entry(intent('two.example', 'own'), 'indicator--3')],
        }),
    ],
    [
      'N4',
      'a cursor is refused though nothing was restored',
      ({ readers }) => readers[0]!.lines.push({ do: 'refused', at: 9_004, code: 'cursor_future' }),
    ],
    [
      'N4',
      'an old cursor is taken after a restore',
      ({ readers, marks }) => {
        marks.push(
          { do: 'backup', at: 8_000 },
          { do: 'saved', at: 8_001 },
          { do: 'restoring', at: 9_100 },
          { do: 'restored', at: 9_200 },
        );
        readers[0]!.lines.push(
          { do: 'begin', at: 9_300, hub: 'hub-1', after: 'cursor' },
          { do: 'took', at: 9_301, live: true, entries: [] },
        );
      },
    ],
    ['N5', 'an entry is given again', ({ readers }) => readers[0]!.lines.push(readers[0]!.lines[1]!)],
    [
      'N6',
      'a repeat gets another receipt',
      ({ published }) => published.push({ do: 'again', submission: 's7', outcomes: [], ...later('k0', 30) }),
    ],
    [
      'N6',
      'a request made two events',
      ({ witness }) => {
        const first = witness.replays['cert-a'][0]!;
        witness.ledgers.set('green', [rowOf(first), rowOf(entry(FOR_ALL, 'indicator--1', first))]);
      },
    ],
    ['N7', 'a reader got what is not for him', ({ readers }) => readers[1]!.lines.push(readers[0]!.lines[1]!)],
    [
      'N7',
      'a stranger reads it',
      ({ witness }) => (witness.gets = witness.gets.map((get) => ({ ...get, status: 200 }))),
    ],
    ['N8', 'a submission is not on record', ({ witness }) => (witness.submissions = ['s0'])],
    ['N8', 'a submission is on record twice', ({ witness }) => (witness.submissions = ['s0', 's1', 's1'])],
    [
      'N8',
      'something is on record that nobody was told of',
      ({ witness }) => (witness.submissions = ['s0', 's1', 's2']),
    ],
    ['N8', 'the chain of records does not hold', ({ witness }) => (witness.auditOk = false)],
    ['N9', 'a reader without it is told that it is at the head', ({ readers }) => readers[1]!.lines.splice(1, 1)],
    [
      'N9',
      'a head is told that is behind what came',
      ({ readers }) =>
        readers[0]!.lines.push({ do: 'took', at: 9_003, live: true, entries: [], heads: [['green', 0]] }),
    ],
    [
      'N10',
      'a request was never answered',
      ({ published }) =>
        published.push({ do: 'invoke', at: 20, key: 'k9', by: 'cert-a', items: [intent('x.example')] }),
    ],
    [
      'N10',
      'a reader had not caught up',
      ({ witness }) => (witness.condition = { ...witness.condition, behind: ['cert-a'] }),
    ],
    ['N10', 'connections leak', ({ witness }) => (witness.condition = { ...witness.condition, sessions: 23 })],
    ['N10', 'a lock is stuck', ({ witness }) => (witness.condition = { ...witness.condition, waitingForLocks: 1 })],
    [
      'N10',
      'a process ended by itself',
      ({ witness }) => (witness.condition = { ...witness.condition, crashes: ['hub-1 ended'] }),
    ],
    [
      'N10',
      'the heap has grown',
      ({ witness }) =>
        (witness.condition = { ...witness.condition, hubs: [{ ...witness.condition.hubs[0]!, heapBytes: 90 << 20 }] }),
    ],
  ])('%s: %s', (name, _what, spoil) => {
    expect(found(spoil)).toContain(name);
  });

  it('counts what is lost, and not what a restore undoes', () => {
    const lost = handmade();
    for (const replay of Object.values(lost.witness.replays)) replay.length = 0;
    expect(check(lost.evidence()).lost).toBe(2);
    const restored = handmade();
    restored.published.push(
      { do: 'invoke', at: 200, key: 'k9', by: 'cert-a', items: [intent('x.example')] },
      { do: 'ok', submission: 's9', outcomes: [['created', 'indicator--9', '"9"']], ...later('k9', 210) },
    );
    restored.marks.push(
      { do: 'backup', at: 100 },
      { do: 'saved', at: 150 },
      { do: 'restoring', at: 300 },
      { do: 'restored', at: 400 },
    );
    expect(check(restored.evidence())).toEqual({ acknowledged: 2, undone: 1, lost: 0, violations: [] });
  });

  it('takes a receipt that outlived a restore for what it is, and not for another request', () => {
    const asked = handmade();
    asked.marks.push(
      { do: 'backup', at: 100 },
      { do: 'saved', at: 150 },
      { do: 'restoring', at: 300 },
      { do: 'restored', at: 400 },
    );
    const taken = asked.published.flatMap((line) => (line.do === 'ok' && line.key === 'k0' ? [line] : []));
    asked.published.push(...taken.map((line): Published => ({ ...line, do: 'again', at: 410 })));
    expect(check(asked.evidence())).toEqual({ acknowledged: 2, undone: 0, lost: 0, violations: [] });
  });
});
