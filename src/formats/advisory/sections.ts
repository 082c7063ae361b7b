import { defang } from '../observables/defang.js';
import { cvssOf } from '../cvss/cvss.js';
import { type Block, type Inline, text } from '../markdown/nodes.js';
import type { LiveLinks } from '../markdown/links.js';
import type { Printable } from './printable.js';
import { utc } from './utc.js';

/** A part of the document after its text. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

type Cells = readonly Inline[][];

const code = (value: string): Inline => ({ is: 'code', text: value });
const words = (value = ''): Inline[] => (value === '' ? [] : [text(value)]);
const paragraph = (...children: Inline[]): Block => ({ is: 'paragraph', children });

/** What stands after the text: only what there is. */
export function sectionsOf(printable: Printable, live: LiveLinks): Section[] {
  const { advisory } = printable;
  const all: [string, Block[]][] = [
    ['Vulnerabilities', vulnerabilities(printable)],
    ['Products', table(['Vendor', 'Product', 'Version', 'Status', 'Vulnerabilities'], products(printable))],
    ['Techniques (ATT&CK)', advisory.techniques.length > 0 ? [paragraph(text(advisory.techniques.join(', ')))] : []],
    ['Evidence', table(['What', 'Where', 'SHA-256'], evidence(printable))],
    ['Linked objects', table(['Type', 'What', 'Id'], linked(printable))],
    ['References', references(printable, live)],
    ['Signatures', signatures(printable)],
  ];
  return all.filter(([, blocks]) => blocks.length > 0).map(([title, blocks]) => ({ title, blocks }));
}

/** Nothing where there are no rows. */
const table = (head: readonly string[], rows: readonly Cells[]): Block[] =>
  rows.length === 0
    ? []
    : [{ is: 'table', align: head.map(() => 'left' as const), head: head.map((name) => words(name)), rows }];

function vulnerabilities({ advisory }: Printable): Block[] {
  const rows = advisory.vulnerabilities.map(({ cve, title, cvss = [], cwe }): Cells => {
    const scores = cvss.map((vector) => cvssOf(vector));
    const lines = (print: (one: (typeof scores)[number]) => Inline) =>
      scores.flatMap((one, i): Inline[] => [...(i > 0 ? [{ is: 'break' } as const] : []), print(one)]);
    return [
      words(cve),
      words([title, cwe].filter(Boolean).join(', ')),
      lines(({ score, severity, version }) => text(`${score.toFixed(1)} ${severity} (${version})`)),
      lines(({ vector }) => code(vector)),
    ];
  });
  return table(['CVE', 'What', 'CVSS base score', 'Vector'], rows);
}

const STATUSES = {
  affected: 'affected',
  not_affected: 'not affected',
  fixed: 'fixed',
  under_investigation: 'under investigation',
} as const;

const products = ({ advisory }: Printable): Cells[] =>
  advisory.products.map(({ vendor, name, version, status, cves = [] }) =>
    [vendor, name, version, STATUSES[status], cves.join(', ')].map((value) => words(value)),
  );

/** Where the evidence is kept is for people to ask for; only a reference is followed. */
const evidence = ({ advisory }: Printable): Cells[] =>
  advisory.evidence.map(({ title, url, object, sha256 }) => [
    words(title),
    url === undefined ? words(object) : [{ is: 'link', url, children: words(object ?? 'at') }],
    sha256 === undefined ? [] : [code(sha256)],
  ]);

function linked({ advisory, linked: seen }: Printable): Cells[] {
  const known = new Map(seen.map((one) => [one.id, one]));
  return advisory.links.flatMap((id) => {
    const found = known.get(id);
    if (!found) return []; // its readers may not see it, by now or all of them: not its id, either
    const { name, observables } = found;
    const what = observables.length > 0 ? observables.map(defang).join(', ') : name;
    return [[words(id.split('--')[0]), words(what), [code(id)]]];
  });
}

/** With the address of those that may be followed to read, for paper has no links. */
function references({ advisory }: Printable, live: LiveLinks): Block[] {
  if (advisory.references.length === 0) return [];
  const items = advisory.references.map(({ title, url }) => [
    paragraph(
      { is: 'link', url, children: words(title) },
      ...(live.has(url) ? [{ is: 'break' } as const, code(url)] : []),
    ),
  ]);
  return [{ is: 'list', start: 1, items }];
}

/** Who signed, and how anybody can look whether that is so. */
function signatures({ advisory, names, sha256 }: Printable): Block[] {
  const { id, quorum } = advisory;
  const rows = advisory.signatures.map(({ organisation, key, signed_at: at }): Cells => [
    words(names[organisation] ?? organisation),
    [code(key)],
    words(utc(at)),
  ]);
  if (rows.length === 0) return [];
  const check = `tocsin advisory export ${id} > advisory.json\ntocsin advisory key > keys.json\ntocsin verify advisory.json --keys keys.json`;
  return [
    ...table(['Organisation', 'Key', 'Signed'], rows),
    paragraph(
      text(
        `${rows.length} signed, ${quorum} had to. The signatures are under the advisory as STIX, not under this print; SHA-256 of what was signed: `,
      ),
      code(sha256),
    ),
    paragraph(text('Whether they are good anybody can tell, without trusting the hub:')),
    { is: 'preformatted', text: check },
  ];
}
