import { cvssOf } from './cvss.js';
import { parseCvss } from './parse-cvss.js';

const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H';
const V4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H';

describe('a CVSS vector', () => {
  // scores of FIRST's examples (v3.1 and v4.0) and of the vectors that NVD publishes
  it.each([
    [V31, '3.1', 10, 'critical'],
    ['CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', '3.0', 6.4, 'medium'],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', '3.1', 3.1, 'low'],
    ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', '3.1', 7.8, 'high'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0, 'none'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:C', '3.1', 9.8, 'critical'],
    [V4, '4.0', 10, 'critical'],
    ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', '4.0', 7.3, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N', '4.0', 8.7, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U', '4.0', 9.3, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', '4.0', 0, 'none'],
  ])('%s has its base score', (vector, version, score, severity) =>
    expect(cvssOf(vector)).toEqual({ version, vector, score, severity }),
  );

  it.each([
    ['CVSS:3.1/A:H/C:H/I:H/S:C/UI:N/PR:N/AC:L/AV:N', V31],
    [`${V31}/E:X/MAV:X`, V31],
    [`${V4}/E:X/U:Red`, `${V4}/U:Red`],
  ])('%s is canonical as %s', (text, vector) => expect(parseCvss(text).vector).toBe(vector));

  it.each([
    ['', 'begins with'],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 'begins with'],
    ['CVSS:2.0/AV:N/AC:L/Au:N/C:C/I:C/A:C', 'begins with'],
    ['CVSS:constructor/AV:N', 'begins with'],
    ['cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 'begins with'],
    [` ${V31}`, 'begins with'],
    ['CVSS:3.1', 'lacks AV'],
    ['CVSS:3.1/AV:N/AC:L', 'lacks PR'],
    [V31.replace('/S:C', ''), 'lacks S'],
    [V4.replace('/AT:N', ''), 'lacks AT'],
    [`${V31}/AV:N`, 'has AV twice'],
    [`${V31}/AV:L`, 'has AV twice'],
    [`${V31}/E:U/E:X`, 'has E twice'],
    [`${V31}/`, 'has no metric ""'],
    [`${V31}/AT:N`, 'has no metric "AT:N"'],
    [`${V31}/E`, 'has E, which is one of'],
    [`${V31}/E:A`, 'has E, which is one of'],
    [`${V31}/E:U:X`, 'has no metric "E:U:X"'],
    [`${V31} `, 'has A, which is one of'],
    [V31.replace('AV:N', 'AV:X'), 'has AV, which is one of N, A, L, P'],
    [V31.replace('AV:N', 'av:N'), 'has no metric "av:N"'],
    [V31.replace('AV:N', 'AV:n'), 'has AV, which is one of'],
    [`${V31}/__proto__:X`, 'has no metric'],
    [`${V4}/S:X/E:A`, 'has E out of order'],
    ['CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 'has AV out of order'],
    [`${V4}/U:red`, 'has U, which is one of'],
    [V4.replace('SI:H', 'SI:S'), 'has SI, which is one of H, L, N'],
  ])('is not %s', (text, what) => expect(() => parseCvss(text)).toThrow(`a CVSS vector ${what}`));

  it('has each of its base metrics, none of them twice, in the order of its version', () => {
    for (const vector of [V31, V4]) {
      const [prefix, ...parts] = vector.split('/');
      for (const [i, part] of parts.entries()) {
        const without = [prefix, ...parts.toSpliced(i, 1)].join('/');
        expect(() => parseCvss(without)).toThrow(`lacks ${part.split(':')[0]}`);
        expect(() => parseCvss(`${vector}/${part}`)).toThrow('twice');
      }
    }
  });
});
