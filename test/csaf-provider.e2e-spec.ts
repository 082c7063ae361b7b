import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { changedRights, insertKey, keyOf } from './support/cast.js';
import { CsafChecker, type Report } from './support/csaf-checker.js';
import { advisory, asking, CSAF, DOMAIN, get, made, publish } from './support/csaf-provider.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';

const shared = resolve(import.meta.dirname, '../../shared/data/open-csaf');
const examples = existsSync(shared)
  ? readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?:csaf_files|examples\/csaf)\/.*\.json$/.test(file),
    )
  : [];

describe('a trusted provider', () => {
  let hub: Hub;
  let joint: Joint;
  let report: Report;
  let checker: CsafChecker;
  let expected = 0;

  beforeAll(async () => {
    hub = await startHub({ ANONYMOUS_CLEAR: 'true', PUBLIC_URL: `https://${DOMAIN}` });
    joint = await seedJoint(hub);
    for (const file of examples) {
      const document = readFileSync(`${shared}/${file}`, 'utf8');
      const { status, body } = await joint.key['cert-a']('POST', '/api/v1/csaf/documents', { document, tlp: 'clear' });
      expect([file, status, body['outcome']]).toEqual([file, 201, 'created']);
    }
    await publish(joint, advisory('clear', 'clear'));
    await publish(joint, advisory('green', 'green'));
    await publish(joint, advisory('amber', 'amber', { audience: { organisations: ['cert-b'] } }));
    await publish(joint, advisory('strict', 'amber+strict'));
    expected = examples.length + 3;
    expect(await made(hub)).toBe(expected);
    checker = new CsafChecker(DOMAIN, asking(hub, joint.token['cert-b']));
    report = await checker.check();
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it.each([
    [1, 'documents are valid'],
    [2, 'file names follow from the ids'],
    [3, 'https alone'],
    [4, 'TLP:WHITE is free'],
    [5, 'TLP:AMBER is protected'],
    [6, 'nothing redirects'],
    [7, 'provider-metadata.json'],
    [8, 'security.txt'],
    [9, 'the well-known path'],
    [11, 'one folder a year'],
    [12, 'index.txt'],
    [13, 'changes.csv'],
    [14, 'directory listings'],
    [15, 'ROLIE feeds'],
    [16, 'the ROLIE service document'],
    [18, 'hashes'],
    [19, 'OpenPGP signatures'],
    [20, 'the public key'],
  ])('requirement %i: %s', (number) => expect(report.get(number)).toEqual([]));

  it('serves every public example, imported, to a member', () => expect(checker.documents.size).toBe(expected));

  it('H13: the public gets what is TLP:CLEAR, with hashes and signature, and nothing else', async () => {
    const nobody = new CsafChecker(DOMAIN, asking(hub));
    expect([...(await nobody.check()).values()].flat()).toEqual([]);
    const labels = [...nobody.documents.values()].map(({ document }) => document.distribution?.tlp?.label);
    expect([labels.length, new Set(labels)]).toEqual([examples.length + 1, new Set(['WHITE'])]);
    for (const folder of ['green', 'amber'])
      for (const file of [`csaf-feed-tlp-${folder}.json`, 'index.txt', 'changes.csv', '2026/x.json', '', '2026/'])
        expect((await get(hub, `${CSAF}/${folder}/${file}`)).status).toBe(401);
    const urls = [...checker.documents.keys()].filter((url) => /\/(?:green|amber)\//.test(url));
    expect(urls).toHaveLength(2);
    for (const url of urls) {
      const path = url.replace(`https://${DOMAIN}`, '');
      expect((await get(hub, path)).status).toBe(401);
      for (const end of ['', '.sha256', '.sha512', '.asc'])
        expect((await get(hub, `${path.replace(/\/(?:green|amber)\//, '/white/')}${end}`)).status).toBe(404);
    }
  });

  it('shows each viewer what it may see: lists, hashes and signatures alike', async () => {
    const { keys } = await constituents(hub);
    const amber = [...checker.documents.keys()]
      .find((url) => url.includes('/amber/'))!
      .replace(`https://${DOMAIN}`, '');
    const year = amber.split('/').at(-2);
    const sees = async (token: string) =>
      Promise.all(
        ['', '.sha256', '.sha512', '.asc'].map(async (end) => (await get(hub, `${amber}${end}`, token)).status),
      );
    expect(await sees(joint.token['cert-b'])).toEqual([200, 200, 200, 200]);
    expect(await sees(keys.constituentB)).toEqual([200, 200, 200, 200]);
    expect(await sees(joint.token['cert-c'])).toEqual([404, 404, 404, 404]);
    expect(await sees(keys.greenB)).toEqual([404, 404, 404, 404]);
    const listed = async (token: string) =>
      Promise.all(
        ['csaf-feed-tlp-amber.json', 'index.txt', 'changes.csv', `${year}/`].map(async (file) =>
          (await get(hub, `${CSAF}/amber/${file}`, token)).text.includes('report--'),
        ),
      );
    expect(await listed(keys.constituentB)).toEqual([true, true, true, true]);
    expect(await listed(joint.token['cert-c'])).toEqual([false, false, false, false]);
    const folders = async (token: string) => (await get(hub, `${CSAF}/amber/`, token)).text.includes(`"${year}/"`);
    expect([await folders(keys.constituentB), await folders(joint.token['cert-c'])]).toEqual([true, false]);
    expect((await get(hub, `${CSAF}/amber/${year}/`, joint.token['cert-c'])).status).toBe(404);
    const hidden = await get(hub, amber, joint.token['cert-c']);
    const missing = await get(hub, amber.replace(/[0-9a-f]{12}\.json$/, '000000000000.json'), joint.token['cert-c']);
    const bare = ({ text }: { text: string }) => text.replace(/"requestId":"[^"]+"/, '');
    expect(bare(hidden)).toBe(bare(missing));
    const feeds = async (token?: string) =>
      [...(await get(hub, `${CSAF}/provider-metadata.json`, token)).text.matchAll(/csaf-feed-tlp-(\w+)/g)].map(
        ([, label]) => label,
      );
    expect([await feeds(), await feeds(keys.greenB), await feeds(keys.constituentB)]).toEqual([
      ['white'],
      ['white', 'green'],
      ['white', 'green', 'amber'],
    ]);
  });

  it('keeps why there is no document', async () => {
    const rows = await rowsOf<{ title: string; refused: string }>(
      hub,
      'select title, refused from csaf_document where refused is not null',
    );
    expect(rows).toEqual([{ title: 'strict', refused: 'CSAF 2.0 has no label TLP:AMBER+STRICT' }]);
  });

  it('has types, ETags, and lets any page load what is public', async () => {
    const path = [...checker.documents.keys()].find((url) => url.includes('/white/'))!.replace(`https://${DOMAIN}`, '');
    const types: [string, string][] = [
      [path, 'application/json'],
      [`${path}.sha256`, 'text/plain; charset=utf-8'],
      [`${path}.asc`, 'application/pgp-signature'],
      [`${CSAF}/white/csaf-feed-tlp-white.json`, 'application/json'],
      [`${CSAF}/white/changes.csv`, 'text/csv; charset=utf-8'],
      [`${CSAF}/white/`, 'text/html; charset=utf-8'],
      [path.replace(/[^/]+$/, ''), 'text/html; charset=utf-8'],
      [`${CSAF}/provider-metadata.json`, 'application/json'],
    ];
    for (const [file, type] of types) {
      const { headers } = await get(hub, file);
      expect([file, headers.get('content-type'), headers.get('access-control-allow-origin')]).toEqual([
        file,
        type,
        '*',
      ]);
      const again = await get(hub, file, undefined, { 'if-none-match': headers.get('etag')! });
      expect([file, again.status, again.text]).toEqual([file, 304, '']);
    }
    const green = [...checker.documents.keys()]
      .find((url) => url.includes('/green/'))!
      .replace(`https://${DOMAIN}`, '');
    expect((await get(hub, green, joint.token['cert-b'])).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('has nothing at paths of its own making', async () => {
    const known = [...checker.documents.keys()]
      .find((url) => url.includes('/white/'))!
      .replace(`https://${DOMAIN}`, '');
    for (const path of [
      `${CSAF}/red/csaf-feed-tlp-red.json`,
      `${CSAF}/white/csaf-feed-tlp-green.json`,
      `${CSAF}/constructor/index.txt`,
      `${CSAF}/white/toString`,
      `${CSAF}/white/1999/`,
      `${CSAF}/red/`,
      `${CSAF}/toString/2026/`,
      `${CSAF}/openpgp/0000.asc`,
      known.replace(/\/\d{4}\//, '/1999/'),
      `${known}.md5`,
    ])
      expect([path, (await get(hub, path)).status]).toEqual([path, 404]);
  });
});

/** Keys of cert-b that may read less. */
async function constituents(hub: Hub): Promise<{ keys: Record<'constituentB' | 'greenB', string> }> {
  const cast = {
    constituentB: { of: 'cert-b', kind: 'constituent' as const, scopes: ['read'] },
    greenB: { of: 'cert-b', ceiling: 'green', scopes: ['read'] },
  };
  await changedRights([hub], async (sql) => {
    for (const [name, key] of Object.entries(cast)) await insertKey(sql, name, key);
  });
  const text = (name: keyof typeof cast) => keyOf(name, cast[name]).text;
  return { keys: { constituentB: text('constituentB'), greenB: text('greenB') } };
}
