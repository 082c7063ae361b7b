import { bared } from '../formats/index.js';
import { TLP, type Tlp, tlpRank } from '../kernel/index.js';
import { domainLeaf, valueLeaf, withinLeaf } from './bare.js';
import { misread } from './misread.js';
import { type Comparison, type Leaf, type QueryContext, STATES } from './node.js';
import type { Term } from './scanner.js';
import { seenLeaf } from './seen.js';
import { readTime } from './time.js';
import { TYPE_NAMES, typeLeaf } from './types.js';

interface Key {
  readonly key: string;
  /** What other tools call it. */
  readonly aliases?: readonly string[];
  readonly example: string;
  readonly meaning: string;
  /** What it may be followed by besides `:`, which is the same as `=`. */
  readonly comparisons?: readonly Comparison[];
  /** A final `*` asks for a prefix. */
  readonly star?: boolean;
  /** All that it takes, where that can be said. */
  readonly values?: readonly string[];
  read(term: Term, comparison: Comparison, context: QueryContext): Leaf;
}

const ORDER: readonly Comparison[] = ['<', '<=', '>', '>='];
const ALL: readonly Comparison[] = ['=', '!=', ...ORDER];
const ID = /^[a-z][a-z0-9-]{0,249}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const KEYS: readonly Key[] = [
  {
    key: 'type',
    example: 'type:ipv4-addr',
    meaning:
      'STIX object type (indicator, sighting, report …), or has an observable of the type; also ip, hash, domain, email, cve',
    values: TYPE_NAMES,
    read({ column, value }) {
      const leaf = typeLeaf(value);
      if (!leaf) throw misread(column, `there is no type “${value}”`);
      return leaf;
    },
  },
  {
    key: 'tlp',
    example: 'tlp<=amber',
    meaning: 'TLP label; clear < green < amber < amber+strict < red',
    comparisons: ALL,
    values: TLP,
    read({ column, value }, comparison) {
      const label = value.toLowerCase();
      const known = label === 'white' ? 'clear' : TLP.find((tlp: Tlp) => tlp === label);
      if (!known) throw misread(column, `TLP labels are ${TLP.join(', ')}`);
      return { kind: 'tlp', comparison, rank: tlpRank(known) };
    },
  },
  {
    key: 'confidence',
    example: 'confidence>=70',
    meaning: 'confidence, 0 to 100; objects that say none never match',
    comparisons: ALL,
    read({ column, value }, comparison) {
      if (!/^(?:\d{1,2}|100)$/.test(value)) throw misread(column, 'a confidence is a whole number from 0 to 100');
      return { kind: 'confidence', comparison, value: Number(value) };
    },
  },
  {
    key: 'seen',
    example: 'seen>3',
    meaning: 'how often it was seen, by the sightings that you see and that still stand; in searches and exports only',
    comparisons: ALL,
    read: seenLeaf,
  },
  {
    key: 'label',
    example: 'label:haf*',
    meaning: 'has the label, in any case; a final * for all that begin so',
    star: true,
    read: ({ value, star }) => ({ kind: 'label', label: value.toLowerCase(), prefix: star }),
  },
  {
    key: 'from',
    aliases: ['member'],
    example: 'from:cert-nz',
    meaning: 'short name of the organisation that made it',
    read({ column, value }, _, context) {
      for (const name of [value.toLowerCase(), value]) {
        const organisationId = context.organisation(name);
        if (organisationId !== undefined) return { kind: 'from', name, organisationId };
      }
      throw misread(column, `there is no organisation “${value}”`);
    },
  },
  {
    key: 'since',
    example: 'since:7d',
    meaning: 'modified at or after: 30m, 12h, 7d, 2w ago, 2021-03-02 (a day in UTC), or an RFC 3339 time',
    read: ({ column, value }, _, { now }) => time('modified', '>=', readTime(column, value, now, -1)),
  },
  {
    key: 'until',
    example: 'until:2021-03-02',
    meaning: 'modified before; a day begins at 00:00 UTC',
    read: ({ column, value }, _, { now }) => time('modified', '<', readTime(column, value, now, -1)),
  },
  {
    key: 'created',
    example: 'created>=2021-03-02',
    meaning: 'made at or after, days in UTC; also <, <=, >',
    comparisons: ORDER,
    read: ({ column, value }, comparison, { now }) => time('created', comparison, readTime(column, value, now, -1)),
  },
  {
    key: 'expires',
    example: 'expires<7d',
    meaning:
      'valid until before, here in the next 7 days, days in UTC; also <=, >, >=; what does not expire never matches',
    comparisons: ORDER,
    read: ({ column, value }, comparison, { now }) => time('expires', comparison, readTime(column, value, now, 1)),
  },
  {
    key: 'value',
    example: 'value:hxxp://evil[.]example/a',
    meaning: 'has exactly this observable, defanged or not',
    read: ({ column, value }) => valueLeaf(column, value),
  },
  {
    key: 'in',
    example: 'in:203.0.113.0/24',
    meaning: 'has an address or network inside this network',
    read: ({ column, value }) => withinLeaf(column, value),
  },
  {
    key: 'domain',
    example: 'domain:evil.example',
    meaning: 'has the domain or a subdomain, also as host of a URL or e-mail address',
    read: ({ column, value }) => domainLeaf(column, value),
  },
  {
    key: 'hash',
    example: 'hash:d41d8cd9',
    meaning: 'has a hash or fingerprint that begins with these 6 or more hexadecimal digits',
    star: true,
    read({ column, value }) {
      const prefix = bared(value).toLowerCase();
      if (!/^[0-9a-f]{6,128}$/.test(prefix))
        throw misread(column, 'a hash is given by its first 6 to 128 hexadecimal digits');
      return { kind: 'hash', prefix };
    },
  },
  {
    key: 'id',
    example: 'id:indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    meaning: 'the object with this STIX id',
    read({ column, value }) {
      const id = value.toLowerCase();
      if (!ID.test(id)) throw misread(column, 'a STIX id has the form type--uuid');
      return { kind: 'id', id };
    },
  },
  {
    key: 'attack',
    aliases: ['ttp'],
    example: 'attack:T1059',
    meaning:
      'names the MITRE ATT&CK technique, tactic, group or software; a technique also by those below it (T1059.001)',
    read({ column, value }) {
      const id = value.toLowerCase();
      if (!/^(?:ta|t|g|s|m|c|a|ds|dc|det|an)\d{4}(?:\.\d{3})?$/.test(id))
        throw misread(column, 'ATT&CK ids are written like T1059, T1059.001, G0125 or TA0001');
      return { kind: 'text', needle: `attack:${id}` };
    },
  },
  {
    key: 'is',
    example: 'is:active',
    meaning: 'revoked; expired (valid until is past); active (neither)',
    values: STATES,
    read({ column, value }) {
      const state = STATES.find((name) => name === value.toLowerCase());
      if (!state) throw misread(column, `is: takes ${STATES.join(', ')}`);
      return { kind: 'is', state };
    },
  },
];

function time(field: 'created' | 'modified' | 'expires', comparison: Comparison, at: number): Leaf {
  return { kind: 'time', field, comparison, at };
}

const BY_NAME: ReadonlyMap<string, Key> = new Map(
  KEYS.flatMap((key) => [key.key, ...(key.aliases ?? [])].map((name) => [name, key] as const)),
);

/** The words that are keys, in the order in which they are explained. */
export const KEY_NAMES: readonly string[] = KEYS.map(({ key }) => key);
/** The same, with those that are read as one of them. */
export const KEY_WORDS: ReadonlySet<string> = new Set(BY_NAME.keys());

/** A key as it is explained: to readers of the documentation, and to whoever writes a query. */
export interface KeyHelp {
  readonly key: string;
  /** Words that are read as this one. */
  readonly aliases?: readonly string[];
  readonly example: string;
  readonly meaning: string;
  /** What may follow it besides `:`. */
  readonly comparisons: readonly string[];
  /** All that it takes; absent where that can't be listed. */
  readonly values?: readonly string[];
}

/** Every key with an example and its meaning: for the documentation, completion and error messages. */
export function describeKeys(): KeyHelp[] {
  return KEYS.map(({ key, aliases, example, meaning, comparisons = [], values }) => ({
    key,
    ...(aliases && { aliases }),
    example,
    meaning,
    comparisons: comparisons.filter((comparison) => comparison !== '='),
    ...(values && { values }),
  }));
}

/** What a term with a key asks for. The scanner lets only known keys through. */
export function keyedLeaf(written: Term, context: QueryContext): Leaf {
  const key = BY_NAME.get((written.key ?? '').toLowerCase());
  if (!key) throw misread(written.column, `keys are ${KEY_NAMES.join(', ')}`);
  const term = operatorFirst(key, written);
  const { column, star, operator } = term;
  const comparison = operator === ':' ? '=' : (operator as Comparison);
  if (star && !key.star) throw misread(column, `${key.key} takes no *; quote the value if the * is part of it`);
  const taken = key.comparisons ?? ['='];
  if (!taken.includes(comparison)) {
    const also = key.comparisons ? taken.join(' ') : `: (for “not” write -${key.key}:…)`;
    throw misread(column, `${key.key} is followed by ${also}`);
  }
  return key.read(term, comparison, context);
}

/** `confidence:>=70`, as other tools have it, is `confidence>=70`. */
function operatorFirst(key: Key, term: Term): Term {
  const [, operator, value] = /^(<=|>=|!=|<|>|=)(.+)$/s.exec(term.value) ?? [];
  const moved = key.comparisons && !term.quoted && term.operator === ':' && operator && value;
  return moved ? { ...term, operator, value } : term;
}
