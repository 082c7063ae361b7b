import { createHash } from 'node:crypto';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Whether the text is base58 with a valid checksum (Base58Check) over a version of 1 or 2 bytes and a 20-byte hash. */
export function isBase58Check(text: string): boolean {
  if (text.length < 25 || text.length > 36) return false;
  const bytes = base58Bytes(text);
  if (!bytes || (bytes.length !== 25 && bytes.length !== 26)) return false;
  const checksum = sha256(sha256(bytes.subarray(0, -4))).subarray(0, 4);
  return checksum.equals(bytes.subarray(-4));
}

function base58Bytes(text: string): Uint8Array | null {
  let number = 0n;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  const hex = number === 0n ? '' : number.toString(16);
  const body = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Buffer.concat([Buffer.alloc(zeros), body]);
}
