import type { Readable } from 'node:stream';

/** What a command line has printed so far. */
export class Watched {
  stdout = '';
  stderr = '';
  readonly #looks = new Set<() => void>();

  constructor(streams: { stdout: Readable; stderr: Readable }) {
    for (const name of ['stdout', 'stderr'] as const) {
      streams[name].on('error', () => {});
      streams[name].setEncoding('utf8').on('data', (chunk: string) => {
        this[name] += chunk;
        for (const look of this.#looks) look();
      });
    }
  }

  /** Resolves as soon as the test holds, which is looked at whenever something is printed; rejects when it ends before. */
  until(test: (so: Watched) => boolean, ended: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => void (test(this) && resolve());
      this.#looks.add(look);
      look();
      void ended.finally(() => {
        look();
        reject(new Error(`it ended before:\n${this.stdout}\n${this.stderr}`));
      });
    });
  }
}
