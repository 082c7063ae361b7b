import { isUtf8 } from 'node:buffer';
import { jsonFault } from './json-fault.js';
import { JsonScanner, type JsonLimits } from './json-scanner.js';

/** What a request body may be, unless a caller says otherwise. */
export const JSON_LIMITS: JsonLimits = { depth: 64, nodes: 200_000 };

/**
 * Parses JSON that strangers sent. Before anything is built, one linear pass refuses, with the byte offset in the
 * detail and never the text: what is not UTF-8 or not RFC 8259 (`invalid_json`), depth or number of values beyond the
 * limits (`json_too_deep`), keys that come twice (`duplicate_key`) or reach for prototypes (`forbidden_key`), NUL and
 * lone surrogates (`invalid_character`), numbers that JavaScript can't hold exactly (`invalid_number`).
 */
export function parseJson(bytes: Buffer, limits: JsonLimits = JSON_LIMITS): unknown {
  if (!isUtf8(bytes)) throw jsonFault('invalid_json', 'not UTF-8', firstBadByte(bytes));
  new JsonScanner(bytes, limits).scan();
  return JSON.parse(bytes.toString('utf8')) as unknown;
}

/** Decoding puts replacement characters where bytes are bad: encoding it again differs there first. */
function firstBadByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  return at < 0 ? bytes.length : at;
}
