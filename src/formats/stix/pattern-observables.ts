import { Fault, type Observable, type ObservableType } from '../../kernel/index.js';
import { canonical } from '../observables/canonical.js';
import { joinPath } from './observable-pattern.js';
import type { Comparison, ObjectPath, Pattern, Test } from './pattern.js';

const HOSTS: readonly ObservableType[] = ['ipv4-addr', 'ipv6-addr', 'domain-name'];
const FILE_NAME = 'file:name';
const DIRECTORY = 'file:parent_directory_ref.path';

/** What may stand at a path (written without list indices); the first type that the value is valid for counts. */
const TYPES = new Map<string, readonly ObservableType[]>([
  ['ipv4-addr:value', ['ipv4-addr']],
  ['ipv6-addr:value', ['ipv6-addr']],
  ['domain-name:value', ['domain-name']],
  ['domain-name:resolves_to_refs.value', HOSTS],
  ['network-traffic:src_ref.value', HOSTS],
  ['network-traffic:dst_ref.value', HOSTS],
  ['network-traffic:extensions.http-request-ext.request_header.User-Agent', ['user-agent']],
  ['url:value', ['url']],
  ['email-addr:value', ['email-addr']],
  ['email-message:from_ref.value', ['email-addr']],
  ['email-message:sender_ref.value', ['email-addr']],
  [FILE_NAME, ['file-name']],
  ['directory:path', ['file-path']],
  ['mutex:name', ['mutex']],
  ['windows-registry-key:key', ['windows-registry-key']],
  ['win-registry-key:key', ['windows-registry-key']],
  ['autonomous-system:number', ['autonomous-system']],
  ['x-ja3:value', ['ja3']],
  ['x-ja4:value', ['ja4']],
  ['vulnerability:name', ['vulnerability']],
  ['cryptocurrency-wallet:address', ['cryptocurrency-wallet']],
  ['cryptocurrency-wallet:value', ['cryptocurrency-wallet']],
  ['user-agent:value', ['user-agent']],
]);

const HASHES: Readonly<Record<string, ObservableType>> = {
  MD5: 'MD5',
  SHA1: 'SHA-1',
  SHA256: 'SHA-256',
  SHA512: 'SHA-512',
  SSDEEP: 'SSDEEP',
  TLSH: 'TLSH',
};

/**
 * The observables that a pattern names outright, by `=`, `IN` or `ISSUBSET` and not negated, canonical and each once,
 * in the order of appearance. Values that are not valid for their type are passed over. A directory and a file name
 * in one `AND` are one file path. `patternObservables(parsePattern(patternOf(o)))` is `[o]`.
 */
export function patternObservables(pattern: Pattern): Observable[] {
  const found = new Map<string, Observable>();
  for (const where of comparisons(pattern)) {
    for (const one of named(where)) found.set(`${one.type}\0${one.value}`, one);
  }
  return [...found.values()];
}

function comparisons(pattern: Pattern): readonly Comparison[] {
  if (pattern.kind === 'observation') return [pattern.where];
  if (pattern.kind === 'qualified') return comparisons(pattern.of);
  return pattern.operands.flatMap(comparisons);
}

function named(comparison: Comparison): Observable[] {
  switch (comparison.kind) {
    case 'exists':
      return [];
    case 'test':
      return isNaming(comparison) ? observablesAt(comparison) : [];
    case 'or':
      return comparison.operands.flatMap(named);
    case 'and':
      return namedTogether(comparison.operands);
  }
}

/** What an `AND` names: a file name beside a directory is part of a path. */
function namedTogether(operands: readonly Comparison[]): Observable[] {
  const directory = operands.find((one) => isEquality(one) && pathKey(one.path) === DIRECTORY);
  if (directory?.kind !== 'test') return operands.flatMap(named);
  const path = directory.values[0]?.text ?? '';
  return operands.flatMap((one) =>
    isEquality(one) && pathKey(one.path) === FILE_NAME
      ? firstValid(['file-path'], joinPath(path, one.values[0]?.text ?? ''))
      : named(one),
  );
}

const isNaming = ({ operator, negated }: Test): boolean =>
  !negated && (operator === '=' || operator === 'IN' || operator === 'ISSUBSET');

const isEquality = (one: Comparison): one is Test => one.kind === 'test' && !one.negated && one.operator === '=';

function observablesAt({ path, values }: Test): Observable[] {
  const types = typesAt(path);
  return values.flatMap(({ type, text }) => (type === 'string' || type === 'integer' ? firstValid(types, text) : []));
}

const typesAt = (path: ObjectPath): readonly ObservableType[] => typesOfPath(pathKey(path));

/** What may stand at a path written without list indices and quotes, such as `file:hashes.SHA-256`. */
export function typesOfPath(key: string): readonly ObservableType[] {
  const [, owner, algorithm] = /^([^:]+):(?:\w+_ref\.)?hashes\.([\w-]+)$/.exec(key) ?? [];
  if (owner === undefined || algorithm === undefined) return TYPES.get(key) ?? [];
  if (owner === 'x509-certificate') return ['x509-certificate'];
  const hash = HASHES[algorithm.replace(/[-_]/g, '').toUpperCase()];
  return hash === undefined ? [] : [hash];
}

function pathKey({ type, steps }: ObjectPath): string {
  return `${type}:${steps.flatMap((step) => ('key' in step ? [step.key] : [])).join('.')}`;
}

/** The text as the first of these types that it is valid for. */
export function firstValid(types: readonly ObservableType[], text: string): Observable[] {
  for (const type of types) {
    try {
      return [{ type, value: canonical(type, text) }];
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return [];
}
