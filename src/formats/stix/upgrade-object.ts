import { parsePattern } from './parse-pattern.js';

type Json = Record<string, unknown>;

/** What an object of STIX 2.0 is in STIX 2.1, and what of it could not be carried over. */
export interface Upgraded {
  readonly object: Json;
  readonly notes: readonly string[];
}

/** Where 2.1 keeps what 2.0 said by labels. */
const LABELS_ARE: Readonly<Record<string, string>> = {
  indicator: 'indicator_types',
  malware: 'malware_types',
  report: 'report_types',
  'threat-actor': 'threat_actor_types',
  tool: 'tool_types',
  identity: 'roles',
};

/**
 * A domain, relationship or marking object of STIX 2.0 as one of 2.1: labels become the types that they were, an indicator
 * says that its pattern is STIX, a malware that it is no family. What is not of either standard stays.
 */
export function upgradeObject(given: Json): Upgraded {
  const object: Json = { ...given, spec_version: '2.1' };
  const notes: string[] = [];
  const type = String(given['type']);
  const now = LABELS_ARE[type];
  if (now !== undefined && Array.isArray(given['labels']) && !(now in given)) {
    object[now] = given['labels'];
    delete object['labels'];
    notes.push(`labels are ${now} in STIX 2.1`);
  }
  if (type === 'malware' && given['is_family'] === undefined) {
    object['is_family'] = false;
    notes.push('is_family, which STIX 2.0 does not say, is taken to be false');
  }
  if (type === 'indicator' && given['pattern_type'] === undefined) {
    object['pattern_type'] = 'stix';
    const pattern = upgradePattern(given['pattern']);
    object['pattern'] = pattern;
    if (pattern !== given['pattern']) notes.push('START and STOP of the pattern take timestamps in STIX 2.1');
  }
  return { object, notes };
}

/** In 2.0 the times of START and STOP were strings. */
function upgradePattern(pattern: unknown): unknown {
  if (typeof pattern !== 'string' || !/\b(?:START|STOP)\s*'/.test(pattern)) return pattern;
  const pieces = pattern.split(/('(?:[^'\\]|\\.)*')/);
  const upgraded = pieces
    .map((piece, i) => (i % 2 === 0 ? piece.replace(/\b(START|STOP)(\s*)$/, '$1 t') : piece))
    .join('');
  try {
    parsePattern(upgraded);
    return upgraded;
  } catch {
    return pattern; // refused as it came, by its own fault
  }
}

/** Of a type's properties in 2.0: their name in 2.1, or none where 2.1 has no such thing. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  directory: { created: 'ctime', modified: 'mtime', accessed: 'atime' },
  file: {
    created: 'ctime',
    modified: 'mtime',
    accessed: 'atime',
    is_encrypted: null,
    encryption_algorithm: null,
    decryption_key: null,
  },
  process: { created: 'created_time', binary_ref: 'image_ref', name: null, arguments: null },
  'user-account': { password_last_changed: 'credential_last_changed' },
  'windows-registry-key': { modified: 'modified_time' },
};

/** Likewise of extensions. */
const RENAMED_IN: Readonly<Record<string, Readonly<Record<string, null>>>> = {
  'archive-ext': { version: null },
  'raster-image-ext': { image_compression_algorithm: null },
  'socket-ext': { protocol_family: null },
};

/** What is renamed there; nothing for any other name, such as one that every object inherits. */
const namesIn = <T extends object>(table: Readonly<Record<string, T>>, name: string): T | Record<string, never> =>
  Object.hasOwn(table, name) ? table[name]! : {};

/** A cyber observable of an observed-data of STIX 2.0, its references left as they are, as an object of 2.1 without an id. */
export function upgradeObservable(given: Json): Upgraded {
  const type = String(given['type']);
  const notes: string[] = [];
  const renamed = rename(given, namesIn(RENAMED, type), type, notes);
  const { extensions } = renamed;
  if (typeof extensions === 'object' && extensions !== null && !Array.isArray(extensions)) {
    renamed['extensions'] = Object.fromEntries(
      Object.entries(extensions).map(([name, extension]) => [
        name,
        typeof extension === 'object' && extension !== null && !Array.isArray(extension)
          ? headers(rename(extension as Json, namesIn(RENAMED_IN, name), `${type} ${name}`, notes), name)
          : (extension as unknown),
      ]),
    );
  }
  return { object: renamed, notes };
}

/** A request has lists of values of its headers in 2.1, where 2.0 had one of each. */
function headers(extension: Json, name: string): Json {
  const { request_header: header } = extension;
  if (name !== 'http-request-ext' || typeof header !== 'object' || header === null || Array.isArray(header))
    return extension;
  const lists = Object.entries(header).map(([one, value]) => [
    one,
    Array.isArray(value) ? (value as unknown) : [value],
  ]);
  return { ...extension, request_header: Object.fromEntries(lists) };
}

function rename(given: Json, names: Readonly<Record<string, string | null>>, what: string, notes: string[]): Json {
  const entries = Object.entries(given).flatMap(([name, value]): [string, unknown][] => {
    const now = Object.hasOwn(names, name) ? names[name] : name;
    if (typeof now === 'string' && (now === name || !(now in given))) return [[now, value]];
    if (now === null && what === 'process' && !('command_line' in given)) {
      if (name === 'name') return [['command_line', commandLine(given)]];
      if (name === 'arguments' && 'name' in given) return [];
    }
    notes.push(`${what}: ${name} is not in STIX 2.1 and is left out`);
    return [];
  });
  return Object.fromEntries(entries);
}

/** Where 2.0 has the name of a process and its arguments, 2.1 has its command line alone. */
function commandLine({ name, arguments: given }: Json): string {
  return [name, ...(Array.isArray(given) ? given : [])].map(String).join(' ');
}
