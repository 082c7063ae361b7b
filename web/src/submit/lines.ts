import type { Finding, Item, Tlp } from 'tocsin';
import { TLPS } from './whom.ts';

export interface Line {
  /** In the text that was pasted, from 1. */
  readonly number: number;
  readonly value: string;
  /** How often it stands there. */
  readonly times?: number;
}

/** Values that are looked up before they are shared: all that a look-up of the hub takes at once. A file with more is a job. */
export const MOST_VALUES = 10_000;

/** The values of a pasted text: one a line; what begins with # is a remark, and what stands twice is taken once. */
export function linesOf(text: string): Line[] {
  const lines = new Map<string, Required<Line>>();
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const value = raw.trim();
    if (value === '' || value.startsWith('#')) continue;
    const { number = i + 1, times = 0 } = lines.get(value) ?? {};
    lines.set(value, { number, value, times: times + 1 });
  }
  return [...lines.values()];
}

/** Which lines are left out, and which go out under a label of their own; by their values. */
export interface Marked {
  readonly out: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, Tlp>;
}
export const UNMARKED: Marked = { out: new Set(), labels: new Map() };

/** What is said of all of them alike. */
export interface Common {
  confidence: string;
  labels: string;
  description: string;
}
export const NOTHING: Common = { confidence: '', labels: '', description: '' };

export const labelsOf = ({ labels }: Common): string[] =>
  labels
    .split(',')
    .map((label) => label.trim())
    .filter(Boolean);

/** A line with the item that is made of it. */
export interface Sent {
  readonly line: Line;
  readonly item: Item;
}

export function saidOf(common: Common) {
  const labels = labelsOf(common);
  return {
    ...(common.confidence !== '' && { confidence: Number(common.confidence) }),
    ...(labels.length > 0 && { labels }),
    ...(common.description.trim() !== '' && { description: common.description.trim() }),
  };
}

export const sentLines = (lines: readonly Line[], { out, labels }: Marked, common: Common): Sent[] =>
  lines
    .filter(({ value }) => !out.has(value))
    .map((line) => {
      const tlp = labels.get(line.value);
      return { line, item: { value: line.value, ...saidOf(common), ...(tlp && { tlp }) } };
    });

/** Findings of a report; `labels` of some differ from that of all. */
export const sentFindings = (findings: readonly Finding[], labels: ReadonlyMap<string, Tlp>, common: Common): Sent[] =>
  findings.map((finding) => {
    const { type, value, places } = finding;
    const tlp = labels.get(keyOf(finding));
    return {
      line: { number: places[0]?.line ?? 0, value },
      item: { type, value, ...saidOf(common), ...(tlp && { tlp }) },
    };
  });

/** Every label that something of it goes out under, `all` where it has none of its own; that alone while there is nothing. */
export function labelsIn(sent: readonly Sent[], all: Tlp | ''): Tlp[] {
  if (all === '') return [];
  const used = new Set(sent.map(({ item }) => item.tlp ?? all));
  return used.size === 0 ? [all] : TLPS.filter((tlp) => used.has(tlp));
}

/** What tells a finding from the others. */
export const keyOf = ({ type, value }: Pick<Finding, 'type' | 'value'>): string => `${type} ${value}`;
/** The hub holds no values of ATT&CK techniques. */
export const isShareable = ({ type }: Finding): boolean => type !== 'attack-technique';
