/** A metric of the base score: its name and its values, the harmless last. */
export interface Metric {
  readonly name: string;
  readonly values: readonly string[];
}

const metrics = (text: string): Metric[] =>
  text.split(' ').map((each) => {
    const [name = '', values = ''] = each.split(':');
    return { name, values: values.split(',') };
  });

const V3 = metrics('AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:C,U C:H,L,N I:H,L,N A:H,L,N');
const V4 = metrics('AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N');
export const BASE: Readonly<Record<string, readonly Metric[]>> = { '3.0': V3, '3.1': V3, '4.0': V4 };

/** The words of a value: those of some metrics are their own, the others are levels. */
export const wordOf = (metric: string, value: string): string =>
  `cvssValue.${['AV', 'UI', 'S', 'AT'].includes(metric) ? metric : 'level'}_${value}`;

/** A vector by its metrics, in the order of its version; what it says beyond the base is kept. */
export interface Vector {
  readonly version: string;
  readonly said: Readonly<Record<string, string>>;
}

/** Nothing is impaired, until one says what is: a score of 0. */
export const freshVector = (version: '3.1' | '4.0'): string =>
  printed({
    version,
    said: Object.fromEntries(
      BASE[version]!.map(({ name, values }) => [
        name,
        name === 'S' ? 'U' : ['AV', 'AC', 'AT', 'PR', 'UI'].includes(name) ? values[0]! : 'N',
      ]),
    ),
  });

/** Undefined: no vector of CVSS 3.0, 3.1 or 4.0 with all of its base metrics. */
export function readVector(text: string): Vector | undefined {
  const [prefix = '', ...parts] = text.trim().split('/');
  const version = prefix.replace('CVSS:', '');
  const base = Object.hasOwn(BASE, version) ? BASE[version] : undefined;
  if (!base || prefix !== `CVSS:${version}`) return undefined;
  const said = Object.fromEntries(parts.map((part) => part.split(':') as [string, string]));
  const whole = base.every(({ name, values }) => values.includes(said[name] ?? ''));
  return whole &&
    Object.keys(said).length === parts.length &&
    parts.every((part) => /^[A-Z]{1,3}:[A-Za-z]+$/.test(part))
    ? { version, said }
    : undefined;
}

export function printed({ version, said }: Vector): string {
  const base = BASE[version]!.map(({ name }) => name);
  const more = Object.keys(said).filter((name) => !base.includes(name));
  return [`CVSS:${version}`, ...[...base, ...more].map((name) => `${name}:${said[name]}`)].join('/');
}

export interface Score {
  readonly score: number;
  readonly severity: 'none' | 'low' | 'medium' | 'high' | 'critical';
}

/** The base score, by the same library as the hub’s; it comes when it is asked for. */
export async function scoreOf({ version, said }: Vector): Promise<Score> {
  const { default: calculator } = await import('ae-cvss-calculator');
  const { Cvss3P0, Cvss3P1, Cvss4P0 } = calculator;
  const base = [`CVSS:${version}`, ...BASE[version]!.map(({ name }) => `${name}:${said[name]}`)].join('/');
  const score =
    version === '4.0'
      ? new Cvss4P0(base).calculateScores().overall
      : new (version === '3.0' ? Cvss3P0 : Cvss3P1)(base).calculateScores().base;
  return { score: score ?? 0, severity: severityOf(score ?? 0) };
}

function severityOf(score: number): Score['severity'] {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}
