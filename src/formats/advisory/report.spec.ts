import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import type { StixObject } from '../../kernel/index.js';
import { checkObject } from '../stix/check-object.js';
import { AdvisoryText, lacking } from './advisory-text.js';
import { publishedOf } from './published.js';
import { ADVISORY_EXTENSION, advisoryOf, type Issue, toReport, withSignatures } from './report.js';
import { canonicalText, isSigned, keyIdOf, signStatement, textHash } from './statement.js';

const text = AdvisoryText.parse({
  kind: 'joint-attribution',
  title: 'A title',
  body: 'Words.',
  severity: 'high',
  actor: { type: 'intrusion-set', name: 'HERON' },
  campaign: 'March',
  confidence: 80,
  evidence: [{ title: 'a report' }],
  vulnerabilities: [{ cve: 'CVE-2021-26855' }],
  techniques: ['T1190'],
  references: [{ title: 'blog', url: 'https://blog.example/x' }],
});
const V31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H';
const issue: Issue = {
  id: 'report--6f1d2c3b-4a59-4687-9876-0123456789ab',
  version: 1,
  tlp: 'green',
  lead: 'identity--11111111-1111-4111-8111-111111111111',
  authors: ['identity--11111111-1111-4111-8111-111111111111'],
  audience: { kind: 'all', commitment: '00' },
  signers: ['00', '11', '22'],
  quorum: 2,
  links: ['indicator--22222222-2222-4222-8222-222222222222'],
  standing: [],
};
const at = '2026-01-01T00:00:00.000Z';
const published = (report: StixObject): StixObject => ({ ...report, created: at, modified: at, published: at });

describe('an advisory as STIX', () => {
  it('is a valid report with valid companions, the campaign attributed to the actor', () => {
    const { report, companions } = toReport(text, issue);
    for (const object of [published(report), ...companions.map((one) => ({ ...one, created: at, modified: at }))])
      expect(checkObject(object)).toBe(object);
    expect(companions.map(({ type }) => type)).toEqual(['intrusion-set', 'campaign', 'relationship']);
    expect(report['object_refs']).toEqual([...issue.links, ...companions.map(({ id }) => id)]);
    expect(report.labels).toEqual(['joint-attribution', 'severity:high']);
    expect(advisoryOf(report)).toMatchObject({ version: 1, quorum: 2, kind: 'joint-attribution' });
  });

  it('is read back as it was written', () => {
    const { report } = toReport(text, issue);
    const signature = { organisation: issue.lead, key: 'k', signed_at: at, signature: 's' };
    expect(publishedOf(published(withSignatures(report, [signature])))).toEqual({
      ...text,
      indicators: [],
      id: issue.id,
      version: 1,
      tlp: 'green',
      lead: issue.lead,
      authors: issue.authors,
      quorum: 2,
      signatures: [signature],
      created: at,
      published: at,
      modified: at,
      links: report['object_refs'],
    });
    expect(publishedOf({ ...published(report), extensions: {} })).toBeUndefined();
  });

  it('names its lead where it links nothing, for a report must name something', () => {
    const plain = AdvisoryText.parse({ kind: 'alert', title: 't', body: 'b' });
    expect(toReport(plain, { ...issue, links: [] }).report['object_refs']).toEqual([issue.lead]);
  });

  it.each<[Partial<AdvisoryText>, string[]]>([
    [{}, []],
    [{ body: '' }, ['body']],
    [{ actor: undefined, confidence: undefined, evidence: [] }, ['actor', 'confidence', 'evidence']],
    [{ kind: 'alert', actor: undefined, evidence: [] }, []],
  ])('with %j lacks %j', (more, lacks) => expect(lacking({ ...text, ...more })).toEqual(lacks));

  it.each([
    { title: '' },
    { title: 'two\nlines' },
    { title: 'turned\u202earound' },
    { body: 'nul\u0000' },
    { body: 'x'.repeat(65_537) },
    { techniques: ['1190'] },
    { vulnerabilities: [{ cve: 'CVE-21-1' }] },
    { vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: ['CVSS:3.1/AV:N'] }] },
    { vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: Array(5).fill(V31) }] },
    { references: [{ title: 'x', url: 'javascript:alert(1)' }] },
    { references: [{ title: 'cve', url: 'https://blog.example/x' }] },
    { confidence: 101 },
    { unknown: 1 },
  ])('is not %j', (more) => expect(AdvisoryText.safeParse({ ...text, ...more }).success).toBe(false));
});

describe('vulnerabilities of an advisory', () => {
  it('have a vector for each version of CVSS', () => {
    const cvss = [V31, V31.replace('3.1', '3.0')];
    expect(AdvisoryText.safeParse({ ...text, vulnerabilities: [{ cve: 'CVE-2021-26855', cvss }] }).success).toBe(true);
  });

  it('say what is wrong with a vector', () => {
    const { error } = AdvisoryText.safeParse({
      ...text,
      vulnerabilities: [{ cve: 'CVE-2021-26855', cvss: [V31.replace('/S:C', '')] }],
    });
    expect(error?.issues).toMatchObject([
      { path: ['vulnerabilities', 0, 'cvss', 0], message: 'a CVSS vector lacks S' },
    ]);
  });
});

describe('the text that is signed', () => {
  const { report } = toReport(text, issue);

  it('is the same before publication, after it, and after withdrawal', () => {
    const signature = { organisation: issue.lead, key: 'k', signed_at: at, signature: 's' };
    const after = published(withSignatures(report, [signature]));
    const extension = { ...advisoryOf(after), withdrawn: { at, reason: 'x' } };
    const withdrawn = { ...after, revoked: true, extensions: { [ADVISORY_EXTENSION]: extension } };
    for (const one of [after, withdrawn]) expect(canonicalText(one)).toBe(canonicalText(report));
  });

  it('is another whatever else is changed', () => {
    const paths = [...leaves(published(report))].filter(
      ([path]) => !['created', 'modified', 'published'].includes(path[0]!),
    );
    expect(paths.length).toBeGreaterThan(25);
    for (const [path, value] of paths) {
      const altered = structuredClone(published(report));
      const last = path.pop()!;
      const holder = path.reduce<Record<string, unknown>>(
        (inner, key) => inner[key] as Record<string, unknown>,
        altered,
      );
      holder[last] = typeof value === 'number' ? value + 1 : `${String(value)}x`;
      const same = advisoryOf(altered) !== undefined && textHash(altered) === textHash(report);
      expect([path, last, same]).toEqual([path, last, false]);
    }
  });

  it('does not depend on the order of properties', () => {
    const keys = fc.shuffledSubarray(Object.keys(report), { minLength: Object.keys(report).length });
    const same = (order: string[]) =>
      textHash(Object.fromEntries(order.map((key) => [key, report[key]])) as StixObject) === textHash(report);
    expect(() => fc.assert(fc.property(keys, same))).not.toThrow();
  });

  it('is signed for one version of one advisory by one organisation and one key', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
    const said = {
      advisory: issue.id,
      version: 1,
      sha256: textHash(report),
      organisation: issue.lead,
      key: keyIdOf(raw),
      signed_at: at,
    };
    const signature = signStatement(said, privateKey);
    expect(isSigned(said, signature, raw)).toBe(true);
    for (const other of [
      { advisory: 'x' },
      { version: 2 },
      { sha256: 'x' },
      { organisation: 'x' },
      { key: 'x' },
      { signed_at: 'x' },
    ])
      expect(isSigned({ ...said, ...other }, signature, raw)).toBe(false);
    expect(isSigned(said, 'AAAA', raw)).toBe(false);
  });
});

/** Every property that holds no others, by where it is. */
function* leaves(value: unknown, path: string[] = []): Generator<[string[], unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value];
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}
