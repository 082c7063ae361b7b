import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { ImportJob, ImportOptions } from '../../imports.js';
import type { Hub } from '../../hub.js';
import { sleep } from '../../backoff.js';
import { EXIT, Exit } from '../../terminal/exit.js';
import { printable } from '../../terminal/text.js';
import type { Session } from '../session.js';
import { counts, progressOf } from './job-text.js';

/** Above it a table or a list is read by the hub, whose format this program needs not know. */
const LARGE = 4 << 20;
const LOOK_MS = 500;
/** Refusals that are shown; the others are a command away. */
const SHOWN = 20;

/** `value=indicator,type=2`: which column has what, by name or number. */
export function mapping(text: string): NonNullable<ImportOptions['mapping']> {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes('')))
    throw new InvalidArgumentError('It must be FIELD=COLUMN, by name or number, with commas between.');
  const columns = Object.fromEntries(
    pairs.map(([field, column]) => [field!, /^\d+$/.test(column!) ? Number(column) : column!]),
  );
  return { columns };
}

/** A large file that is no JSON document, which the hub would have to be told the format of. */
export async function isLarge(file: string): Promise<boolean> {
  if (file === '-') return false;
  const about = await stat(file).catch(() => undefined);
  if (!about?.isFile() || about.size < LARGE) return false;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256);
    return !/^[\s\uFEFF]*[{[]/.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Hands a file in, and tells how it goes until it has ended. */
export async function submitJob(
  session: Session,
  file: string,
  options: ImportOptions,
  detach: boolean,
): Promise<void> {
  const { out, shell, signal } = session;
  const hub = await session.hub();
  const bytes = file === '-' ? shell.stdin : createReadStream(resolve(shell.cwd, file));
  const name = file === '-' ? 'stdin' : basename(file);
  out.progress(`${name} is sent …`);
  const job = await hub.imports.create(bytes as AsyncIterable<Uint8Array>, { name, signal, ...options });
  out.say(`${name}: import ${job.id}, read as ${job.format}`);
  if (detach) return out.data(job, ({ id }) => id);
  const done = await followed(session, hub, job).catch((error: unknown) => {
    out.say(`It goes on without you: tocsin import status ${job.id}`);
    throw error;
  });
  await concluded(session, hub, done);
}

async function followed({ out, signal }: Session, hub: Hub, begun: ImportJob): Promise<ImportJob> {
  for (let job = begun; ; job = await hub.imports.get(begun.id)) {
    if (job.ended_at !== null) return job;
    out.progress(progressOf(job));
    await sleep(LOOK_MS, signal);
    signal.throwIfAborted();
  }
}

async function concluded({ out }: Session, hub: Hub, job: ImportJob): Promise<void> {
  out.clear();
  if (job.items.rejected > 0) {
    let shown = 0;
    for await (const line of linesOf(hub.imports.outcomes(job.id, 'rejected'))) {
      if (shown++ > 0) out.say(out.talkStyle.red(printable(line))); // the first is the header
      if (shown > SHOWN) break;
    }
    if (job.items.rejected > SHOWN) out.say(`… and more: tocsin import outcomes ${job.id} --only rejected`);
  }
  await out.data(job, counts);
  if (job.state !== 'done')
    throw new Exit(EXIT.error, `the import ${job.state}: ${printable(job.detail ?? '')} (${job.code ?? job.state})`);
  if (job.items.read === 0) throw new Exit(EXIT.error, 'there is nothing in it to submit');
  if (job.items.rejected === job.items.read) throw new Exit(EXIT.error);
  if (job.items.rejected > 0) throw new Exit(EXIT.partial);
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}
