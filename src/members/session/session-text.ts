import { randomUUID } from 'node:crypto';
import { newSecret } from '../secret-text.js';

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{43}$/;

/** What a session's cookie holds: `<id>.<43 characters>`. The hub keeps its hash alone. */
export function newSessionToken(): { id: string; text: string } {
  const id = randomUUID();
  return { id, text: `${id}.${newSecret()}` };
}

/** The id in a session's token; undefined when it is not shaped like one. */
export const sessionIdOf = (token: string): string | undefined => TOKEN.exec(token)?.[1];
