import { gzipSync } from 'node:zlib';
import { type Certificate, certificate } from './support/certificate.js';
import { csafDocument } from './support/csaf-document.js';
import { add, failing, hubFor, listed, listening, METADATA, titles } from './support/csaf-pull.js';
import { startHub } from './support/hub.js';
import { seedJoint } from './support/joint.js';
import { type Handler, provide, Remote, type Signer, signer } from './support/remote.js';
import { until } from './support/until.js';

describe('hostile providers', () => {
  const good = certificate();
  let acme: Signer;
  beforeAll(async () => {
    acme = await signer();
  });

  it('K01: inner addresses are refused, and nothing connects to them', async () => {
    await using canary = await listening();
    await using hub = await startHub({ OUTBOUND_HOSTS: '*', OUTBOUND_PORTS: `443,${canary.port}`, CSAF_PULL_MS: '50' });
    const joint = await seedJoint(hub);
    const hosts = [
      '127.0.0.1',
      'localhost',
      'localhost.',
      '0x7f.1',
      '2130706433',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '0.0.0.0',
      '[::]',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '[fe80::1]',
      '[fd00::1]',
      '[fec0::1]',
      '224.0.0.1',
      '255.255.255.255',
      '198.18.0.1',
      'no-such-host.invalid',
    ];
    for (const host of hosts)
      for (const port of [443, canary.port]) {
        const { code } = await add(joint, `https://${host}:${port}${METADATA}`, acme.fingerprint);
        expect([host, code]).toEqual([host, 'blocked_destination']);
      }
    expect(canary.connections).toBe(0);
    await using closed = await startHub();
    const { code } = await add(await seedJoint(closed), 'provider.example', acme.fingerprint);
    expect(code).toBe('blocked_destination');
  });

  it('K03: redirects are not followed', async () => {
    await using canary = await listening();
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    const joint = await seedJoint(hub);
    for (const status of [301, 302, 303, 307, 308])
      remote.files.set(`/${status}${METADATA}`, (_request, response) =>
        response.writeHead(status, { location: `https://127.0.0.1:${canary.port}/` }).end(),
      );
    for (const status of [301, 302, 303, 307, 308])
      expect(
        await failing(joint, (await add(joint, `${remote.url}/${status}${METADATA}`, acme.fingerprint)).id),
      ).toMatch(/redirects/);
    expect(canary.connections).toBe(0);
  });

  it('K04, K07: other schemes, user names, ports, proxies and headers are refused with 422', async () => {
    await using hub = await startHub({ OUTBOUND_HOSTS: '*' });
    const joint = await seedJoint(hub);
    for (const url of [
      'http://provider.example/provider-metadata.json',
      'file:///etc/passwd',
      'gopher://provider.example/x',
      'ftp://provider.example/x',
      'data://text/plain,x',
      'https://user@provider.example/provider-metadata.json',
      'https://user:pass@provider.example/provider-metadata.json',
      'https://provider.example:8443/provider-metadata.json',
      'https://provider.example:22/provider-metadata.json',
      'https://',
      'not a domain',
    ])
      expect([url, (await add(joint, url, acme.fingerprint)).code]).toEqual([url, 'blocked_destination']);
    for (const more of [{ proxy: 'http://x.example' }, { headers: { host: 'x' } }, { method: 'POST' }])
      expect((await add(joint, 'provider.example', acme.fingerprint, more)).code).toBe('unrecognized_keys');
  });

  it('K05: answers without end, too large, packed or too slow are given up; others go on', async () => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good], 1500);
    const joint = await seedJoint(hub);
    const endless: Handler = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      };
      response.on('drain', more);
      more();
    };
    const slow: Handler = (_request, response) => {
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    };
    const cases: [string, Handler, RegExp][] = [
      ['endless', endless, /more than \d+ bytes|too long/],
      [
        'announced',
        (_request, response) => response.writeHead(200, { 'content-length': 10_000_000_000 }).write('x'),
        /more than \d+ bytes/,
      ],
      [
        'packed',
        (_request, response) =>
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1e6))),
        /packed/,
      ],
      ['slow', slow, /too long/],
      ['silent', () => undefined, /too long/],
      ['broken', (_request, response) => response.destroy(), /can’t be reached/],
      ['missing', (_request, response) => response.writeHead(404).end(), /404/],
      ['nonsense', (_request, response) => response.end('[['.repeat(100_000)), /json/],
    ];
    const ids = new Map<string, string>();
    for (const [name, handler] of cases) {
      remote.files.set(`/${name}${METADATA}`, handler);
      ids.set(name, (await add(joint, `${remote.url}/${name}${METADATA}`, acme.fingerprint)).id);
    }
    await provide(remote, acme, { 'a.json': { text: csafDocument(), updated: '2026-01-01T10:00:00Z' } });
    const { id } = await add(joint, `${remote.url}${METADATA}`, acme.fingerprint);
    await until('the good one', async () => (await listed(joint, id)).documents.imported === 1);
    for (const [name, , said] of cases)
      expect([name, await failing(joint, ids.get(name)!)]).toEqual([name, expect.stringMatching(said)]);
    expect(await titles(joint)).toEqual(['A flaw in Rocket']);
  });

  it.each<[string, Certificate, boolean]>([
    ['expired', certificate({ from: new Date(Date.now() - 40 * 86_400_000), days: 1 }), true],
    ['self-signed and unknown', certificate(), false],
    ['for another name', certificate({ address: '192.0.2.1' }), true],
  ])('K06: a certificate that is %s is refused', async (_, presented, trusted) => {
    await using remote = await Remote.start(presented);
    await using hub = await hubFor(remote, trusted ? [presented] : [good]);
    const joint = await seedJoint(hub);
    await provide(remote, acme, {});
    const { id } = await add(joint, `${remote.url}${METADATA}`, acme.fingerprint);
    expect(await failing(joint, id)).toMatch(/certificate is not good/);
    expect(remote.asked).toEqual([]);
  });
});
