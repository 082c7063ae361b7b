import { Pages } from './pages.js';
import type { Serving } from './serving.js';
import { Batch, whole } from './subscriber.js';

const page = (text: string): Serving => ({
  batch: new Batch(1, [whole(Buffer.from(`,\n${text}`))], 1, false),
  restricted: undefined,
  passedOver: false,
});

describe('pages', () => {
  it('are given out at the head that they were made at, and at no other', () => {
    const pages = new Pages();
    expect(pages.get('a', 7)).toBeUndefined();
    const made = page('{}');
    pages.set('a', made, true);
    expect(pages.get('a', 7)).toBe(made);
    expect(pages.get('b', 7)).toBeUndefined();
    expect(pages.get('a', 8)).toBeUndefined();
    expect(pages.get('a', 7)).toBeUndefined();
  });

  it('are forgotten when they hold too much, long keys of empty pages included', () => {
    for (const [size, key, text] of [
      [1 << 20, 'k', 'x'.repeat(1 << 20)],
      [1 << 20, 'k'.repeat(1 << 20), ''],
    ] as const) {
      const pages = new Pages();
      pages.get('', 7);
      for (let i = 0; i * size < 80 << 20; i++) pages.set(`${i}${key}`, page(text), true);
      expect(pages.get(`0${key}`, 7)).toBeUndefined();
    }
  });

  it('are forgotten from the oldest on, and it is told when a reader has not come to one', () => {
    const pages = new Pages();
    pages.get('', 7);
    const large = page('x'.repeat(16 << 20));
    expect(['a', 'b', 'c'].map((key) => pages.set(key, large, key === 'a'))).toEqual([true, true, true]);
    expect(pages.peek('b', 7)).toBe(large);
    expect(pages.get('c', 7)).toBe(large);
    expect(pages.set('d', large, false)).toBe(true); // 'a' went, which was given
    expect(pages.get('a', 7)).toBeUndefined();
    expect(pages.set('e', large, false)).toBe(false); // 'b' went, which was only looked at
    expect(pages.set('f', large, false)).toBe(true); // 'c' went
    expect(['d', 'e', 'f'].map((key) => pages.get(key, 7))).toEqual([large, large, large]);
  });
});
