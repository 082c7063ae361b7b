import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { EXPORT_FORMATS } from '../src/exports/exports.js';
import { undefuse } from '../src/formats/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';

const PATH = '/api/v1/export';

const exported = async (api: Api, format: string, q = '', headers: Record<string, string> = {}) =>
  api<string>('GET', `${PATH}?format=${format}&q=${encodeURIComponent(q)}`, undefined, headers);

const textOf = async (api: Api, format: string, q = ''): Promise<string> => {
  const { status, body } = await exported(api, format, q);
  expect(status).toBe(200);
  return typeof body === 'string' ? body : JSON.stringify(body);
};
let number = 0;
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !/^[#;]/.test(line));

describe('exports', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Api;
  let b: Api;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    a = alliance.api(alliance.keys.a);
    b = alliance.api(alliance.keys.b);
  });
  afterAll(() => hub[Symbol.asyncDispose]());
  const put = async (item: object, api = a) => {
    const { status, body } = await api<{ id: string; etag: string }>('POST', '/api/v1/indicators', {
      tlp: 'green',
      ...item,
    });
    expect([200, 201]).toContain(status);
    return body;
  };

  it('give everything that a query finds, in every format', async () => {
    const labels = ['every-format'];
    await put({ value: 'evil.example', labels, confidence: 80, description: 'a "quoted", =word' });
    await put({ value: '198.51.100.7', labels, tlp: 'amber' });
    await put({ value: '2001:db8:0:0:1::/80', labels });
    await put({ value: 'http://evil.example/a;b?c="d', labels });
    await put({ value: 'a'.repeat(64), labels });
    const q = 'label:every-format';
    const stix = JSON.parse(await textOf(a, 'stix', q)) as { type: string; id: string; objects: { type: string }[] };
    expect(stix.objects.map(({ type }) => type)).toEqual([
      ...Array<string>(5).fill('indicator'),
      'marking-definition',
      'marking-definition',
    ]);
    expect(
      linesOf(await textOf(a, 'ndjson', q)).map((line) => (JSON.parse(line) as { type: string }).type),
    ).toHaveLength(5);
    const { response } = JSON.parse(await textOf(a, 'misp', q)) as {
      response: { Event: { Tag: { name: string }[]; Attribute: { value: string }[] } }[];
    };
    expect(
      response.map(({ Event }) => [Event.Tag.map(({ name }) => name), Event.Attribute.map(({ value }) => value)]),
    ).toEqual([
      [['tlp:green'], expect.arrayContaining(['evil.example', 'a'.repeat(64)])],
      [['tlp:amber'], ['198.51.100.7']],
    ]);
    const rows = parse<Record<string, string>>(await textOf(a, 'csv', q), { columns: true });
    expect(rows.map((row) => row['value'])).toEqual([
      'a'.repeat(64),
      'http://evil.example/a;b?c=%22d',
      '2001:db8:0:0:1::/80',
      '198.51.100.7',
      'evil.example',
    ]);
    expect(rows.at(-1)).toMatchObject({
      type: 'domain-name',
      tlp: 'green',
      confidence: '80',
      labels: 'every-format',
      description: 'a "quoted", =word',
    });
    const plain = await textOf(a, 'txt', q);
    expect(linesOf(plain)).toHaveLength(5);
    expect(plain).toContain('# TLP: AMBER (highest in it)\n# left out: nothing\n');
    expect(plain.endsWith('# end: 5 values\n')).toBe(true);
    expect(linesOf(await textOf(a, 'hosts', q))).toEqual(['0.0.0.0 evil.example']);
    expect(linesOf(await textOf(a, 'rpz', q))).toEqual([
      '$TTL 300',
      expect.stringMatching(/^@ IN SOA localhost\. hostmaster\.localhost\. \d{10} /) as string,
      '@ IN NS localhost.',
      '80.zz.1.0.0.db8.2001.rpz-ip IN CNAME .',
      '32.7.100.51.198.rpz-ip IN CNAME .',
      'evil.example IN CNAME .',
      '*.evil.example IN CNAME .',
    ]);
    const rules = await textOf(a, 'suricata', q);
    expect(linesOf(rules)).toHaveLength(6);
    expect(rules).toContain('# left out: 1 nothing that this format can say\n');
    expect(new Set([...rules.matchAll(/sid:(\d+);/g)].map(([, sid]) => sid)).size).toBe(6);
  });

  it('leave out of lists what is not to be blocked, and count it', async () => {
    const labels = ['left-out'];
    const past = { valid_from: '2020-01-01T00:00:00Z', valid_until: '2020-02-01T00:00:00Z' };
    await put({ value: 'good.left.example', labels });
    await put({ value: 'expired.left.example', labels, ...past });
    await put({ value: 'early.left.example', labels, valid_from: '2999-01-01T00:00:00Z' });
    await put({ value: 'pap-amber.left.example', labels, pap: 'amber' });
    await put({ value: 'pap-red.left.example', labels: [...labels, 'PAP:RED'] });
    await put({ value: 'pap-green.left.example', labels, pap: 'green' });
    await put({ value: 'said-false.left.example', labels: [...labels, 'false-positive'] });
    await put({ pattern: "[domain-name:value = 'pair.left.example' AND ipv4-addr:value = '198.51.100.9']", labels });
    await put({
      pattern: "[domain-name:value = 'or1.left.example' OR domain-name:value = 'or2.left.example']",
      labels,
    });
    await put({ value: 'good.left.example', labels }, b);
    const revoked = await put({ value: 'revoked.left.example', labels });
    await a('POST', `/api/v1/indicators/${revoked.id}/revoke`, {}, { 'if-match': revoked.etag });
    const own = await put({ value: 'own-opinion.left.example', labels });
    await a('POST', `/api/v1/indicators/${own.id}/opinions`, { opinion: 'strongly-disagree' });
    const one = await put({ value: 'one-opinion.left.example', labels });
    await b('POST', `/api/v1/indicators/${one.id}/opinions`, { opinion: 'strongly-disagree' });
    const values = ['good', 'one-opinion', 'or1', 'or2', 'pap-green'].map((name) => `${name}.left.example`);
    for (const format of ['txt', 'hosts', 'rpz', 'suricata']) {
      const text = await textOf(a, format, 'label:left-out');
      const names = new Set(
        [
          ...linesOf(text)
            .join('\n')
            .matchAll(/[\w-]+\.left\.example/g),
        ].map(([name]) => name),
      );
      expect([...names].toSorted()).toEqual(values);
      expect(text).toContain(
        'left out: 1 revoked, 1 expired, 1 not yet valid, 2 PAP amber or red, 2 false positive, 1 no single value to block\n',
      );
    }
    // in the opinion of cert-b it is false: for itself that is enough
    expect(await textOf(b, 'txt', 'label:left-out')).not.toContain('one-opinion');
    expect(await textOf(a, 'csv', 'label:left-out')).toContain('expired.left.example');
  });

  it('give each viewer no more than may be seen, and nobody what is TLP:RED', async () => {
    const labels = ['seen-by'];
    const audience = { organisations: ['cert-b'] };
    await put({ value: 'all.seen.example', labels });
    await put({ value: 'amber.seen.example', labels, tlp: 'amber', audience });
    await put({ value: 'strict.seen.example', labels, tlp: 'amber+strict' });
    const ana = alliance.api(alliance.people.ana);
    await put({ value: 'red.seen.example', labels, tlp: 'red', audience: { people: [alliance.people.ana.id] } }, ana);
    const constituent = alliance.api(await alliance.key(alliance.org['cert-b'], { kind: 'constituent' }));
    const seen = async (api: Api, format: string) =>
      [...new Set((await textOf(api, format, 'label:seen-by')).match(/\w+(?=\.seen\.example)/g))].toSorted();
    for (const format of EXPORT_FORMATS) {
      expect([format, await seen(ana, format)]).toEqual([format, ['all', 'amber', 'strict']]);
      expect([format, await seen(b, format)]).toEqual([format, ['all', 'amber', 'strict']]);
      expect([format, await seen(constituent, format)]).toEqual([format, ['all', 'amber']]);
      expect([format, await seen(alliance.api(alliance.keys.c), format)]).toEqual([format, ['all', 'strict']]);
    }
    const read = await rowsOf<{ record: string }>(
      hub,
      `select record from audit_record where record like '%"export"%' or record like '%object.read%' order by number desc limit 60`,
    );
    const records = read.map(({ record }) => JSON.parse(record) as { action: string });
    expect(new Set(records.map(({ action }) => action))).toEqual(new Set(['export', 'object.read']));
    expect(read.map(({ record }) => record).join()).not.toContain('seen.example');
  });

  it('have tags that change with what the viewer sees, and with nothing else', async () => {
    const tagged = async (api: Api, format: string, headers = {}) => {
      const { status, headers: sent } = await exported(api, format, 'label:tagged', headers);
      return { status, etag: sent.get('etag') };
    };
    for (const format of EXPORT_FORMATS) {
      const value = `${format}.tagged.example`;
      await put({ value, labels: ['tagged'] });
      const { etag } = await tagged(b, format);
      expect(etag).toMatch(/^W\/"[\w-]{32}"$/);
      await put({ value: `hidden-${value}`, labels: ['tagged'], tlp: 'amber', audience: 'organisation' });
      expect(await tagged(b, format, { 'if-none-match': etag! })).toEqual({ status: 304, etag });
      await put({ value: `more-${value}`, labels: ['tagged'] });
      const next = await tagged(b, format, { 'if-none-match': etag! });
      expect(next.status).toBe(200);
      expect(next.etag).not.toBe(etag);
      expect((await tagged(a, format)).etag).not.toBe(next.etag);
    }
  });

  it('have another tag as soon as something in a list runs out', async () => {
    const soon = new Date(Date.now() + 1_500).toISOString();
    await put({ value: 'soon.example', labels: ['soon'], valid_from: '2020-01-01T00:00:00Z', valid_until: soon });
    const first = await exported(a, 'txt', 'label:soon');
    expect(first.body).toContain('soon.example');
    const etag = first.headers.get('etag')!;
    expect((await exported(a, 'txt', 'label:soon', { 'if-none-match': etag })).status).toBe(304);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(soon) - Date.now() + 20));
    const second = await exported(a, 'txt', 'label:soon', { 'if-none-match': etag });
    expect(second.status).toBe(200);
    expect(linesOf(second.body)).toEqual([]);
    expect((await exported(a, 'stix', 'label:soon is:active')).headers.get('etag')).toBeNull();
    expect((await exported(a, 'txt', 'label:soon since:1d')).headers.get('etag')).toBeNull();
  });

  it('are packed for who asks, taken by Basic, and never by a key in the URL', async () => {
    await put({ value: 'packed.example', labels: ['packed'] });
    const url = `${hub.url}${PATH}?format=txt&q=label:packed`;
    const basic = `Basic ${Buffer.from(`resolver:${alliance.keys.b.text}`).toString('base64')}`;
    const raw = await import('node:http').then(
      ({ get }) =>
        new Promise<{ encoding: string | undefined; body: Buffer }>((resolve) =>
          get(url, { headers: { authorization: basic, 'accept-encoding': 'gzip' } }, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () =>
              resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
            );
          }),
        ),
    );
    expect(raw.encoding).toBe('gzip');
    expect(linesOf(gunzipSync(raw.body).toString())).toEqual(['packed.example']);
    expect((await fetch(`${url}&token=${alliance.keys.b.text}`)).status).toBe(401);
    expect((await fetch(url)).status).toBe(401);
    expect((await exported(a, 'xml')).status).toBe(422);
    expect((await exported(a, 'txt', '(')).status).toBe(400);
    const head = await fetch(url, { method: 'HEAD', headers: { authorization: basic } });
    expect([head.status, head.headers.get('etag')]).toEqual([200, expect.stringMatching(/^W\//) as string]);
  });

  it.each([`=cmd|' /C calc'!A0`, '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\uff1d1', '\uff0b1', "'=1", ' =1'])(
    'H14: put the formula %j so that no spreadsheet calculates it and a reader gets it back',
    async (description) => {
      const label = `formula-${number++}`;
      await put({ value: `${label}.example`, labels: [label, '@SUM(1)', '-x', '\u0027quoted'], description });
      const text = await textOf(a, 'csv', `label:${label}`);
      const [row] = parse<Record<string, string>>(text, { columns: true });
      expect(row!['description']).toBe(`'${description}`);
      expect(undefuse(row!['description']!)).toBe(description);
      expect(text).not.toMatch(/(?:^|,)"(?:[\s\p{Cc}])*[=+\-@\uff1d\uff0b]/mu);
    },
  );
});
