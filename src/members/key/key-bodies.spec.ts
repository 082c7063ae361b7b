import { NewKey } from './key-bodies.js';

const cidrs = (...given: string[]) => {
  const parsed = NewKey.safeParse({ name: 'x', scopes: ['read'], cidrs: given });
  return parsed.success ? parsed.data.cidrs : undefined;
};

describe('NewKey', () => {
  it('stores networks as Postgres wants them', () => {
    expect(cidrs('10.1.2.3/8', '10.9.9.9/8', '192.0.2.1', '2001:DB8::1/33', '::1')).toEqual([
      '10.0.0.0/8',
      '192.0.2.1/32',
      '2001:db8::/33',
      '::1/128',
    ]);
  });

  it.each([
    '0x7f.1',
    '127.1',
    '2130706433',
    '010.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::1%eth0',
    'fe80::/129',
    'cert.example',
    '',
  ])('refuses %j as a network', (given) => expect(cidrs(given)).toBeUndefined());
});
