import { Kept } from './kept.js';

/** A clock that stands still unless counting moves it. */
function counter(took: number) {
  let now = 1_000;
  let made = 0;
  const kept = new Kept<number>(() => now);
  const make = () => {
    now += took;
    return Promise.resolve(++made);
  };
  return { of: (key: string, state: string) => kept.of(key, state, 'x', make), pass: (ms: number) => void (now += ms) };
}

describe('counts that are kept', () => {
  it('are given again while nothing has changed, to those of the same key alone', async () => {
    const { of } = counter(1);
    expect([await of('a', '1'), await of('a', '1'), await of('b', '1'), await of('a', '1')]).toEqual([1, 1, 2, 1]);
  });

  it('are made anew after every change where that is quick', async () => {
    const { of } = counter(1);
    expect([await of('a', '1'), await of('a', '2'), await of('a', '1')]).toEqual([1, 2, 3]);
  });

  it('are given for a while after a change where counting takes long, and a minute at most', async () => {
    const { of, pass } = counter(5_000);
    expect([await of('a', '1'), await of('a', '2')]).toEqual([1, 1]);
    pass(54_000);
    expect(await of('a', '3')).toBe(1);
    pass(2_000);
    expect(await of('a', '3')).toBe(2);
  });

  it('are made once for all who ask at the same time, one after the other for others, and for so many at most', async () => {
    let running = 0;
    let most = 0;
    const kept = new Kept<number>();
    const make = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      return running--;
    };
    const keys = Array.from({ length: 40 }, (_, i) => String(i));
    const asked = ['0', ...keys].map((key) => kept.of(key, '', `owner ${Number(key) % 20}`, make));
    const ends = await Promise.allSettled(asked);
    expect(most).toBe(1);
    expect(ends.map(({ status }) => status)).toEqual([...Array(33).fill('fulfilled'), ...Array(8).fill('rejected')]);
  });

  it('of one owner take no more than a few places, and give them back', async () => {
    const kept = new Kept<number>();
    const ask = (key: string, owner: string) =>
      kept.of(key, '', owner, () => new Promise<number>((resolve) => setImmediate(() => resolve(1))));
    for (const round of ['1', '2']) {
      const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ask(key + round, 'one'));
      const ends = await Promise.allSettled([...asked, ask(`g${round}`, 'other')]);
      expect(ends.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, false, false, true]);
    }
  });

  it('are not kept when they failed', async () => {
    const kept = new Kept<number>();
    await expect(kept.of('a', '', 'x', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await kept.of('a', '', 'x', () => Promise.resolve(7))).toBe(7);
  });
});
