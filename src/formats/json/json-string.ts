import { jsonFault } from './json-fault.js';

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** Bytes at which a run of ordinary text ends: controls, the quote and the backslash. */
const SPECIAL = new Uint8Array(256).fill(1, 0, 0x20);
SPECIAL[QUOTE] = 1;
SPECIAL[BACKSLASH] = 1;

/** Value of a hexadecimal digit by its byte. */
const HEX: (number | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
  return digit < 0 ? undefined : digit;
});

const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Reads a string whose text begins at `start` (after the quote) and gives the offset of its closing quote. Throws
 * `invalid_json` for bad escapes and raw controls, `invalid_character` for an escaped NUL or lone surrogate.
 */
export function scanString(bytes: Buffer, start: number): number {
  const { length } = bytes;
  let at = start;
  while (at < length) {
    const byte = bytes[at]!;
    if (SPECIAL[byte] === 0) at += 1;
    else if (byte === QUOTE) return at;
    else if (byte === BACKSLASH) at = escapeEnd(bytes, at);
    else throw jsonFault('invalid_json', 'a control character in a string', at);
  }
  throw jsonFault('invalid_json', 'a string that does not end', length);
}

function escapeEnd(bytes: Buffer, at: number): number {
  const letter = bytes[at + 1] ?? 0;
  if (letter !== LETTER_U) {
    if (!ESCAPES.has(letter)) throw jsonFault('invalid_json', 'a bad escape', at);
    return at + 2;
  }
  const unit = hexUnit(bytes, at);
  if (unit === 0) throw jsonFault('invalid_character', 'an escaped NUL', at);
  if (unit < 0xd800 || unit > 0xdfff) return at + 6;
  const paired = unit < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === LETTER_U;
  const low = paired ? hexUnit(bytes, at + 6) : 0;
  if (low < 0xdc00 || low > 0xdfff) throw jsonFault('invalid_character', 'a lone surrogate', at);
  return at + 12;
}

/** The code unit of the `\uXXXX` at `at`. */
function hexUnit(bytes: Buffer, at: number): number {
  let unit = 0;
  for (let digit = at + 2; digit < at + 6; digit += 1) unit = unit * 16 + (HEX[bytes[digit] ?? 0] ?? Number.NaN);
  if (Number.isNaN(unit)) throw jsonFault('invalid_json', 'a bad escape', at);
  return unit;
}
