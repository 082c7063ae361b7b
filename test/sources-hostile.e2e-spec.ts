import { gzipSync } from 'node:zlib';
import { type Certificate, certificate } from './support/certificate.js';
import { listening } from './support/csaf-pull.js';
import { startHub } from './support/hub.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { type Handler, Remote } from './support/remote.js';
import { Admin, envFor, SOURCES } from './support/sources.js';
import { indicator, TAXII } from './support/taxii.js';
import { until } from './support/until.js';

const good = certificate();
const page = (...objects: object[]) => JSON.stringify({ objects });
const taxii =
  (body: string | Buffer, headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': TAXII, ...headers }).end(body);
const base = { kind: 'taxii', tlp: 'green' };

describe('hostile sources', () => {
  it('K01, K04, K07: inner addresses, other schemes, user names, ports and headers are refused, and nothing connects to them', async () => {
    await using canary = await listening();
    await using hub = await startHub({ OUTBOUND_HOSTS: '*', OUTBOUND_PORTS: `443,${canary.port}` });
    const { api, people } = await seedAlliance(hub);
    const code = async (body: object) =>
      (await api(people.adminA)<{ code: string }>('POST', SOURCES, { ...base, ...body })).body.code;
    for (const url of [
      `https://127.0.0.1:${canary.port}/c/`,
      `https://localhost:${canary.port}/c/`,
      `https://[::ffff:127.0.0.1]:${canary.port}/c/`,
      'https://169.254.169.254/latest/',
      'https://10.0.0.1/c/',
      'http://taxii.example/c/',
      'file:///etc/passwd',
      'https://user:pass@taxii.example/c/',
      'https://taxii.example:22/c/',
      'no URL',
    ])
      expect([url, await code({ url })]).toEqual([url, 'blocked_destination']);
    for (const more of [{ headers: { host: 'x' } }, { proxy: 'http://x.example' }, { method: 'POST' }])
      expect(await code({ url: 'https://taxii.example/c/', ...more })).toBe('unrecognized_keys');
    for (const auth of [
      { scheme: 'bearer', token: 'a\r\nx-evil: 1' },
      { scheme: 'basic', user: 'a:b', password: 'x' },
      { scheme: 'key', key: 'schlüssel' },
    ])
      expect(await code({ url: 'https://taxii.example/c/', auth })).toBe('invalid');
    expect(canary.connections).toBe(0);
  });

  it('K03, K05: what is refused, redirected, too long, packed, slow or no TAXII is told in plain words; others go on', async () => {
    await using canary = await listening();
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good, { OUTBOUND_TIMEOUT_MS: '20000' }));
    const { api, people } = await seedAlliance(hub);
    const admin = new Admin(api(people.adminA));
    const status =
      (code: number, headers: Record<string, string> = {}): Handler =>
      (_request, response) =>
        response.writeHead(code, { 'content-type': TAXII, ...headers }).end('{"secret":"of the remote"}');
    const endless: Handler = (_request, response) => {
      response.writeHead(200, { 'content-type': TAXII });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      };
      response.on('drain', more);
      more();
    };
    const cases: [string, Handler, RegExp][] = [
      ['401', status(401), /does not take the credentials \(401\)/],
      ['403', status(403), /\(403\)/],
      ['404', status(404), /nothing at this address \(404\)/],
      ['500', status(500), /answers 500/],
      ['redirect', status(302, { location: `https://127.0.0.1:${canary.port}/` }), /redirects, which is not followed/],
      ['html', taxii('<html>sign in</html>', { 'content-type': 'text/html' }), /is not application\/taxii\+json/],
      ['json', taxii(page(), { 'content-type': 'application/json' }), /is not application\/taxii\+json/],
      [
        'old',
        taxii(page(), { 'content-type': 'application/taxii+json;version=2.0' }),
        /is not application\/taxii\+json/,
      ],
      ['list', taxii('[]'), /no TAXII envelope/],
      ['nonsense', taxii('[['.repeat(100_000)), /no TAXII envelope/],
      ['more', taxii('{"more":"yes","objects":[]}'), /no TAXII envelope/],
      ['endless', endless, /more than \d+ bytes|took too long/],
      [
        'announced',
        (_request, response) =>
          response.writeHead(200, { 'content-type': TAXII, 'content-length': 10_000_000_000 }).write('x'),
        /more than \d+ bytes|took too long/,
      ],
      ['packed', taxii(gzipSync(page()), { 'content-encoding': 'gzip' }), /packed/],
      ['silent', () => undefined, /too long/],
      ['broken', (_request, response) => response.destroy(), /can’t be reached/],
    ];
    const ids = new Map<string, string>();
    for (const [name, handler] of cases) {
      for (const limit of [500, 62, 7, 1]) remote.files.set(`/${name}/objects/?limit=${limit}`, handler); // of what is too much less is asked for
      ids.set(name, (await admin.add({ url: `${remote.url}/${name}/` })).id);
    }
    remote.files.set('/good/objects/?limit=500', taxii(page(indicator('good'))));
    const { id } = await admin.add({ url: `${remote.url}/good/` });
    expect((await admin.settled(id)).objects.created).toBe(1);
    for (const [name, , said] of cases)
      expect([name, await admin.failing(ids.get(name)!)]).toEqual([name, expect.stringMatching(said)]);
    for (const name of ids.keys()) expect(await admin.failing(ids.get(name)!)).not.toContain('of the remote');
    expect(canary.connections).toBe(0);
  });

  it('what is no object, forged or far too much is refused on its own, and its neighbours are taken', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const admin = new Admin(api(people.adminA));
    const bad = [
      { value: 'by-value.example', tlp: 'green' },
      { type: 'indicator', value: 'x.example' },
      'text',
      [1],
      null,
      indicator('wrong id', { id: 'indicator--1' }),
      indicator('wide', { pattern: "[ipv4-addr:value = '0.0.0.0/0']" }),
      indicator('pattern', { pattern: '['.repeat(1_000) }),
      indicator('confidence', { confidence: 101 }),
      { ...indicator('markings'), object_marking_refs: 'x' },
    ];
    const text = page(indicator('before'), ...(bad as object[]), indicator('after'));
    const proto = `{"type":"indicator","__proto__":{"x":1},"id":"indicator--${crypto.randomUUID()}"}`;
    remote.files.set('/c/objects/?limit=500', taxii(`${text.slice(0, -2)},${proto}]}`));
    const { id } = await admin.add({ url: `${remote.url}/c/` });
    expect((await admin.settled(id)).objects).toEqual({
      created: 2,
      updated: 0,
      known: 0,
      refused: bad.length + 1,
      warned: 0,
    });
    expect(await admin.refusals(id)).toHaveLength(bad.length + 1);
  });

  it('that ask to be left alone are, and others are asked less and less often', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const admin = new Admin(api(people.adminA));
    remote.files.set('/busy/objects/?limit=500', (_request, response) =>
      response.writeHead(503, { 'retry-after': '3000', 'content-type': TAXII }).end(),
    );
    remote.files.set('/down/objects/?limit=500', (_request, response) => response.writeHead(500).end());
    const { id } = await admin.add({ url: `${remote.url}/busy/` });
    expect(await admin.failing(id)).toMatch(/busy or under repair/);
    const { next_try: next, last_try: last } = await admin.shown(id);
    expect(Date.parse(next!) - Date.parse(last!)).toBeGreaterThanOrEqual(3_000_000);
    const down = await admin.add({ url: `${remote.url}/down/` });
    await until('some tries', () => remote.asked.filter((path) => path.startsWith('/down/')).length >= 4);
    await until('a longer wait', async () => {
      const row = await admin.shown(down.id);
      return Date.parse(row.next_try!) - Date.parse(row.last_try!) >= 400;
    });
  });

  it('K08: get what the hub signs in with, and nobody else ever does', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const admin = new Admin(api(people.adminA));
    const heads: (string | undefined)[] = [];
    remote.otherwise = (request, response) => {
      heads.push(request.headers.authorization);
      taxii(page())(request, response);
    };
    const secret = 'canary-3f9a1c';
    const auths = [
      { scheme: 'basic', user: 'cert-a', password: secret },
      { scheme: 'bearer', token: secret },
      { scheme: 'key', key: secret },
      { scheme: 'none' },
    ];
    const said: string[] = [];
    for (const [i, auth] of auths.entries()) {
      const { id } = await admin.add({ url: `${remote.url}/${i}/`, auth });
      await admin.settled(id);
      await api(people.adminA)('PATCH', `${SOURCES}/${id}`, { auth });
      said.push(JSON.stringify(await admin.shown(id)));
    }
    const basic = `Basic ${Buffer.from(`cert-a:${secret}`).toString('base64')}`;
    expect([...new Set(heads)]).toEqual([basic, `Bearer ${secret}`, secret, undefined]);
    const kept = await rowsOf<{ text: string }>(
      hub,
      `select s::text || coalesce(encode(credentials, 'escape'), '') as text from source s union all select record from audit_record`,
    );
    for (const text of [...said, ...kept.map((row) => row.text)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(basic);
    }
  });

  it.each<[string, Certificate, boolean]>([
    ['self-signed and unknown', certificate(), false],
    ['for another name', certificate({ address: '192.0.2.1' }), true],
  ])('K06: a certificate that is %s is refused, and nothing is sent', async (_, presented, trusted) => {
    await using remote = await Remote.start(presented);
    await using hub = await startHub(envFor([remote], trusted ? presented : good));
    const { api, people } = await seedAlliance(hub);
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: `${remote.url}/c/`, auth: { scheme: 'key', key: 'k' } });
    expect(await admin.failing(id)).toMatch(/certificate is not good/);
    expect(remote.asked).toEqual([]);
  });
});
