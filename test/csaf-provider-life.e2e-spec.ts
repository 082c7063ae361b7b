import { type Ask, CsafChecker } from './support/csaf-checker.js';
import { advisory, asking, CSAF, DOMAIN, get, made, publish } from './support/csaf-provider.js';
import { type Hub, startHub } from './support/hub.js';
import { seedJoint } from './support/joint.js';
import { client } from './support/people.js';

describe('a provider over time', () => {
  it('keeps bytes and signature, gives a new version, a new label another path, and says of what was withdrawn only that', async () => {
    await using hub = await startHub({ ANONYMOUS_CLEAR: 'true', PUBLIC_URL: `https://${DOMAIN}` });
    await using second = await hub.another();
    const joint = await seedJoint(hub);
    const id = await publish(joint, advisory('first', 'green'));
    await made(hub);
    const file = async (at: Hub, label: string, token?: string) => {
      const year = new Date().getUTCFullYear();
      const path = `${CSAF}/${label}/${year}/${id}.json`;
      return { ...(await get(at, path, token)), signature: (await get(at, `${path}.asc`, token)).text };
    };
    const [one, other] = [
      await file(hub, 'green', joint.token['cert-b']),
      await file(second, 'green', joint.token['cert-b']),
    ];
    expect([one.status, one.text, one.signature]).toEqual([200, other.text, other.signature]);
    const api = joint.analyst['cert-a'];
    const path = `/api/v1/advisories/${id}`;
    await api('POST', `${path}/revise`);
    const { body: work } = await api<{ body: object; etag: string }>('GET', `${path}/work`);
    await api('PUT', `${path}/work`, { ...work.body, tlp: 'clear' }, { 'if-match': work.etag });
    expect((await api('POST', `${path}/publish`, {})).status).toBe(200);
    await made(hub);
    expect((await file(hub, 'green', joint.token['cert-b'])).status).toBe(404);
    const open = await file(hub, 'white');
    expect(JSON.parse(open.text)).toMatchObject({ document: { tracking: { version: '2', id } } });
    await api('POST', `${path}/withdraw`, { reason: 'It was wrong.' });
    await made(hub);
    const gone = await file(hub, 'white');
    expect(JSON.parse(gone.text)).toMatchObject({
      document: { title: 'WITHDRAWN: first', tracking: { version: '3' } },
    });
    expect(gone.text).not.toMatch(/CVE-|Words of/);
    const report = await new CsafChecker(DOMAIN, asking(hub)).check();
    expect([...report.values()].flat()).toEqual([]);
  });

  it('would be found out by the checker', async () => {
    await using hub = await startHub({ ANONYMOUS_CLEAR: 'true', PUBLIC_URL: `https://${DOMAIN}` });
    const joint = await seedJoint(hub);
    await publish(joint, advisory('clear', 'clear'));
    await publish(joint, advisory('amber', 'amber'));
    await made(hub);
    const ask = asking(hub, joint.token['cert-b']);
    const altered =
      (which: RegExp, alter: (text: string) => string): Ask =>
      async (url, open) => {
        const got = await ask(url, open);
        return which.test(url) ? { ...got, bytes: Buffer.from(alter(got.bytes.toString('utf8'))) } : got;
      };
    const answered =
      (which: RegExp, change: object): Ask =>
      async (url, open) => {
        const got = await ask(url, open);
        return which.test(url) ? { ...got, ...change } : got;
      };
    const plants: [number[], Ask][] = [
      [
        [1, 18, 19],
        altered(/white.*report--.*json$/, (text) => text.replace('"csaf_version": "2.0"', '"csaf_version": "2.9"')),
      ],
      [[4], async (url, open) => (open ? { ...(await ask(url)), status: 401 } : ask(url))],
      [[5], async (url) => ask(url)],
      [[6], answered(/security\.txt$/, { status: 301 })],
      [[7], altered(/provider-metadata\.json$/, (text) => text.replace('csaf_trusted_provider', 'csaf_aggregator'))],
      [[8], altered(/security\.txt$/, (text) => text.replace('CSAF:', 'Csaf:'))],
      [[9], answered(/provider-metadata\.json$/, { headers: new Headers({ 'content-type': 'text/html' }) })],
      [[12], altered(/index\.txt$/, () => '')],
      [[13], altered(/changes\.csv$/, (text) => text.replaceAll('Z"', '1Z"'))],
      [[15], altered(/feed-tlp-white\.json$/, (text) => text.replace('"term": "csaf"', '"term": "x"'))],
      [[16], altered(/service\.json$/, (text) => text.replaceAll('feed-tlp-white', 'x'))],
      [[18], altered(/\.sha512$/, (text) => text.replace(/^./, 'g'))],
      [[20], altered(/provider-metadata\.json$/, (text) => text.replace(/"fingerprint": "./, '"fingerprint": "_'))],
    ];
    for (const [numbers, planted] of plants) {
      const report = await new CsafChecker(DOMAIN, planted).check();
      const found = [...report].filter(([, wrong]) => wrong.length > 0).map(([number]) => number);
      expect([numbers, numbers.filter((number) => !found.includes(number))]).toEqual([numbers, []]);
    }
  });

  it('is for members alone where the alliance did not open it', async () => {
    await using hub = await startHub({ PUBLIC_URL: `https://${DOMAIN}` });
    const joint = await seedJoint(hub);
    await publish(joint, advisory('clear', 'clear'));
    await made(hub);
    for (const path of ['security.txt', 'csaf/provider-metadata.json', 'csaf/white/index.txt', 'csaf/service.json'])
      expect((await client(hub.url)('GET', `/.well-known/${path}`)).status).toBe(401);
    const checker = new CsafChecker(DOMAIN, asking(hub, joint.token['cert-b']));
    const report = await checker.check();
    expect([...report].filter(([number]) => number !== 4).flatMap(([, wrong]) => wrong)).toEqual([]);
    expect([report.get(4)!.length, checker.documents.size]).toEqual([1, 1]);
  });
});
