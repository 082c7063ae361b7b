import type { Kind } from '../exchange/index.js';
import { parsePattern, printPattern } from '../formats/index.js';
import type { StixObject } from '../kernel/index.js';

/** An indicator is what it points at: a second report raises what we know and never lowers it. */
export const indicatorKind: Kind = {
  type: 'indicator',
  fingerprint({ pattern = '', pattern_type = 'stix' }) {
    return pattern_type === 'stix' ? `stix ${normal(pattern)}` : `${pattern_type} ${pattern}`;
  },
  merge(known, report) {
    const merged: StixObject = {
      ...known,
      ...(report.name !== undefined && known.name === undefined && { name: report.name }),
      ...(report.description !== undefined && known.description === undefined && { description: report.description }),
      ...(report.confidence !== undefined && { confidence: Math.max(known.confidence ?? 0, report.confidence) }),
      ...(report.valid_until !== undefined &&
        known.valid_until !== undefined && { valid_until: later(known.valid_until, report.valid_until) }),
      ...union('labels', known, report),
      ...union('indicator_types', known, report),
      ...union('external_references', known, report),
      ...union('kill_chain_phases', known, report),
    };
    return JSON.stringify(merged) === JSON.stringify(known) ? known : merged;
  },
};

/** What we print ourselves is in normal form already; parsing it again would cost more than storing it. */
const SIMPLE = /^\[[a-z0-9-]+:[a-z_]+ = '[^'\\\]]*'\]$/;
const normal = (pattern: string): string => (SIMPLE.test(pattern) ? pattern : printPattern(parsePattern(pattern)));

const later = (a: string, b: string): string => (Date.parse(b) > Date.parse(a) ? b : a);

function union(property: string, known: StixObject, report: StixObject): Record<string, unknown> {
  const before = (known[property] as unknown[] | undefined) ?? [];
  const held = new Set(before.map((value) => JSON.stringify(value)));
  const added = ((report[property] as unknown[] | undefined) ?? []).filter((value) => !held.has(JSON.stringify(value)));
  return added.length > 0 ? { [property]: [...before, ...added] } : {};
}
