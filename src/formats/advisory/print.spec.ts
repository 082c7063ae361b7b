import { sha256 } from '../../kernel/index.js';
import { AdvisoryText } from './advisory-text.js';
import { pagePolicy } from './page-style.js';
import { printMarkdown } from './print-markdown.js';
import { printPage } from './print-page.js';
import { printPdf } from './print-pdf.js';
import type { Printable } from './printable.js';
import { publishedOf } from './published.js';
import { advisoryOf, ADVISORY_EXTENSION, toReport, withSignatures } from './report.js';

const LEAD = 'identity--11111111-1111-4111-8111-111111111111';
const INDICATOR = 'indicator--22222222-2222-4222-8222-222222222222';
const HIDDEN = 'indicator--33333333-3333-4333-8333-333333333333';
const at = '2026-03-02T10:00:00.000Z';

const text = AdvisoryText.parse({
  kind: 'joint-attribution',
  title: 'Exchange <servers> | attributed',
  body: '# Summary\n\nPatch *now*. See [the notes](https://blog.example/x) and [that](https://evil.example/x).',
  severity: 'critical',
  vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'], cwe: 'CWE-918' }],
  products: [{ vendor: 'Microsoft', name: 'Exchange Server', version: '2013', status: 'under_investigation' }],
  techniques: ['T1190', 'T1505.003'],
  actor: { type: 'threat-actor', name: 'SILK HERON', aliases: ['UNC-0042'] },
  campaign: 'March',
  confidence: 85,
  evidence: [{ title: 'A report', sha256: 'a'.repeat(64), url: 'https://store.example/1' }],
  references: [
    { title: 'Notes', url: 'https://blog.example/x' },
    { title: 'Bad', url: 'https://evil.example/x' },
  ],
});

function printable(tlp: 'green' | 'amber+strict' = 'green', more: Record<string, unknown> = {}): Printable {
  const issue = {
    version: 2,
    tlp,
    lead: LEAD,
    authors: [LEAD],
    audience: { kind: 'all', commitment: '00' },
    signers: ['00'],
    quorum: 1,
  };
  const { report } = toReport(text, {
    ...issue,
    id: `report--${LEAD.slice(10)}`,
    links: [INDICATOR, HIDDEN],
    standing: [],
  });
  const signed = withSignatures(report, [{ organisation: LEAD, key: 'k'.repeat(32), signed_at: at, signature: 's' }]);
  const extension = { ...advisoryOf(signed), ...more };
  const published = {
    ...signed,
    created: at,
    modified: at,
    published: at,
    extensions: { [ADVISORY_EXTENSION]: extension },
  };
  return {
    advisory: publishedOf(published)!,
    sha256: 'f'.repeat(64),
    names: { [LEAD]: 'CERT A & B (cert-a)' },
    linked: [{ id: INDICATOR, observables: [{ type: 'domain-name', value: 'evil.example' }] }],
  };
}

/** What each print says, whatever it is printed on. */
const SAID = [
  'TLP:GREEN',
  'Joint attribution',
  '2026-03-02 10:00:00Z',
  'SILK HERON, also UNC-0042',
  '85 of 100',
  '10.0 critical (3.1)',
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
  'under investigation',
  'T1190, T1505.003',
  'hxxps://store[.]example/1',
  'evil[.]example',
  'hxxps://evil[.]example/x',
  INDICATOR,
  'k'.repeat(32),
  'f'.repeat(64),
  'tocsin verify advisory.json --keys keys.json',
];
const plain = (markdown: string) => markdown.replaceAll('\\', '');

describe('an advisory printed as a page', () => {
  const page = printPage(printable());

  it('says it all, its label first and last', () => {
    for (const words of SAID) expect(page).toContain(words);
    expect(page).toContain('<h1>Exchange &lt;servers&gt; | attributed</h1>');
    expect(page).toContain('CERT A &amp; B (cert-a)');
    expect(page.match(/<span class="label">TLP:GREEN<\/span>/g)).toHaveLength(2);
  });

  it('is followed to its references alone, and not to those at a host that it reports', () => {
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(links).toEqual(['https://blog.example/x', 'https://blog.example/x']);
  });

  it('has the one style that its policy lets it have, and no other', () => {
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    expect(pagePolicy('green')).toContain(`style-src 'sha256-${sha256(style).toString('base64')}'`);
    expect(page).not.toMatch(/\sstyle=|<script|\ssrc=|url\(|@import/);
    expect(page).toContain(`content="${pagePolicy('green')}"`);
  });

  it('is withdrawn for everybody to see', () => {
    const withdrawn = printable('green', { withdrawn: { at, reason: 'wrong <b>actor</b>' } });
    expect(printPage(withdrawn)).toContain(
      'Withdrawn on 2026-03-02 10:00:00Z.</strong> wrong &lt;b&gt;actor&lt;/b&gt;',
    );
    expect(printMarkdown(withdrawn)).toContain('> **Withdrawn on 2026-03-02 10:00:00Z.** wrong \\<b\\>actor');
  });

  it('tells AMBER+STRICT from AMBER by more than its colour', () => {
    expect(printPage(printable('amber+strict'))).toMatch(/TLP:AMBER\+STRICT[^]*dashed/);
  });
});

describe('an advisory printed as Markdown', () => {
  const markdown = printMarkdown(printable());

  it('says it all, its label in the first and the last line, its text as it was written', () => {
    for (const words of SAID) expect(plain(markdown)).toContain(words);
    expect(markdown.trimEnd().split('\n').at(0)).toBe('TLP:GREEN');
    expect(markdown.trimEnd().split('\n').at(-1)).toBe('TLP:GREEN');
    expect(markdown).toContain(text.body);
    expect(markdown).toContain('# Exchange \\<servers\\> \\| attributed');
  });
});

describe('an advisory printed as PDF', () => {
  it('is one, and the same each time', async () => {
    const [one, other] = [await printPdf(printable()), await printPdf(printable())];
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.equals(other)).toBe(true);
  });
});
