import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../kernel/index.js';

/** 256 bits as 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Whether `text` hashes to `hash`, in a time that tells nothing. With no hash to compare it takes as long and is false. */
export function matches(text: string, hash: Buffer | undefined): boolean {
  const given = sha256(text);
  const known = hash?.length === given.length ? hash : undefined;
  return timingSafeEqual(given, known ?? Buffer.alloc(given.length)) && known !== undefined;
}
