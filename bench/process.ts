import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A peer or a load generator in a process of its own, asked over IPC one thing at a time. */
export class Worker implements AsyncDisposable {
  private constructor(private readonly child: ChildProcess) {}

  /** `script`: compiled, relative to this folder. Resolves once it says that it is ready. */
  static async start(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Worker> {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const worker = new Worker(
      fork(file, args, {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        serialization: 'advanced',
        env: { ...process.env, ...env },
      }),
    );
    await worker.answer();
    return worker;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Sends a message and resolves with the next one that comes back. */
  async ask<T>(message: unknown): Promise<T> {
    const answer = this.answer<T>();
    answer.catch(() => undefined); // who asked may still be waiting for something else
    this.child.send(message as never);
    return answer;
  }

  private answer<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`a bench process ended with ${code}`));
      this.child.once('exit', ended);
      this.child.once('message', (message) => {
        this.child.off('exit', ended);
        resolve(message as T);
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** The other end: answers each message with what `work` makes of it. Says that it is ready first. */
export function serve(work: (message: never) => unknown): void {
  process.on('message', (message) => {
    void Promise.resolve(work(message as never)).then((answer) => process.send?.(answer ?? null));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
