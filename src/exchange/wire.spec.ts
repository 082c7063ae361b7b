import type { Book } from '../audience/index.js';
import type { Entry } from './entry.js';
import { Batch, BETWEEN, type Piece } from './subscriber.js';
import { printTogether, wireText } from './wire.js';

const book = { audiences: new Map([[1, { ref: 'aud' }]]) } as unknown as Book;
const seen = { ids: [1], late: new Map(), key: '1', has: () => true };

function entryOf(position: number, text: string, audienceId = 1): Entry {
  const bytes = Buffer.alloc(32, position);
  return {
    seq: position,
    audienceId,
    position,
    op: 'create',
    at: '2026-01-01T00:00:00.000000Z',
    objectNo: position,
    id: `note--${position}`,
    type: 'note',
    sinceSeq: position,
    heldSince: null,
    movedAudienceId: null,
    movedPosition: null,
    movedChain: null,
    digest: bytes,
    chain: bytes,
    body: JSON.stringify({ id: `note--${position}`, text }),
    nonce: null,
    envelope: null,
    superseded: false,
  };
}

const batchOf = (texts: readonly Piece[]) => new Batch(texts.length, texts, 9, true);
const read = (batch: Batch) => JSON.parse(`[{${batch.beginning}${Buffer.concat(batch.parts).toString()}`) as unknown;

describe('the text of entries', () => {
  const texts = ['plain', 'ü🦊 and \n', '', 'x'.repeat(5_000)];

  it('is the same whether entries are printed together or each when it is asked for', () => {
    const [together, alone] = [0, 1].map(() => texts.map((text, i) => entryOf(i + 1, text))) as [Entry[], Entry[]];
    printTogether(together, book);
    const print = (entries: readonly Entry[]) =>
      entries.map((entry) => {
        const { source, from, to } = wireText(entry, seen, book);
        return source.toString('utf8', from, to);
      });
    expect(print(together)).toEqual(print(alone));
    expect(print(together).every((text) => text.startsWith(BETWEEN))).toBe(true);
  });

  it('gives a batch one part for what lies together, and one for each stretch of what was chosen', () => {
    const entries = Array.from({ length: 8 }, (_, i) => entryOf(i + 1, texts[i % texts.length]!));
    printTogether(entries, book);
    const chosen = (positions: readonly number[]) =>
      batchOf(positions.map((position) => wireText(entries[position - 1]!, seen, book)));
    for (const [positions, stretches] of [
      [[1, 2, 3, 4, 5, 6, 7, 8], 1],
      [[2, 3, 5, 8], 3],
      [[8, 1], 2],
      [[4], 1],
      [[], 0],
    ] as const) {
      const batch = chosen(positions);
      expect(batch.parts).toHaveLength(stretches + 1);
      expect(batch.length).toBe(Buffer.concat(batch.parts).length);
      expect(read(batch)).toEqual([
        {
          live: true,
          entries: positions.map((position) =>
            expect.objectContaining({ position, audience: 'aud', object: JSON.parse(entries[position - 1]!.body!) }),
          ),
        },
      ]);
      expect(JSON.parse(`{${batch.json}`)).toEqual((read(batch) as unknown[])[0]);
    }
  });

  it('is not printed for an audience that is not known yet, for it would lack its name', () => {
    const entry = entryOf(1, 'early', 2);
    printTogether([entry], book);
    expect(entry.wire).toBeUndefined();
  });
});
