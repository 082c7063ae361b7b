import { nextDigest } from './digest-time.js';

const next = (time: string, hour: number) => nextDigest(Date.parse(time), hour).toISOString();

describe('nextDigest', () => {
  it('is today while its hour has not come, else tomorrow', () => {
    expect(next('2026-03-02T05:00:00Z', 6)).toBe('2026-03-02T06:00:00.000Z');
    expect(next('2026-03-02T06:00:01Z', 6)).toBe('2026-03-03T06:00:00.000Z');
    expect(next('2026-12-31T23:30:00Z', 0)).toBe('2027-01-01T00:00:00.000Z');
  });

  it('takes nothing more in within its last minute', () => {
    expect(next('2026-03-02T05:58:59Z', 6)).toBe('2026-03-02T06:00:00.000Z');
    expect(next('2026-03-02T05:59:00Z', 6)).toBe('2026-03-03T06:00:00.000Z');
    expect(next('2026-03-02T05:59:59Z', 6)).toBe('2026-03-03T06:00:00.000Z');
  });
});
