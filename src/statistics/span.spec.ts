import { spanOf } from './span.js';

const NOW = Date.UTC(2021, 2, 2, 13, 30);

describe('the span that is counted over', () => {
  it('ends with today, in whole days', () => {
    const span = spanOf(NOW, 3, 'day');
    expect(span.periods.map(({ from }) => from)).toEqual(['2021-02-28', '2021-03-01', '2021-03-02']);
    expect(span).toMatchObject({ from: '2021-02-28', to: '2021-03-03', q: 'created>=2021-02-28 created<2021-03-03' });
  });

  it('is rounded up to whole weeks', () => {
    const span = spanOf(NOW, 8, 'week');
    expect(span.periods.map(({ q }) => q)).toEqual([
      'created>=2021-02-17 created<2021-02-24',
      'created>=2021-02-24 created<2021-03-03',
    ]);
  });

  it('leaves no moment out, and counts none twice', () => {
    for (const days of [1, 7, 30, 90])
      for (const step of ['day', 'week'] as const) {
        const { from, to, periods } = spanOf(NOW, days, step);
        expect([periods[0]?.from, periods.at(-1)?.to]).toEqual([from, to]);
        periods.slice(1).forEach((period, i) => expect(period.from).toBe(periods[i]?.to));
      }
  });
});
