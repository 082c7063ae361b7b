import type { Observable, ObservableType } from '../../kernel/index.js';
import { isWindowsPath } from '../observables/names.js';
import { quote } from './print-pattern.js';

/** Where each type's value stands in a STIX object; JA3 and JA4 in custom objects, having none in the standard. */
const PATH: Record<Exclude<ObservableType, 'file-path'>, string> = {
  'ipv4-addr': 'ipv4-addr:value',
  'ipv6-addr': 'ipv6-addr:value',
  'domain-name': 'domain-name:value',
  url: 'url:value',
  'email-addr': 'email-addr:value',
  MD5: 'file:hashes.MD5',
  'SHA-1': "file:hashes.'SHA-1'",
  'SHA-256': "file:hashes.'SHA-256'",
  'SHA-512': "file:hashes.'SHA-512'",
  SSDEEP: 'file:hashes.SSDEEP',
  TLSH: 'file:hashes.TLSH',
  'file-name': 'file:name',
  mutex: 'mutex:name',
  'windows-registry-key': 'windows-registry-key:key',
  'autonomous-system': 'autonomous-system:number',
  'user-agent': "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  'x509-certificate': 'x509-certificate:hashes',
  ja3: 'x-ja3:value',
  ja4: 'x-ja4:value',
  vulnerability: 'vulnerability:name',
  'cryptocurrency-wallet': 'cryptocurrency-wallet:address',
};

/**
 * The STIX 2.1 pattern that names a canonical observable, in normal form: `[ipv4-addr:value = '203.0.113.7']`,
 * `ISSUBSET` for CIDR blocks, hashes under `file:hashes`, a file path as its directory and name. Values are quoted, so
 * none can end the pattern. Not in the standard: `vulnerability:name`, `cryptocurrency-wallet:address` (OASIS common
 * objects), `x-ja3:value` and `x-ja4:value` (this hub's).
 */
export function patternOf({ type, value }: Observable): string {
  switch (type) {
    case 'file-path':
      return `[${filePathTest(value)}]`;
    case 'ipv4-addr':
    case 'ipv6-addr':
      return `[${PATH[type]} ${value.includes('/') ? 'ISSUBSET' : '='} ${quote(value)}]`;
    case 'autonomous-system':
      return `[${PATH[type]} = ${value}]`;
    case 'x509-certificate':
      return `[${PATH[type]}.${value.length === 40 ? "'SHA-1'" : "'SHA-256'"} = ${quote(value)}]`;
    default:
      return `[${PATH[type]} = ${quote(value)}]`;
  }
}

function filePathTest(path: string): string {
  const separator = isWindowsPath(path) ? '\\' : '/';
  const cut = path.lastIndexOf(separator) + 1;
  const name = path.slice(cut);
  if (cut === 0 || name === '') return `directory:path = ${quote(path)}`;
  const short = path.slice(0, cut - 1);
  // Where a bare directory would be read back as something else (`/`, `C:\`, `dir\`), its separator stays on.
  const directory = joinPath(short, name) === path && !/^(?:[A-Za-z]:)?$/.test(short) ? short : path.slice(0, cut);
  return `file:parent_directory_ref.path = ${quote(directory)} AND file:name = ${quote(name)}`;
}

/** A directory and a file name as one path, with the separator that the directory uses. */
export function joinPath(directory: string, name: string): string {
  const separator = isWindowsPath(directory) ? '\\' : '/';
  return directory.endsWith(separator) ? directory + name : directory + separator + name;
}
