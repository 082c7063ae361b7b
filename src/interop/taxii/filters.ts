import { Fault } from '../../kernel/index.js';
import { instantOf } from './instants.js';

/** Which versions of objects are asked for. */
export interface Versions {
  readonly all: boolean;
  readonly first: boolean;
  readonly last: boolean;
  /** Microseconds since the epoch. */
  readonly at: readonly number[];
}

/** What a request asks of a collection (TAXII 2.1, 3.4), `next` and `limit` aside. */
export interface Filters {
  /** Microseconds since the epoch; entries after it are asked for. */
  readonly addedAfter: number | null;
  readonly ids: readonly string[] | null;
  readonly types: readonly string[] | null;
  readonly versions: Versions;
  /** Nothing of STIX 2.1 is asked for. */
  readonly otherSpec: boolean;
}

/** A query as it was read: the parameters that were there, in one form, and the rest. */
export interface Asked {
  /** Those of {@link Filters} as they were given: equal for equal ones. */
  readonly given: Readonly<Record<string, string>>;
  readonly limit: number | undefined;
  readonly next: string | undefined;
}

/** Objects of a page, at the most. */
export const MOST = 1_000;
/** Values of one filter, at the most. */
const VALUES = 100;

const FILTERS = ['added_after', 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]'];

/**
 * Reads the query as it came: frameworks make of `match[type]` what they like. Faults, all 400: `query_invalid` for what can't
 * be read, comes twice, or is a filter that is not known here, since more would be given than was asked for.
 */
export function readQuery(url: string): Asked {
  const mark = url.indexOf('?');
  const given = new Map<string, string>();
  for (const [name, value] of mark === -1 ? [] : new URLSearchParams(url.slice(mark + 1))) {
    const known = FILTERS.includes(name) || name === 'limit' || name === 'next';
    if (!known && !name.startsWith('match[')) continue;
    if (!known) refuse('this filter is not known here');
    if (given.has(name)) refuse(`${name} comes twice`);
    given.set(name, value);
  }
  const filters = FILTERS.filter((name) => given.has(name)).map((name) => [name, given.get(name)!] as const);
  return {
    given: Object.fromEntries(filters),
    limit: limitOf(given.get('limit')),
    next: given.get('next'),
  };
}

/** What the parameters of {@link Asked.given} mean. Faults as {@link readQuery}. */
export function filtersOf(given: Readonly<Record<string, string>>): Filters {
  const listed = (name: string): string[] | null => (given[name] === undefined ? null : valuesOf(name, given[name]));
  const spec = listed('match[spec_version]');
  const after = given['added_after'];
  return {
    addedAfter: after === undefined ? null : timeOf('added_after', after),
    ids: listed('match[id]'),
    types: listed('match[type]'),
    versions: versionsOf(listed('match[version]') ?? ['last']),
    otherSpec: spec !== null && !spec.includes('2.1'),
  };
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,15}$/.test(text)) refuse('limit is a number above 0');
  return Math.min(Number(text), MOST);
}

function valuesOf(name: string, text: string): string[] {
  const values = text.split(',');
  if (values.length > VALUES) refuse(`${name} has at most ${VALUES} values`);
  if (values.some((value) => value === '' || value.length > 300))
    refuse(`${name} has a value that is empty or too long`);
  return [...new Set(values)];
}

function versionsOf(values: readonly string[]): Versions {
  const all = values.includes('all');
  if (all && values.length > 1) refuse('match[version]=all stands alone');
  const named = new Set(['all', 'first', 'last']);
  return {
    all,
    first: values.includes('first'),
    last: values.includes('last'),
    at: values.filter((value) => !named.has(value)).map((value) => timeOf('match[version]', value)),
  };
}

function timeOf(name: string, text: string): number {
  const time = instantOf(text);
  return time ?? refuse(`${name} has what is no time`);
}

function refuse(detail: string): never {
  throw new Fault('query_invalid', detail);
}
