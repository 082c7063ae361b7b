import { Pages } from './pages.js';
import type { Serving } from './serving.js';
import { Batch, pieceOf } from './subscriber.js';

const page = (text: string): Serving => ({
  batch: new Batch([pieceOf(Buffer.from(`,\n${text}`))], 1, false),
  restricted: undefined,
  passedOver: false,
});

describe('pages', () => {
  it('are given out at the head that they were made at, and at no other', () => {
    const pages = new Pages();
    expect(pages.get('a', 7)).toBeUndefined();
    const made = page('{}');
    pages.set('a', made);
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
      for (let i = 0; i * size < 80 << 20; i++) pages.set(`${i}${key}`, page(text));
      expect(pages.get(`0${key}`, 7)).toBeUndefined();
    }
  });
});
