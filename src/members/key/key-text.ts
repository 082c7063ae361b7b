import { randomBytes } from 'node:crypto';

const KEY_ID = /^[0-9a-f]{16}$/;
/** Those made before keys were hexadecimal end in 43 characters of base64url. */
const KEY = /^tocsin_([0-9a-f]{16})_(?:[0-9a-f]{64}|[\w-]{43})$/;

/**
 * A new API key: `tocsin_<id>_<64 hexadecimal digits>`, for a MISP takes no key without forty letters and digits in a row. The text
 * is shown once; the hub keeps its hash alone.
 */
export function newKey(): { id: string; text: string } {
  const id = randomBytes(8).toString('hex');
  return { id, text: `tocsin_${id}_${randomBytes(32).toString('hex')}` };
}

/** The id in a key's text; undefined when it is not shaped like a key of this hub. */
export const keyIdOf = (text: string): string | undefined => KEY.exec(text)?.[1];

export const isKeyId = (text: string): boolean => KEY_ID.test(text);
