import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Shell } from './shell.js';

/** Asks on a terminal; without one there is nobody to ask, and the answer is undefined. */
export async function ask(shell: Shell, question: string, { hidden = false } = {}): Promise<string | undefined> {
  if (!shell.stdin.isTTY || !shell.stderr.isTTY) return undefined;
  // What is typed is echoed through this stream; nothing of a secret is.
  const echo = new Writable({
    write: (chunk: Buffer, _encoding, done) => (hidden ? done() : void shell.stderr.write(chunk, done)),
  });
  const prompt = createInterface({ input: shell.stdin, output: echo, terminal: true });
  try {
    shell.stderr.write(question);
    const answer = await prompt.question('', { signal: shell.signal });
    if (hidden) shell.stderr.write('\n');
    return answer.trim();
  } finally {
    prompt.close();
  }
}
