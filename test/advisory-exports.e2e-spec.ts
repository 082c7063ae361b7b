import { FORMATS } from '../src/advisories/printing/formats.js';
import { checkCsaf } from '../src/formats/index.js';
import { TLP_MARKING } from '../src/kernel/index.js';
import { type Hub, startHub } from './support/hub.js';
import { identityOf, type Joint, type Member, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';

describe('what a published advisory is exported as', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  async function published(more: object): Promise<string> {
    const body = { kind: 'alert', title: 'Patch', body: 'Patch *now*.', tlp: 'green', ...more };
    const { id } = (await joint.analyst['cert-a']<{ id: string }>('POST', ADVISORIES, body)).body;
    expect((await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
    return id;
  }
  async function indicator(value: string, tlp: string, audience: unknown): Promise<string> {
    const { body } = await joint.analyst['cert-a']('POST', '/api/v1/indicators', { items: [{ value, tlp }], audience });
    return (body['outcomes'] as { id: string }[])[0]!.id;
  }
  const exported = <T = string>(of: Member, id: string, format: string, headers: Record<string, string> = {}) =>
    joint.key[of]<T>('GET', `${ADVISORIES}/${id}/export?format=${format}`, undefined, headers);

  it('is had as STIX alone where it was written elsewhere', async () => {
    const report = {
      type: 'report',
      spec_version: '2.1',
      id: 'report--7f1d2c3b-4a59-4687-9876-0123456789ab',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      name: 'From elsewhere',
      published: '2026-01-01T00:00:00.000Z',
      object_refs: [identityOf('cert-a')],
      object_marking_refs: [TLP_MARKING.green],
    };
    const bundle = { type: 'bundle', id: report.id.replace('report', 'bundle'), objects: [report] };
    const taken = await joint.key['cert-a']<string>('POST', '/api/v1/objects', bundle, {
      'content-type': 'application/stix+json',
    });
    expect(taken.body).toContain('"created":1');
    expect((await exported<{ objects: object[] }>('cert-b', report.id, 'stix')).body.objects[0]).toMatchObject({
      id: report.id,
    });
    expect((await exported('cert-b', report.id, 'html')).status).toBe(422);
  });

  it('names nothing on a sheet that not all of its readers see by now', async () => {
    const linked = await indicator('first.example', 'green', 'all');
    const id = await published({ indicators: [linked] });
    expect((await exported('cert-b', id, 'markdown')).body).toMatch(/first\\?\[\.\\?\]example/);
    const narrow = { audience: { organisations: ['cert-b'] } };
    const { status } = await joint.analyst['cert-a']('PATCH', `/api/v1/indicators/${linked}`, narrow, {
      'if-match': '*',
    });
    expect(status).toBe(200);
    for (const one of ['cert-b', 'cert-d'] as const)
      expect((await exported(one, id, 'markdown')).body).not.toContain('first');
  });

  it.each([
    '../../etc/passwd',
    String.raw`..\..\windows\win.ini`,
    'CON',
    'x"; filename="evil.exe',
    "x'; filename*=UTF-8''evil.exe",
    'a%0d%0aSet-Cookie: x=1',
    'é'.repeat(300),
    '報告 ☃ 🦊',
    '<script>alert(1)</script>.html',
    'x.pdf;.exe .',
    '-rf *',
  ])('H05: a title %j names no file but one of the hub’s making', async (title) => {
    const id = await published({ title });
    for (const format of FORMATS) {
      const { status, headers } = await exported('cert-b', id, format);
      expect([format, status]).toEqual([format, 200]);
      const name = /^(?:inline|attachment); filename="([a-z0-9_-]+\.(?:html|md|pdf|json))"$/.exec(
        headers.get('content-disposition') ?? '',
      )?.[1];
      expect(name).toMatch(format.startsWith('csaf') ? /^report--/ : /^tlp-green_[a-z0-9-]{1,60}_v1\./);
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('H05: titles that turn around or break lines are none', async () => {
    for (const title of ['a\u202egpj.exe', 'a\r\nSet-Cookie: x=1', 'a\u0000b', 'x'.repeat(301)])
      expect(
        (await joint.analyst['cert-a']('POST', ADVISORIES, { kind: 'alert', title, body: 'b', tlp: 'green' })).status,
      ).toBe(422);
  });

  it('as CSAF 2.0 and 2.1, valid, named by its id; AMBER+STRICT only as 2.1', async () => {
    const vulnerabilities = [{ cve: 'CVE-2021-26855', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N'] }];
    const id = await published({ vulnerabilities });
    for (const version of ['2.0', '2.1'] as const) {
      const { body, headers } = await exported<Record<string, unknown>>('cert-b', id, `csaf-${version}`);
      expect(body['document']).toMatchObject({ csaf_version: version, tracking: { id } });
      expect(body['vulnerabilities']).toMatchObject([{ cve: 'CVE-2021-26855' }]);
      expect(await checkCsaf(body, version)).toEqual([]);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${id}.json"`);
      const known = { 'if-none-match': headers.get('etag')! };
      expect((await exported('cert-b', id, `csaf-${version}`, known)).status).toBe(304);
    }
    const strict = await published({ tlp: 'amber+strict' });
    expect((await exported('cert-b', strict, 'csaf-2.1')).status).toBe(200);
    expect(await exported('cert-b', strict, 'csaf-2.0')).toMatchObject({
      status: 422,
      body: { code: 'csaf_unexpressible' },
    });
  });
});
