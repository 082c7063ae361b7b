import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { main } from '../commands/program.js';
import { Watched } from './watched.js';

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

interface More {
  stdin?: string;
  env?: Record<string, string>;
  stdout?: PassThrough;
}

/** A command under way within this process. */
class Running {
  readonly finished: Promise<Finished>;
  readonly #stop = new AbortController();
  readonly #printed: Watched;

  constructor(
    args: string[],
    at: { cwd: string; env: Record<string, string> },
    { stdin = '', env = {}, stdout = new PassThrough() }: More,
  ) {
    const streams = { stdout, stderr: new PassThrough() };
    const input = Readable.from([Buffer.from(stdin)]);
    this.#printed = new Watched(streams);
    const shell = { cwd: at.cwd, env: { ...at.env, ...env }, stdin: input, ...streams, signal: this.#stop.signal };
    this.finished = main(args, shell).then(async (code) => {
      await new Promise((resolve) => setImmediate(resolve)); // what was written last is still being read
      return { code, stdout: this.stdout, stderr: this.stderr };
    });
  }

  get stdout(): string {
    return this.#printed.stdout;
  }

  get stderr(): string {
    return this.#printed.stderr;
  }

  until(test: (so: Watched) => boolean): Promise<void> {
    return this.#printed.until(test, this.finished);
  }

  /** As if interrupted at the keyboard. */
  stop(): void {
    this.#stop.abort(130);
  }
}

/** A user with a home and a working directory of its own. */
export class User implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
  readonly cwd = join(this.#root, 'here');

  constructor(private readonly env: Record<string, string> = {}) {
    mkdirSync(this.cwd);
  }

  start(args: string[], more: More = {}): Running {
    return new Running(args, { cwd: this.cwd, env: { HOME: this.#root, ...this.env } }, more);
  }

  run(args: string[], more?: More): Promise<Finished> {
    return this.start(args, more).finished;
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true });
  }
}
