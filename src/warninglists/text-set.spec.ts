import fc from 'fast-check';
import { Key, TextSet } from './text-set.js';

describe('a set of texts', () => {
  it('has what was put into it and nothing else, as a Set does', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), fc.array(text, { maxLength: 50 }), (put, asked) => {
        const [ours, plain] = [new TextSet(put.length), new Set<string>()];
        for (const one of put) {
          ours.add(one);
          plain.add(one);
        }
        for (const one of [...put, ...asked]) expect([one, ours.has(new Key(one))]).toEqual([one, plain.has(one)]);
      }),
    );
  });

  it('tells long texts apart, and those that begin alike', () => {
    const set = new TextSet(3);
    const long = 'ä'.repeat(1_000);
    for (const one of [long, `${long.slice(1)}b`, '']) set.add(one);
    expect([long, `${long.slice(1)}b`, ''].map((one) => set.has(new Key(one)))).toEqual([true, true, true]);
    expect([`${long}a`, long.slice(1), 'ä'.repeat(5_000)].map((one) => set.has(new Key(one)))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
