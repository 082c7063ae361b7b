import { delayAfter, network } from './attempts.js';

describe('attempts', () => {
  it('A02: wait longer from the fifth on, up to five minutes', () => {
    expect([1, 4, 5, 6, 7, 13, 14, 30].map(delayAfter)).toEqual([0, 0, 1, 2, 4, 256, 300, 300]);
  });

  it('count an IPv6 /64 as one address, and a mapped IPv4 address as itself', () => {
    expect(network('2001:db8:1:2:3::4')).toBe(network('2001:db8:1:2:ffff::1'));
    expect(network('2001:db8:1:2::1')).not.toBe(network('2001:db8:1:3::1'));
    expect(network('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(network('nonsense')).toBe('unknown');
  });
});
