import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Watched } from './watched.js';

export interface Ended {
  /** The exit code, or the signal that ended it. */
  code: number | string;
  stdout: string;
  stderr: string;
}

/** A command line in a process of its own. */
class Spawned {
  readonly ended: Promise<Ended>;
  readonly #printed: Watched;

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.#printed = new Watched(child);
    this.ended = new Promise<Ended>((resolve) => {
      child.once('close', (code, signal) => {
        resolve({ code: code ?? signal ?? '', stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  get stdout(): string {
    return this.#printed.stdout;
  }

  get stderr(): string {
    return this.#printed.stderr;
  }

  until(test: (so: Watched) => boolean): Promise<void> {
    return this.#printed.until(test, this.ended);
  }

  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** A user with a home and a working directory of its own, who runs the compiled command line. */
export class Terminal implements AsyncDisposable {
  readonly home = mkdtempSync(join(tmpdir(), 'tocsin-terminal-'));
  readonly cwd = join(this.home, 'work');
  readonly #started = new Set<Spawned>();

  constructor(
    /** Where `bin/tocsin.js` is. */
    private readonly program: string,
    private readonly env: Record<string, string> = {},
  ) {
    mkdirSync(this.cwd);
  }

  start(args: string[], { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {}): Spawned {
    const child = spawn(process.execPath, [this.program, ...args], {
      cwd: this.cwd,
      env: { PATH: process.env['PATH'], HOME: this.home, ...this.env, ...env },
    });
    child.stdin.on('error', () => {}); // it need not read all
    child.stdin.end(stdin);
    const spawned = new Spawned(child);
    this.#started.add(spawned);
    void spawned.ended.then(() => this.#started.delete(spawned));
    return spawned;
  }

  run(args: string[], more?: { stdin?: string; env?: Record<string, string> }): Promise<Ended> {
    return this.start(args, more).ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#started].map((spawned) => spawned.kill('SIGKILL')));
    rmSync(this.home, { recursive: true, force: true });
  }
}
