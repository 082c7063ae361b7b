/** One value that a pattern names, with the hub's word for its type, or `object:path` where it has none. */
export interface PatternValue {
  type: string;
  value: string;
}

const STRING = String.raw`'(?:[^'\\]|\\.)*'`;
const COMPARISON = new RegExp(
  String.raw`(${STRING})|([a-z0-9-]+):([\w-]+(?:\[[^\]]*\]|\.(?:[\w-]+|${STRING}))*)\s*` +
    String.raw`(?:=|IN|LIKE|MATCHES|ISSUBSET|ISSUPERSET)\s*(${STRING}|-?[\d.]+|\([^)]*\))`,
  'gs',
);
const LITERAL = new RegExp(String.raw`${STRING}|-?[\d.]+`, 'gs');

const TYPES: Readonly<Record<string, string>> = {
  'file:name': 'file-name',
  'directory:path': 'file-path',
  'mutex:name': 'mutex',
  'windows-registry-key:key': 'windows-registry-key',
  'autonomous-system:number': 'autonomous-system',
  'x-ja3:value': 'ja3',
  'x-ja4:value': 'ja4',
  'vulnerability:name': 'vulnerability',
  'cryptocurrency-wallet:address': 'cryptocurrency-wallet',
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'": 'user-agent',
};
const DIRECTORY = 'file:parent_directory_ref.path';

/** The values a STIX pattern names, in its order. For showing: no judgement of whether the pattern is valid. */
export function patternValues(pattern: string): PatternValue[] {
  const found: PatternValue[] = [];
  for (const [, , object, path, operand] of pattern.matchAll(COMPARISON)) {
    if (object === undefined || operand === undefined) continue; // a string on its own is skipped, whatever is in it
    const type = typeOf(object, path ?? '');
    for (const [literal] of operand.matchAll(LITERAL)) add(found, { type, value: unquote(literal) });
  }
  return found;
}

/** A directory and the file name after it are one path. */
function add(found: PatternValue[], { type, value }: PatternValue): void {
  const last = found.at(-1);
  if (type === 'file-name' && last?.type === DIRECTORY) {
    const separator = last.value.includes('\\') ? '\\' : '/';
    const path = last.value.endsWith(separator) ? last.value + value : last.value + separator + value;
    found[found.length - 1] = { type: 'file-path', value: path };
  } else {
    found.push({ type, value });
  }
}

function typeOf(object: string, path: string): string {
  if (path === 'value' && TYPES[`${object}:value`] === undefined) return object;
  const algorithm = /^hashes\.'?([\w-]+)'?$/.exec(path)?.[1]?.toUpperCase();
  if (algorithm && object === 'file') return algorithm.replace(/^SHA(?=\d)/, 'SHA-');
  if (algorithm) return object;
  return TYPES[`${object}:${path}`] ?? `${object}:${path}`;
}

const unquote = (literal: string): string =>
  literal.startsWith("'") ? literal.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : literal;
