import { plainText } from './plain-text.js';
import { refuse } from './refuse.js';

/** A file name: any text without `/` and `\`. */
export function fileName(input: string): string {
  const text = plainText(input);
  return /[\\/]/.test(text) ? refuse('a file name has no / and no \\: the whole is a file-path') : text;
}

/**
 * A file path, absolute or not. One that begins with a drive, or holds a `\` and does not begin with `/`, is a Windows
 * path and gets `\` throughout. Case is kept.
 */
export function filePath(input: string): string {
  const text = plainText(input);
  if (!/[\\/]/.test(text)) refuse('a file path has a / or a \\: without one it is a file-name');
  return isWindowsPath(text) ? text.replaceAll('/', '\\') : text;
}

/** Whether `\` separates the parts of the path. */
export function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:/.test(path) || (!path.startsWith('/') && path.includes('\\'));
}

const HIVES: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
  HKCC: 'HKEY_CURRENT_CONFIG',
  HKPD: 'HKEY_PERFORMANCE_DATA',
};
const HIVE_NAMES = new Set(Object.values(HIVES));

/**
 * A Windows registry key with its hive spelt out in upper case (STIX 2.1, 6.17); the case of the rest is kept,
 * repeated and final backslashes go.
 */
export function registryKey(input: string): string {
  const text = plainText(input).replace(/^Computer\\/i, '');
  const [, written = '', rest = ''] = /^([A-Za-z_]+):?((?:\\.*)?)$/s.exec(text) ?? [];
  const hive = HIVES[written.toUpperCase()] ?? written.toUpperCase();
  if (!HIVE_NAMES.has(hive)) refuse('a registry key begins with its hive, such as HKEY_LOCAL_MACHINE');
  const key = hive + rest.replace(/\\+/g, '\\').replace(/(?<![\\\s])[\\\s]+$/, '');
  // Expanding the hive may have made it longer than what is stored.
  return plainText(key);
}

/** An autonomous system number (RFC 6793) in decimal, without `AS`. */
export function autonomousSystem(input: string): string {
  const [, number] = /^(?:AS\s?)?(0|[1-9]\d{0,9})$/i.exec(plainText(input, 64)) ?? [];
  if (number === undefined || Number(number) > 0xffffffff) refuse('not an AS number from 0 to 4294967295');
  return number;
}

/** A CVE id (any of the dashes that text processors make of a hyphen is read as one). */
export function vulnerability(input: string): string {
  const text = plainText(input, 64)
    .replace(/[‐‑‒–−]/g, '-')
    .toUpperCase();
  return /^CVE-\d{4}-\d{4,19}$/.test(text) ? text : refuse('not a CVE id, such as CVE-2026-12345');
}
