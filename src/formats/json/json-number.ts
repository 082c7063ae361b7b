import { jsonFault } from './json-fault.js';

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/**
 * Reads the number at `start` by the grammar of RFC 8259 and gives the offset after it. Throws `invalid_number` for
 * one that JavaScript could not give back as it was: integers beyond ±(2^53−1), `1e400`, `1e-400`, `-0`.
 */
export function scanNumber(bytes: Buffer, start: number): number {
  const first = bytes[start] === 0x2d ? start + 1 : start;
  const whole = digitsEnd(bytes, first);
  if (whole === first) throw jsonFault('invalid_json', 'a number without digits', start);
  if (bytes[first] === DIGIT_0 && whole > first + 1) throw jsonFault('invalid_json', 'a leading zero', first);
  const end = exponentEnd(bytes, fractionEnd(bytes, whole));
  // Up to 15 digits alone are always exact: nearly every number ends here.
  const plain = end === whole && whole - first <= 15 && (bytes[first] !== DIGIT_0 || first === start);
  if (!plain && !isExact(bytes.toString('latin1', start, end))) throw jsonFault('invalid_number', 'a number', start);
  return end;
}

function isExact(text: string): boolean {
  const value = Number(text);
  if (value === 0) return !text.startsWith('-') && !/^[^eE]*[1-9]/.test(text);
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function digitsEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (let byte = bytes[at] ?? 0; byte >= DIGIT_0 && byte <= DIGIT_9; byte = bytes[at] ?? 0) at += 1;
  return at;
}

function fractionEnd(bytes: Buffer, start: number): number {
  if (bytes[start] !== 0x2e) return start;
  const end = digitsEnd(bytes, start + 1);
  if (end === start + 1) throw jsonFault('invalid_json', 'a fraction without digits', start);
  return end;
}

function exponentEnd(bytes: Buffer, start: number): number {
  if (bytes[start] !== 0x65 && bytes[start] !== 0x45) return start;
  const signed = bytes[start + 1] === 0x2b || bytes[start + 1] === 0x2d;
  const first = signed ? start + 2 : start + 1;
  const end = digitsEnd(bytes, first);
  if (end === first) throw jsonFault('invalid_json', 'an exponent without digits', start);
  return end;
}
