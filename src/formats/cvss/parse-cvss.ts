import { Fault } from '../../kernel/index.js';
import { CVSS_METRICS, type CvssMetric, type CvssVersion } from './cvss-metrics.js';

/** A vector that its specification allows. */
export interface CvssVector {
  readonly version: CvssVersion;
  /** In the order of the specification, without what is not defined: equal assessments have equal texts. */
  readonly vector: string;
  /** The base metrics alone. */
  readonly base: string;
}

/**
 * Reads a CVSS 3.0, 3.1 or 4.0 vector as its specification has it: every base metric, each metric once, nothing else; in
 * 4.0 in the fixed order, in 3.x in any. Throws `invalid`, saying what is wrong.
 */
export function parseCvss(text: string): CvssVector {
  const [prefix = '', ...parts] = text.split('/');
  const version = prefix.startsWith('CVSS:') ? prefix.slice('CVSS:'.length) : '';
  if (!isVersion(version)) refuse('begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/');
  const metrics = CVSS_METRICS[version];
  const given = new Map<string, string>();
  let last = -1;
  for (const part of parts) {
    const at = assertMetric(part, metrics);
    const { name } = metrics[at]!;
    if (given.has(name)) refuse(`has ${name} twice`);
    if (version === '4.0' && at < last) refuse(`has ${name} out of order`);
    given.set(name, part.slice(name.length + 1));
    last = at;
  }
  const missing = metrics.find(({ name, base }) => base && !given.has(name));
  if (missing) refuse(`lacks ${missing.name}`);
  const print = (wanted: (metric: CvssMetric) => boolean) =>
    [
      prefix,
      ...metrics
        .filter((metric) => wanted(metric) && (given.get(metric.name) ?? 'X') !== 'X')
        .map(({ name }) => `${name}:${given.get(name)}`),
    ].join('/');
  return { version, vector: print(() => true), base: print(({ base }) => base) };
}

const isVersion = (text: string): text is CvssVersion => Object.hasOwn(CVSS_METRICS, text);

/** Where the metric stands in the specification's order. */
function assertMetric(part: string, metrics: readonly CvssMetric[]): number {
  const [name = '', value = '', ...rest] = part.split(':');
  const at = metrics.findIndex((metric) => metric.name === name);
  const metric = metrics[at];
  if (!metric || rest.length > 0) refuse(`has no metric ${JSON.stringify(part.slice(0, 20))}`);
  if (!metric.values.includes(value)) refuse(`has ${name}, which is one of ${metric.values.join(', ')}`);
  return at;
}

function refuse(what: string): never {
  throw new Fault('invalid', `a CVSS vector ${what}`);
}
