import type { Readable, Writable } from 'node:stream';
import { OutputClosed } from './exit.js';
import { styleOf, type Style } from './style.js';

/** The world around a command, so that it can be run without a process of its own. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Writable & { isTTY?: boolean };
  readonly stderr: Writable & { isTTY?: boolean };
  /** Aborted when the user or the system asks to stop. */
  readonly signal: AbortSignal;
}

/** Data goes to stdout and waits until it is written; talk goes to stderr. */
export class Output {
  readonly style: Style;
  /** For talk: stderr may be a terminal when stdout is a file. */
  readonly talkStyle: Style;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly shell: Shell,
    /** One JSON document a line, and nothing else, on stdout. */
    readonly json: boolean,
  ) {
    this.style = styleOf(coloured(shell, shell.stdout));
    this.talkStyle = styleOf(coloured(shell, shell.stderr));
  }

  get isTerminal(): boolean {
    return this.shell.stdout.isTTY === true;
  }

  /** A datum: as JSON, or as the text made of it. */
  data<T>(datum: T, text: (datum: T) => string): Promise<void> {
    return this.write(`${this.json ? JSON.stringify(datum) : text(datum)}\n`);
  }

  /** The same for where nobody can wait; {@link flush} does. */
  later<T>(datum: T, text: (datum: T) => string): void {
    this.#queue = this.#queue.then(() => this.data(datum, text));
    this.#queue.catch(() => {}); // told by flush
  }

  /** Resolves when all that was left for later has been written. */
  flush(): Promise<void> {
    return this.#queue;
  }

  /** Resolves when the text, or the bytes, have been taken; rejects with {@link OutputClosed} when nobody reads any more. */
  write(text: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.shell.stdout.write(text, (error) => {
        if (error) reject(new OutputClosed(error.message));
        else resolve();
      });
    });
  }

  /** Talk. */
  say(text: string): void {
    this.clear();
    this.shell.stderr.write(`${text}\n`);
  }

  /** A line that the next one replaces; on a terminal only. */
  progress(text: string): void {
    if (this.shell.stderr.isTTY) this.shell.stderr.write(`\r\u001b[K${text}`);
  }

  /** Takes the progress line away. */
  clear(): void {
    this.progress('');
  }
}

/** NO_COLOR (no-color.org) goes before all. */
function coloured({ env }: Shell, stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
