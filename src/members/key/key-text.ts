import { randomBytes } from 'node:crypto';
import { newSecret } from '../secret-text.js';

const KEY_ID = /^[0-9a-f]{16}$/;
const KEY = /^tocsin_([0-9a-f]{16})_[\w-]{43}$/;

/** A new API key: `tocsin_<id>_<43 characters>`. The text is shown once; the hub keeps its hash alone. */
export function newKey(): { id: string; text: string } {
  const id = randomBytes(8).toString('hex');
  return { id, text: `tocsin_${id}_${newSecret()}` };
}

/** The id in a key's text; undefined when it is not shaped like a key of this hub. */
export const keyIdOf = (text: string): string | undefined => KEY.exec(text)?.[1];

export const isKeyId = (text: string): boolean => KEY_ID.test(text);
