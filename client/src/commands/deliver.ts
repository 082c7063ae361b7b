import { spawn } from 'node:child_process';
import { Backoff, sleep } from '../backoff.js';
import { reasonOf } from '../errors.js';
import type { Feed } from '../feed.js';
import type { Batch } from '../feed-options.js';
import { EXIT, Exit } from '../terminal/exit.js';
import type { Entry } from '../types.js';
import type { Session } from './session.js';

/** Prints each batch; it counts as handled when stdout has taken it. */
export async function print(feed: Feed, session: Session, prepare: (batch: Batch) => Promise<Entry[]>): Promise<void> {
  const { out, describer } = session;
  for await (const batch of feed.batches()) {
    const entries = await prepare(batch);
    const lines = entries.map((entry) => `${out.json ? JSON.stringify(entry) : describer.entry(entry)}\n`);
    if (lines.length > 0) await out.write(lines.join(''));
  }
}

/**
 * Runs a command for each entry, the entry as JSON on its stdin. When it fails we stop, and the entry comes again next
 * time.
 */
export async function execute(
  feed: Feed,
  { out, signal }: Session,
  command: string,
  wanted: (entry: Entry) => boolean,
): Promise<void> {
  for await (const entry of feed) {
    if (!wanted(entry)) continue;
    const json = JSON.stringify(entry);
    const result = await runCommand(command, json, signal);
    if (result !== 0)
      throw new Exit(EXIT.error, `«${command}» ended with ${result} at ${entry.object.id}; it comes again next time`);
    if (out.json) await out.write(`${json}\n`);
  }
}

/** The exit code, or the signal that ended it. */
function runCommand(command: string, input: string, signal: AbortSignal): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] });
    const stop = (): void => void child.kill('SIGINT');
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', reject);
    child.once('close', (code, killed) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? killed ?? 'no exit code');
    });
    child.stdin.on('error', () => {}); // a command need not read all
    child.stdin.end(`${input}\n`);
  });
}

/** Posts each batch, again and again until it is taken; only then it counts as handled. */
export async function forward(
  feed: Feed,
  session: Session,
  url: string,
  prepare: (batch: Batch) => Promise<Entry[]>,
): Promise<void> {
  const { out, describer, signal } = session;
  for await (const batch of feed.batches()) {
    const entries = await prepare(batch);
    if (entries.length === 0) continue;
    await postUntilTaken(url, JSON.stringify({ entries, cursor: batch.cursor, live: batch.live }), session);
    if (signal.aborted) throw new Exit(EXIT.interrupted);
    await out.write(entries.map((entry) => `${out.json ? JSON.stringify(entry) : describer.entry(entry)}\n`).join(''));
  }
}

async function postUntilTaken(url: string, body: string, { out, signal }: Session): Promise<void> {
  const backoff = new Backoff();
  while (!signal.aborted) {
    const refused = await post(url, body, signal);
    if (refused === undefined || signal.aborted) return;
    const delay = backoff.next();
    out.say(`${url}: ${refused}; again in ${(delay / 1000).toFixed(1)} s`);
    await sleep(delay, signal);
  }
}

/** Why it was not taken. */
async function post(url: string, body: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}
