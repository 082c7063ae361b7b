import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';

interface Finding {
  type: string;
  value: string;
  count: number;
  doubtful: boolean;
  doubts: { code: string; detail: string }[];
  warnings: { list: string }[];
  known: boolean | null;
  members: number;
  indicators: { id: string }[];
  places: { offset: number; length: number; line: number; written: string; context: string }[];
}
interface Report {
  format: string;
  text?: string;
  items: Finding[];
  left_out: { written: string; line: number; reason: string; detail: string }[];
  counts: Record<string, number>;
}

const REPORT = `# A campaign

It asked hxxps://c2.extract-a[.]net/gate and 198.51.100[.]77, and dropped 5d41402abc4b2a76b9719d911017c592.
Also secret[.]extract-a[.]net, version 9.8.7.6, T1059.001, CVE-2021-26855 and 8.8.8.8; http://cut.extract-a.net/pa…

## References
https://news.extract-a.net/post
`;

describe('extraction from a report', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Api;
  let b: Api;
  const extract = (api: Api, text: string, format?: string) =>
    api<Report>('POST', '/api/v1/extract', { text, ...(format && { format }) });
  const byValue = ({ items }: Report): Record<string, Finding> =>
    Object.fromEntries(items.map((one) => [one.value, one]));

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    a = alliance.api(alliance.keys.a);
    b = alliance.api(alliance.keys.b);
    await b('POST', '/api/v1/indicators', [
      { value: '198.51.100.77', tlp: 'green' },
      { value: 'secret.extract-a.net', tlp: 'amber', audience: 'organisation' },
      {
        pattern: "[network-traffic:dst_ref.type = 'ipv4-addr' AND url:value = 'https://c2.extract-a.net/gate']",
        tlp: 'green',
      },
    ]);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('finds what it speaks of, where it stands, and what the caller sees of it already, and stores nothing', async () => {
    const before = await rowsOf(hub, 'select count(*)::int as n from object');
    const { status, body } = await extract(a, REPORT);
    expect(status).toBe(200);
    const found = byValue(body);
    expect(found['198.51.100.77']).toMatchObject({ type: 'ipv4-addr', known: true, members: 1 });
    expect(found['https://c2.extract-a.net/gate']).toMatchObject({ type: 'url', doubtful: false, known: true });
    expect(found['secret.extract-a.net']).toMatchObject({ known: false, members: 0, indicators: [] });
    expect(found['T1059.001']).toMatchObject({ type: 'attack-technique', known: null });
    expect(found['9.8.7.6']).toMatchObject({ doubtful: true, doubts: [{ code: 'version' }] });
    expect(found['8.8.8.8']).toMatchObject({ doubtful: true, warnings: [{ list: 'tocsin-public-resolvers' }] });
    expect(found['https://news.extract-a.net/post']!.doubts.map(({ code }) => code)).toContain('reference');
    expect(body.left_out).toMatchObject([{ written: 'http://cut.extract-a.net/pa', line: 4, reason: 'cut_off' }]);
    for (const { places } of body.items)
      for (const { offset, length, written } of places) expect(REPORT.slice(offset, offset + length)).toBe(written);
    expect(await rowsOf(hub, 'select count(*)::int as n from object')).toEqual(before);
  });

  it('shows nothing that others hold for themselves', async () => {
    const own = byValue((await extract(b, REPORT)).body);
    expect(own['secret.extract-a.net']).toMatchObject({ known: true, members: 1 });
    const theirs = (await extract(a, REPORT)).body;
    expect(JSON.stringify(byValue(theirs)['secret.extract-a.net'])).not.toContain('indicator--');
  });

  it('takes texts as they are, by their media type, and gives the text of a page', async () => {
    const send = (type: string, text: string) =>
      fetch(`${hub.url}/api/v1/extract`, {
        method: 'POST',
        headers: { authorization: `Bearer ${alliance.keys.a.text}`, 'content-type': type },
        body: text,
      });
    const plain = (await (await send('text/plain', REPORT)).json()) as Report;
    expect(plain).toMatchObject({ format: 'text', counts: { items: 9 } });
    const page = (await (
      await send('text/html; charset=utf-8', '<p>evil<i>[.]</i>extract-a[.]net</p>')
    ).json()) as Report;
    expect(page).toMatchObject({ format: 'html', items: [{ value: 'evil.extract-a.net' }] });
    expect(page.text!.slice(page.items[0]!.places[0]!.offset)).toMatch(/^evil\[\.]extract/);
    const letter = await send('message/rfc822', 'From: x@evil.extract-a.net\n\nhttp://evil.extract-a.net/');
    expect(((await letter.json()) as Report).items.map(({ value }) => value)).toEqual([
      'x@evil.extract-a.net',
      'http://evil.extract-a.net/',
    ]);
    const elsewhere = await fetch(`${hub.url}/api/v1/lookup`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alliance.keys.a.text}`, 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(elsewhere.status).toBe(415);
  });

  it('refuses what is no text, and who may not read', async () => {
    expect((await a('POST', '/api/v1/extract', { text: '' })).status).toBe(422);
    expect((await a('POST', '/api/v1/extract', { text: 'x', format: 'pdf' })).status).toBe(422);
    expect((await a('POST', '/api/v1/extract', { text: 'x', more: 1 })).status).toBe(422);
    expect((await alliance.api()('POST', '/api/v1/extract', { text: 'x' })).status).toBe(401);
    const feed = await alliance.key(alliance.org['cert-a'], { scopes: ['feed'] });
    expect((await alliance.api(feed)('POST', '/api/v1/extract', { text: 'x' })).status).toBe(403);
  });

  it('leaves the event loop to others while it reads a long one', async () => {
    const text = Array.from(
      { length: 12_000 },
      (_, i) => `It asked host-${i}[.]extract-a[.]net, then 198.51.${i % 250}.7 slept on.\n`,
    ).join('');
    let asked = 0;
    const progress = { done: false };
    const long = extract(a, text).finally(() => (progress.done = true));
    while (!progress.done) {
      expect((await b('GET', '/health/live')).status).toBe(200);
      asked += 1;
    }
    const { status, body } = await long;
    expect([status, (body as { code?: string }).code]).toEqual([200, undefined]);
    expect(body.items).toHaveLength(10_000);
    expect(body.counts['items']).toBeGreaterThan(12_000);
    expect(asked).toBeGreaterThan(10);
  });
});
