import { assertPublic, destination } from './destination.js';
import { Outbound } from './outbound.js';

const allowed = {
  hosts: ['provider.example', '*.cert.example', '203.0.113.7'],
  ports: [443],
  privateNetworks: ['10.1.0.0/16'],
};

describe('where the hub connects to', () => {
  it.each([
    'https://provider.example/a?b',
    'https://PROVIDER.example.:443/',
    'https://a.b.cert.example/',
    'https://203.0.113.7/',
  ])('%s is asked', (url) => expect(destination(url, allowed).href).toBe(new URL(url).href));

  it.each([
    'https://other.example/',
    'https://cert.example/',
    'https://evilcert.example/',
    'https://provider.example.evil.example/',
    'https://provider.example:8443/',
    'http://provider.example/',
    'https://user@provider.example/',
    'provider.example',
    '',
  ])('%s is not', (url) => expect(() => destination(url, allowed)).toThrow(/blocked_destination/));

  it.each(['8.8.8.8', '2606:4700::1111', '10.1.2.3'])('%s is connected to', (address) =>
    expect(() => assertPublic(address, allowed)).not.toThrow(),
  );

  it.each([
    '10.2.0.1',
    '127.0.0.1',
    '::1',
    '::ffff:10.2.0.1',
    '64:ff9b::a02:1',
    '2002:a02:1::',
    '2001:db8::1',
    '192.88.99.1',
    '203.0.113.7',
    'fe80::1%eth0',
    'x',
  ])('%s is not connected to', (address) =>
    expect(() => assertPublic(address, allowed)).toThrow(/blocked_destination/),
  );

  it('a name is good only if each of its addresses is, at the moment of asking', async () => {
    const answers = [['8.8.8.8'], ['8.8.8.8', '127.0.0.1'], ['127.0.0.1'], []];
    const outbound = new Outbound({ ...allowed, caFile: '', timeoutMs: 100 }, () =>
      Promise.resolve(answers.shift() ?? []),
    );
    await outbound.assertAllowed('https://provider.example/');
    for (let i = 0; i < 3; i += 1)
      await expect(outbound.get('https://provider.example/', 10)).rejects.toThrow(/blocked_destination/);
  });
});
