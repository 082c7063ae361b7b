import { stepOf } from './totp.js';

/** RFC 6238, appendix B: the secret of its SHA-1 rows. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('stepOf', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d the code is %s', (now, code) => {
    expect(stepOf(SECRET, code, now)).toBe(Math.floor(now / 30));
  });

  it('takes the step before and after, and no other', () => {
    expect(stepOf(SECRET, '050471', 1_111_111_111 + 30)).toBe(37_037_037);
    expect(stepOf(SECRET, '050471', 1_111_111_111 - 30)).toBe(37_037_037);
    expect(stepOf(SECRET, '050471', 1_111_111_111 + 60)).toBeUndefined();
    expect(stepOf(SECRET, '050471', 1_111_111_111 + 90)).toBeUndefined();
  });

  it.each(['', '28708', '2870822', '28708a', '２８７０８２'])('refuses %j', (code) => {
    expect(stepOf(SECRET, code, 59)).toBeUndefined();
  });
});
