import { type StixObject, tlpOf } from 'tocsin';
import { defangedPattern } from './values.ts';

export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs by itself from version to version, and tells nothing. */
const OWN = new Set(['modified', 'object_marking_refs']);

/** In which fields a version differs from the one before; the marking by its label. Nothing for the first. */
export function changesOf(before: StixObject | undefined, after: StixObject): Change[] {
  if (!before) return [];
  const labelled = (version: StixObject): StixObject => ({
    ...version,
    tlp: tlpOf(version),
    ...(version.pattern !== undefined && { pattern: defangedPattern(version) ?? '' }),
  });
  const [was, is] = [labelled(before), labelled(after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((field) => !OWN.has(field));
  return fields
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .map((field) => ({ field, before: was[field], after: is[field] }));
}
