import { domainToUnicode } from 'node:url';
import type { Observable } from '../../kernel/index.js';
import { hostOf } from './keys.js';

/** A name as people read it, where that is not how it is kept. */
export interface ReadsAs {
  readonly text: string;
  /** Only where one label has letters of several scripts that no language writes together: the scripts, by their Unicode names. */
  readonly mixed_scripts?: readonly string[];
}

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Thai',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Bopomofo',
  'Cherokee',
].map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const);

/** What languages write together: the "highly restrictive" level of Unicode's UTS 39, section 5.2. */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** The name in an observable in its own letters; undefined where it has no A-label, and for what has no name. */
export function readsAs(observable: Observable): ReadsAs | undefined {
  const host = hostOf(observable);
  if (host === null || !/(?:^|\.)xn--/.test(host)) return undefined;
  const text = domainToUnicode(host);
  if (text === '' || text === host) return undefined;
  const mixed = text.split('.').map(scriptsIn).find(isMixed);
  return mixed ? { text, mixed_scripts: mixed } : { text };
}

const scriptsIn = (label: string): string[] => SCRIPTS.filter(([, has]) => has.test(label)).map(([name]) => name);

const isMixed = (scripts: readonly string[]): boolean =>
  scripts.length > 1 && !TOGETHER.some((together) => scripts.every((script) => together.includes(script)));
