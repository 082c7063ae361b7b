import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { EXIT, Exit } from '../../terminal/exit.js';
import type { Hub } from '../../hub.js';
import type { Session } from '../session.js';

/** What is handed in, and what it is called. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A file, or stdin. One that is not there is an error before anybody is asked. */
export async function fileOf({ shell }: Session, path: string): Promise<GivenFile> {
  if (path === '-') return { name: 'stdin', bytes: buffers(shell.stdin) };
  const handle = await open(resolve(shell.cwd, path));
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new Exit(EXIT.error, `${path} is a folder`);
  }
  return { name: basename(path), bytes: handle.createReadStream() as AsyncIterable<Buffer> };
}

/** The hub, once it is there and the key is one that may hand something in: said before a long file is on its way. */
export async function hubForFiles(session: Session): Promise<Hub> {
  const hub = await session.hub();
  const { scopes, organisation } = await hub.me();
  if (scopes.includes('submit')) return hub;
  const words = `this key of ${organisation.short_name} may not hand anything in: it has no scope submit (insufficient_scope)`;
  throw new Exit(EXIT.auth, `${words}\nAnother key is needed: \`tocsin doctor\` shows what this one may do.`);
}

async function* buffers(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const piece of stream) yield typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer);
}
