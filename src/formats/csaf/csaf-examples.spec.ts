import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkCsaf } from './check-csaf.js';
import { csafExport } from './csaf-export.js';
import { readCsaf } from './read-csaf.js';
import { toCsaf } from './to-csaf.js';
import { context, plain, publishedAs } from './csaf-samples.js';

const shared = resolve(import.meta.dirname, '../../../../shared/data/open-csaf');
const examples = existsSync(shared)
  ? readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?:csaf_files|examples\/csaf)\/.*\.json$/.test(file),
    )
  : [];

describe('CSAF of every public example', () => {
  // the thread that checks takes its time to begin
  beforeAll(() => checkCsaf({}, '2.0'), 120_000);

  const each = existsSync(shared) ? it.each(examples) : it.skip.each(['no ../shared/data/open-csaf here']);

  each('%s: read, and printed as 2.0 and 2.1, it is valid and says the same', async (file) => {
    const bytes = readFileSync(`${shared}/${file}`);
    const read = await readCsaf(bytes);
    const before = JSON.parse(bytes.toString()) as object;
    const label = (before as { document: { distribution?: { tlp?: { label: string } } } }).document.distribution?.tlp
      ?.label;
    expect(read.tlp).toBe(label === undefined ? undefined : 'clear');
    for (const version of ['2.0', '2.1'] as const) {
      const { body } = await csafExport(publishedAs(read.text, read.tlp ?? 'clear'), context, version);
      const after = JSON.parse(body.toString()) as object;
      expect(after).toMatchObject({
        document: { csaf_version: version, distribution: { tlp: { label: version === '2.0' ? 'WHITE' : 'CLEAR' } } },
      });
      expect(linesOf(after)).toEqual(linesOf(before));
    }
  });

  it('would tell a status, a vector or a product that went missing', () => {
    const document = toCsaf(publishedAs(plain, 'clear'), context, '2.0');
    const told = linesOf(document);
    expect(told).toHaveLength(4);
    for (const change of [
      (text: string) => text.replace('known_affected', 'fixed'),
      (text: string) => text.replace('S:C', 'S:U'),
      (text: string) => text.replace('<2', '<3'),
    ])
      expect(linesOf(JSON.parse(change(JSON.stringify(document))) as object)).not.toEqual(told);
  });
});

interface Tree {
  name: string;
  category: string;
  branches?: Tree[];
  product?: { name: string; product_id: string };
}
interface Told {
  product_tree?: {
    branches?: Tree[];
    full_product_names?: { name: string; product_id: string }[];
    relationships?: {
      full_product_name: { name: string; product_id: string };
      relates_to_product_reference: string;
    }[];
  };
  vulnerabilities?: {
    cve?: string;
    notes?: { text: string }[];
    product_status?: Record<string, string[]>;
    scores?: Rated[];
    metrics?: { content: Rated }[];
  }[];
}
type Rated = Record<string, { vectorString?: string } | undefined>;

const GROUPS: [RegExp, string][] = [
  [/^(?:first|last|known)_affected$/, 'affected'],
  [/^(?:first_)?fixed$/, 'fixed'],
  [/^known_not_affected$/, 'not affected'],
  [/^under_investigation$/, 'under investigation'],
];

/** What a document says of which product and which vulnerability, one line each: read by nothing that the hub reads by. */
function linesOf(document: object): string[] {
  const { product_tree: tree = {}, vulnerabilities = [] } = document as Told;
  const names = new Map<string, string>();
  const walk = (branch: Tree, vendor: string, middle: string[], version: string[]): void => {
    const { category, name } = branch;
    if (category === 'vendor') vendor = name;
    else if (category.startsWith('product_version')) version = [...version, name];
    else middle = [...middle, name];
    if (branch.product)
      names.set(
        branch.product.product_id,
        [vendor, middle.join(' / ') || branch.product.name, version.join(' / ')].join('|'),
      );
    for (const inner of branch.branches ?? []) walk(inner, vendor, middle, version);
  };
  for (const branch of tree.branches ?? []) walk(branch, '', [], []);
  for (const { product_id, name } of tree.full_product_names ?? []) names.set(product_id, `|${name}|`);
  for (const { full_product_name: whole, relates_to_product_reference: of } of tree.relationships ?? [])
    names.set(whole.product_id, [names.get(of)?.split('|')[0] ?? '', whole.name, ''].join('|'));
  const lines = vulnerabilities.flatMap(({ cve, notes = [], product_status = {}, scores = [], metrics = [] }) => [
    ...Object.entries(product_status).flatMap(([status, ids]) => {
      const group = GROUPS.find(([pattern]) => pattern.test(status))?.[1];
      return group === undefined ? [] : ids.map((id) => `${cve} ${group} ${names.get(id)}`);
    }),
    ...[...scores, ...metrics.map(({ content }) => content)].flatMap((rated) =>
      ['cvss_v2', 'cvss_v3', 'cvss_v4'].flatMap((key) =>
        rated[key]?.vectorString ? [`${cve} ${rated[key].vectorString}`] : [],
      ),
    ),
    ...notes.flatMap(({ text }) => [...text.matchAll(/^CVSS: (\S+)$/gm)].map(([, vector]) => `${cve} ${vector}`)),
  ]);
  return [...new Set([...lines, ...vulnerabilities.map(({ cve }) => String(cve))])].toSorted();
}
