import fc from 'fast-check';
import { Fault, type Tlp } from '../../kernel/index.js';
import { AdvisoryText } from '../advisory/advisory-text.js';
import { assertBounds } from './csaf-bounds.js';
import { checkCsaf } from './check-csaf.js';
import { csafExport } from './csaf-export.js';
import { csafFileName } from './csaf.js';
import { toCsaf } from './to-csaf.js';
import { readCsaf } from './read-csaf.js';
import { at, context, lead, other, plain, publishedAs } from './csaf-samples.js';

describe('an advisory as CSAF', () => {
  // the thread that checks takes its time to begin
  beforeAll(() => checkCsaf({}, '2.0'), 120_000);

  it.each<[Tlp, string | undefined, string | undefined]>([
    ['clear', 'WHITE', 'CLEAR'],
    ['green', 'GREEN', 'GREEN'],
    ['amber', 'AMBER', 'AMBER'],
    ['amber+strict', undefined, 'AMBER+STRICT'],
    ['red', undefined, undefined],
  ])('TLP:%s is %s in 2.0 and %s in 2.1', async (tlp, ...labels) => {
    for (const [i, version] of (['2.0', '2.1'] as const).entries()) {
      const made = csafExport(publishedAs(plain, tlp), context, version);
      if (labels[i] === undefined) await expect(made).rejects.toThrow(/csaf_unexpressible/);
      else expect((await made).body.toString()).toContain(`"label": "${labels[i]}"`);
    }
  });

  it('has CVSS 4.0 as a score in 2.1 and in words in 2.0', () => {
    const [first] = toCsaf(publishedAs(plain, 'clear'), context, '2.0')['vulnerabilities'] as object[];
    expect(first).toMatchObject({
      cwe: { id: 'CWE-918', name: 'Server-Side Request Forgery (SSRF)' },
      scores: [{ cvss_v3: { baseScore: 10, baseSeverity: 'CRITICAL' } }],
      notes: [{}, { text: expect.stringContaining('CVSS:4.0/AV:N') as string }],
    });
    const [second] = toCsaf(publishedAs(plain, 'clear'), context, '2.1')['vulnerabilities'] as object[];
    expect(second).toMatchObject({
      metrics: [{ content: { cvss_v3: { baseScore: 10 } } }, { content: { cvss_v4: { baseScore: 9.3 } } }],
    });
  });

  it('says who wrote and signed it, and each of its versions', () => {
    const signature = { organisation: other, key: 'k', signed_at: at, signature: 's' };
    const more = { version: 3, published: '2026-03-01T00:00:00.000Z', authors: [lead, other], signatures: [signature] };
    const earlier = [{ version: 1, published: at }];
    const { document } = toCsaf(publishedAs(plain, 'green', more), { ...context, earlier }, '2.0');
    expect(document).toMatchObject({
      publisher: { category: 'coordinator', name: 'CERT A' },
      acknowledgments: [
        { organization: 'CERT B', summary: 'Co-author' },
        { organization: 'CERT B', summary: `Signed on ${at}` },
      ],
      tracking: {
        version: '3',
        initial_release_date: at,
        current_release_date: '2026-03-01T00:00:00.000Z',
        revision_history: [{ date: at, number: '1' }, { number: '2' }, { number: '3' }],
      },
    });
  });

  it.each(['2.0', '2.1'] as const)('withdrawn, says so and why and nothing else, in %s', async (version) => {
    const withdrawn = { at: '2026-02-01T00:00:00.000Z', reason: 'It was wrong.' };
    const { body } = await csafExport(publishedAs(plain, 'clear', { withdrawn }), context, version);
    const text = body.toString();
    expect(JSON.parse(text)).toMatchObject({
      document: {
        category: version === '2.1' ? 'csaf_withdrawn' : 'csaf_base',
        title: version === '2.1' ? 'A title' : 'WITHDRAWN: A title',
        tracking: { version: '2', current_release_date: withdrawn.at },
      },
    });
    expect(text).toContain('It was wrong.');
    expect(text).not.toMatch(/Words|CVE-|HERON/);
  });

  it('of two statuses of one product has the one that asks for more care, and tells both', () => {
    const products = (['fixed', 'affected'] as const).map((status) => ({ ...plain.products[0]!, status }));
    const [one] = toCsaf(publishedAs({ ...plain, products }, 'clear'), context, '2.0')['vulnerabilities'] as object[];
    expect(one).toMatchObject({ product_status: { known_affected: [expect.any(String)] } });
    expect(JSON.stringify(one)).toContain('V P <2 is said to be fixed and affected.');
  });

  it('is valid whatever it says', async () => {
    const cve = fc.constantFrom('CVE-2021-26855', 'CVE-2021-26857', 'CVE-2024-0001');
    const words = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => /^[^\p{C}\u2028\u2029]+$/u.test(text) && text.trim() !== '');
    const vector = fc.constantFrom(
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:P',
      'CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N/MC:N',
      'CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:L/VI:N/VA:H/SC:N/SI:N/SA:N/E:A/U:Red',
    );
    const text = fc.record({
      kind: fc.constantFrom('alert' as const, 'joint-attribution' as const),
      title: words,
      body: words,
      lang: fc.constantFrom(undefined, 'en', 'de-AT', 'zz', 'abc-defgh1'),
      severity: fc.constantFrom(undefined, 'high' as const),
      vulnerabilities: fc.uniqueArray(
        fc.record({
          cve,
          title: fc.option(words, { nil: undefined }),
          cvss: fc.array(vector, { maxLength: 4 }),
          cwe: fc.constantFrom(undefined, 'CWE-79', 'CWE-999999'),
        }),
        { selector: (one) => one.cve },
      ),
      products: fc.array(
        fc.record({
          vendor: fc.constantFrom('V', '-', 'W'),
          name: words,
          version: fc.constantFrom('1.0', '-', '<2', 'all versions', '1 - 3'),
          status: fc.constantFrom(
            'affected' as const,
            'fixed' as const,
            'not_affected' as const,
            'under_investigation' as const,
          ),
          cves: fc.option(fc.uniqueArray(cve, { maxLength: 2 }), { nil: undefined }),
        }),
        { maxLength: 6 },
      ),
      references: fc.array(
        fc.record({ title: words, url: fc.webUrl({ withFragments: true, withQueryParameters: true }) }),
        { maxLength: 3 },
      ),
      techniques: fc.constantFrom([], ['T1190']),
    });
    const by = fc.option(
      fc.uuid().map((id) => `report--${id}`),
      { nil: undefined },
    );
    const on = fc.constant('2026-02-01T00:00:00.000Z');
    const withdrawn = fc.option(fc.record({ at: on, reason: words, superseded_by: by }), {
      nil: undefined,
    });
    await fc.assert(
      fc.asyncProperty(
        text,
        withdrawn,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('2.0' as const, '2.1' as const),
        async (given, gone, number, version) => {
          const published = publishedAs(AdvisoryText.parse(given), 'green', { withdrawn: gone, version: number });
          const errors = await checkCsaf(toCsaf(published, context, version), version);
          // a language that nobody registered is not for us to judge: the export refuses it
          expect(errors.filter(({ pointer }) => pointer !== '/document/lang')).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a document of strangers', () => {
  const base = () => structuredClone(toCsaf(publishedAs(plain, 'clear'), context, '2.0')) as Record<string, never>;
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
  const refused = (text: Buffer) =>
    readCsaf(text).then(
      () => undefined,
      (error: unknown) => (error as Fault).code,
    );

  it('H12: branches 10,000 deep or 100,000 products are refused before anything recurses', async () => {
    let deep: object = { category: 'vendor', name: 'v', product: { name: 'p', product_id: 'p' } };
    for (let i = 0; i < 10_000; i += 1) deep = { category: 'vendor', name: 'v', branches: [deep] };
    expect(() => assertBounds({ product_tree: { branches: [deep] } })).toThrow(/csaf_invalid/);
    const many = Array.from({ length: 100_000 }, (_, i) => ({ name: 'p', product_id: String(i) }));
    expect(() => assertBounds({ product_tree: { full_product_names: many } })).toThrow(/csaf_invalid/);
    const text = `{"document":{"csaf_version":"2.0"},"product_tree":{"branches":${'[{"branches":'.repeat(10_000)}[]${'}]'.repeat(10_000)}}}`;
    expect(await refused(Buffer.from(text))).toBe('csaf_invalid');
    expect(await refused(bytes({ ...base(), product_tree: { full_product_names: many } }))).toBe('csaf_invalid');
  });

  it.each(['nonsense', '[]', '{}', '{"document":{"csaf_version":"1.2"}}', '{"document":{"csaf_version":"2.0"}}'])(
    'is not %s',
    async (text) => expect(await refused(Buffer.from(text))).toBe('csaf_invalid'),
  );

  it('is refused by the mandatory tests, and told where', async () => {
    const document = JSON.parse(bytes(base()).toString().replace('"baseScore":10', '"baseScore":9')) as object;
    await expect(readCsaf(bytes(document))).rejects.toMatchObject({
      more: { pointer: '/vulnerabilities/0/scores/0/cvss_v3/baseScore' },
    });
  });

  it('with more products than an advisory has room for shares rows, and says so', async () => {
    const products = Array.from({ length: 1_000 }, (_, i) => ({ ...plain.products[0]!, version: `1.${i}` }));
    const read = await readCsaf(bytes(toCsaf(publishedAs({ ...plain, products }, 'clear'), context, '2.0')));
    expect(read.text.products.length).toBeLessThan(200);
    expect(read.text.products.flatMap(({ version }) => version.split(', '))).toHaveLength(1_000);
    expect(read.lost).toContain('versions of one product with one status share a row');
  });

  it.each([
    ['BSI-2022:0001', 'bsi-2022_0001.json'],
    ['../../etc/passwd', '_etc_passwd.json'],
    ['Ex ample & Ünïcode__x+1', 'ex_ample_n_code_x+1.json'],
  ])('H11: %s is filed as %s', (id, name) => expect(csafFileName(id)).toBe(name));
});
