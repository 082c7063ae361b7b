import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { classify } from '../observables/classify.js';
import type { Observable } from '../../kernel/index.js';
import { extract } from './extract.js';
import { viewOf } from './view.js';

// of the public repositories that published the reports; nothing of them is kept here
const REPORTS = '../shared/data/open-reports';
const EVENTS = '../shared/data/open-misp/eset__malware-ioc';
const onReports = existsSync(REPORTS) ? it : it.skip;

/** A report, and what its authors published as the list of its indicators. */
interface Published {
  readonly name: string;
  readonly report: string;
  readonly listed: ReadonlySet<string>;
}

const key = ({ type, value }: Observable): string => `${type} ${value}`;
const keys = (values: readonly string[]): string[] =>
  values.flatMap((value) => {
    const found = classify(value);
    return found ? [key(found)] : [];
  });
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
const under = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile());

/** Lists beside the report; where there are none, the cells of its tables and items of its lists that are nothing else. */
function publishedOf(file: string): Published {
  const dir = file.replace(/\/[^/]*$/, '');
  const report = readFileSync(file, 'utf8');
  const beside = under(dir).filter((name) => /\.(?:txt|sha256|sha1|md5)$/.test(name));
  const cells = [...report.matchAll(/(?<=^[|*-]|\|)[ \t]*[`+*]*([^|`\s]+?)[`+*]*[ \t]*(?=\||$)/gm)].map(
    ([, cell = '']) => cell,
  );
  const events = existsSync(EVENTS)
    ? under(join(EVENTS)).filter((name) => name.includes(`/${dir.split('/').at(-1)}/`) && name.endsWith('.json'))
    : [];
  const lists = [...keys(beside.flatMap(linesOf)), ...events.flatMap((name) => keys(valuesIn(name)))];
  // a list of hashes alone says nothing of the rest of the report
  const rest = lists.some((value) => /^(?:ipv4|domain)/.test(value)) ? [] : keys(cells);
  const listed = new Set([...lists, ...rest]);
  return { name: file.slice(REPORTS.length + 1), report, listed };
}

function valuesIn(file: string): string[] {
  const values: string[] = [];
  JSON.parse(readFileSync(file, 'utf8'), (_, part: { type?: string; value?: unknown } | null) => {
    const isIndicator = typeof part?.value === 'string' && part.type !== 'link'; // a link is where the report is
    if (isIndicator) values.push(...(part.value as string).split('|'));
    return part;
  });
  return values;
}

/** Whether the value stands in the report at all, looked for by other means than the extractor’s. */
function standsIn(report: string, listed: string): boolean {
  const text = report
    .toLowerCase()
    .replace(/\[\.\]/g, '.')
    .replace(/hxxp/g, 'http');
  const value = listed.slice(listed.indexOf(' ') + 1).toLowerCase();
  return text.split(/[\s`|*,()<>"]+/).some((word) => word.replace(/^\++|[+.]+$/g, '') === value);
}

describe('extraction from reports whose authors published lists', () => {
  onReports('finds 98 of 100 that stand in the report, and 95 of 100 that it is sure of are in the lists', () => {
    let [there, found, sure, right] = [0, 0, 0, 0];
    const missed: string[] = [];
    const wrong: string[] = [];
    for (const file of under(REPORTS).filter((name) => /README\.(?:md|adoc)$/.test(name))) {
      const { name, report, listed } = publishedOf(file);
      const { items } = extract(viewOf(report));
      const types = new Set([...listed].map((value) => value.split(' ', 1)[0]));
      const taken = items.filter(({ type, doubts }) => doubts.length === 0 && (types.has(type) || type === 'url'));
      const all = new Set(taken.map(({ type, value }) => `${type} ${value}`));
      for (const value of listed) {
        if (!standsIn(report, value)) continue;
        there += 1;
        if (all.has(value)) found += 1;
        else missed.push(`${name}: ${value}`);
      }
      for (const value of all) {
        sure += 1;
        if (listed.has(value)) right += 1;
        else wrong.push(`${name}: ${value}`);
      }
    }
    const [recall, precision] = [found / there, right / sure];
    process.stdout.write(`recall ${recall.toFixed(4)} of ${there}, precision ${precision.toFixed(4)} of ${sure}\n`);
    expect(there).toBeGreaterThan(300);
    expect(recall).toBeGreaterThanOrEqual(0.98);
    expect(precision).toBeGreaterThanOrEqual(0.95);
  });
});
