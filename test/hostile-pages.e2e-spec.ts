import { expectProblem } from './support/control.js';
import { asking, startTarget, type Target } from './support/target.js';
import { requestText, wire } from './support/wire.js';

const ITEMS = '/api/v1/indicators';
const json = { 'content-type': 'application/json' };
const TOKEN = 'a-token-for-prometheus-0123456789';

/** What every answer carries, whatever it answers. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
};

const ON_EVERY_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** What a page may load, word for word: nothing; its own files for the documentation, and for the console with a nonce of its own. */
function policyOf(path: string, type = ''): unknown {
  const own = (styles: string) =>
    `default-src 'none'; script-src 'self'; style-src 'self' ${styles}; img-src 'self' data:; connect-src 'self'; ${ON_EVERY_POLICY}`;
  if (path.startsWith('/api/docs')) return own("'unsafe-inline'");
  if (!type.startsWith('text/html') || path.startsWith('/.well-known/'))
    return `default-src 'none'; ${ON_EVERY_POLICY}`;
  const [before, after] = own("'nonce-NONCE'").split('NONCE') as [string, string];
  return expect.stringMatching(new RegExp(`^${before}[\\w+/=-]{16,}${after}$`));
}

describe('what a browser is served, and files that are none of the hub’s business', () => {
  let target: Target;
  beforeAll(async () => {
    target = await startTarget({ METRICS_TOKEN: TOKEN });
  });
  afterAll(() => target[Symbol.asyncDispose]());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${target.url}${path}`, { headers: { ...asking(target.alliance.keys.a), ...headers } });
  const post = async (body: string | Buffer, headers: Record<string, string>, path = ITEMS) => {
    const response = await fetch(`${target.url}${path}`, {
      method: 'POST',
      headers: { ...asking(target.alliance.keys.a), ...headers },
      body,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as object };
  };

  it('J04, J05: every route’s answer has the security headers, may not be framed and is not kept, errors included', async () => {
    const document = (await (await get('/api/docs/json')).json()) as { paths: Record<string, Record<string, unknown>> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')] as const),
    );
    expect(routes.length).toBeGreaterThan(40);
    const odd = [
      ['GET', '/'],
      ['GET', '/api/v1/nowhere'],
      ['PUT', ITEMS],
      ['GET', `/api/v1/objects/${'a'.repeat(2_000)}`],
      ['GET', '/api/v1/search?limit=0'],
      ['GET', '/health/live'],
      ['GET', '/metrics'],
      ['GET', '/api/docs/json'],
      ['GET', '/api/v1/objects/%zz'],
    ] as const;
    const seen = new Set<number>();
    for (const [method, path] of [...routes, ...odd])
      for (const who of [{}, asking(target.alliance.keys.a), asking(target.alliance.people.ana)]) {
        const abort = new AbortController();
        const hasBody = !['GET', 'DELETE'].includes(method);
        const response = await fetch(`${target.url}${path}`, {
          method,
          headers: { ...who, ...(hasBody && json) },
          signal: abort.signal,
          ...(hasBody && { body: '{"x":1}' }),
        });
        abort.abort();
        seen.add(response.status);
        const headers = Object.fromEntries(response.headers);
        // what the public is given of CSAF, any page may load (CSAF 2.1, requirement 25)
        const isPublic =
          path.startsWith('/.well-known/') && response.ok && !('authorization' in who || 'cookie' in who);
        const expected = isPublic ? { ...HEADERS, 'cross-origin-resource-policy': 'cross-origin' } : HEADERS;
        expect({ method, path, ...headers }).toMatchObject({ method, path, ...expected });
        expect([path, headers['content-security-policy']]).toEqual([path, policyOf(path, headers['content-type'])]);
        const keeps = response.ok ? /^(?:no-store|private, no-cache|no-cache)$/ : /^no-store$/;
        expect([path, headers['cache-control']]).toEqual([path, expect.stringMatching(keeps)]);
        expect(headers['access-control-allow-origin']).toBe(isPublic ? '*' : undefined);
        expect(headers).not.toHaveProperty('server');
        expect(headers).not.toHaveProperty('x-powered-by');
      }
    expect([...seen]).toEqual(expect.arrayContaining([200, 401, 403, 404, 405, 414, 422]));
    const large = await post(`["${'x'.repeat(10 << 20)}"]`, json);
    expect([large.status, Object.fromEntries(large.headers)]).toEqual([413, expect.objectContaining(HEADERS)]);
  });

  it('J02, J05: the one page there is, the API’s documentation, loads nothing from elsewhere', async () => {
    const page = await get('/api/docs');
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    const links = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url ?? '');
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(link).not.toMatch(/^(?:\w+:)?\/\//);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy).toMatch(/script-src 'self';/);
  });

  it.each([
    '/.git/config',
    '/.git/HEAD',
    '/.env',
    '/package.json',
    '/dist/src/main.js',
    '/dist/src/main.js.map',
    '/main.js.map',
    '/docs',
    '/debug',
    '/debug/pprof',
    '/metrics',
    '/server-status',
    '/actuator/env',
    '/api/docs/../../package.json',
    '/api/docs/%2e%2e%2f%2e%2e%2fpackage.json',
    '/api/docs/..%5c..%5cpackage.json',
  ])('J12: %s is not there', async (path) => {
    const { status, text } = await wire(target.url, requestText(`GET ${path}`, { connection: 'close' }));
    expect([400, 403, 404]).toContain(status); // 403: a path that climbs out of the documentation's own files
    expect(text).not.toMatch(/tocsin-hub|sourceMappingURL|\[core\]|node_modules/);
  });

  it('J12: metrics are there for who has the token, and for nobody else', async () => {
    const scraped = (authorization: string) => get('/metrics', { authorization });
    expect((await scraped(`Bearer ${TOKEN}`)).status).toBe(200);
    for (const wrong of [`Bearer ${TOKEN}x`, 'Bearer ', `Basic ${TOKEN}`, TOKEN])
      expect((await scraped(wrong)).status).toBe(404);
  });

  it.each<[title: string, type: string, body: () => string | Buffer]>([
    [
      'H08: 10,000 form fields',
      'multipart/form-data; boundary=x',
      () =>
        Array.from(
          { length: 10_000 },
          (_, i) => `--x\r\ncontent-disposition: form-data; name="a[${i}]"\r\n\r\n1\r\n`,
        ).join(''),
    ],
    ['H08: a form with a huge index', 'application/x-www-form-urlencoded', () => 'a[4294967294]=1&a[b]=2'],
    ['H09: a zip archive', 'application/zip', () => Buffer.from('UEsDBBQAAAAIAAAAIQ', 'base64')],
    ['H09: a zip archive that says it is JSON lines in a zip', 'application/x-ndjson+zip', () => 'PK\u0003\u0004'],
    [
      'H16: XML with an outside entity',
      'application/xml',
      () => '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><stix:STIX_Package>&x;</stix:STIX_Package>',
    ],
    ['H16: STIX 1', 'text/xml', () => '<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1"/>'],
    ['H16: XML with a billion laughs', 'application/stix+xml', () => '<!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>'],
  ])('%s is not read at all', async (_title, type, body) => {
    const answer = await target.control.around(() => post(body(), { 'content-type': type }));
    expectProblem(answer, 415, 'unsupported_media_type');
    expect(JSON.stringify(answer.body)).not.toContain('root:');
  });

  it.each([
    ['H09: a zip archive', 'PK\u0003\u0004'],
    ['H16: XML', '<a/>'],
  ])('%s in the clothes of JSON is no JSON', async (_title, body) => {
    expectProblem(await target.control.around(() => post(body, json)), 400, 'invalid_json');
  });

  it('H16: a bare URL for a body is neither an indicator nor fetched', async () => {
    const { port } = new URL(target.url);
    const url = `http://127.0.0.1:${port}/health/live`;
    expectProblem(await target.control.around(() => post(JSON.stringify(url), json)), 422, 'invalid');
    expectProblem(await target.control.around(() => post(url, json)), 400, 'invalid_json');
  });

  it.each<[title: string, name: string, code: string]>([
    ['a path upwards', '../../etc/passwd', 'observable_invalid'],
    ['a device of Windows', 'CON', ''],
    ['a direction that turns around', 'invoice\u202Efdp.exe', ''],
    ['300 characters', 'a'.repeat(300), ''],
    ['NUL', 'a\u0000.exe', 'invalid_character'],
    ['line breaks', 'a\r\nSet-Cookie: x=y', 'observable_invalid'],
  ])('H05: a file name with %s is a text that names no file here', async (_title, value, code) => {
    const item = JSON.stringify({ type: 'file-name', value, tlp: 'green' });
    const answer = await target.control.around(() => post(item, json), code ? 0 : 1);
    if (code) return expectProblem(answer, 422, code);
    const { id } = answer.body as { id: string };
    const kept = (await (await get(`/api/v1/objects/${id}`)).json()) as { pattern: string };
    expect(kept.pattern).toContain(value);
    const known = await post(JSON.stringify({ values: [value] }), json, '/api/v1/lookup');
    expect(known.body).toMatchObject({ results: [{ value, known: true }] });
  });

  it('H14: what a spreadsheet would run leaves the hub as the JSON text that it came as', async () => {
    for (const name of ['=cmd|calc!A1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "'=1"]) {
      const item = { value: `${crypto.randomUUID()}.pages.example`, tlp: 'green', name, description: `x,"${name}` };
      const { body } = await post(JSON.stringify(item), json);
      const kept = await (await get(`/api/v1/objects/${(body as { id: string }).id}`)).json();
      expect(kept).toMatchObject({ name, description: item.description });
    }
  });
});
