import { Worker } from 'node:worker_threads';
import type { Printable } from '../../formats/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Order, Printed, Sheet } from './press-thread.js';

/** Prints that wait for their turn, at most: in all, and of one organisation. */
const WAITING = 32;
const WAITING_OF_ONE = 8;
/** For one print. Ordinary ones take less than a second. */
const LIMIT_MS = 20_000;
const MEGABYTES = 512;

// as it was built, also where sources are run as they are
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/src/advisories/printing/press-thread.js' : './press-thread.js',
  import.meta.url,
);

interface Job {
  readonly order: Order;
  readonly of: string;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Prints in a thread of its own, so that nobody else waits for it: one for each process, begun when it is first needed,
 * ended with whatever it does when that takes too long.
 */
export class Press {
  private thread: Worker | undefined;
  private job: Job | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private readonly waiting: Job[] = [];

  constructor(
    private readonly limitMs = LIMIT_MS,
    private readonly megabytes = MEGABYTES,
    private readonly file = THREAD,
  ) {}

  /** Faults: `busy` when too much waits already, `unprintable` when it takes too long or too much memory. */
  print({ organisationId: of }: Viewer, sheet: Sheet, printable: Printable): Promise<Buffer> {
    const own = this.waiting.filter((job) => job.of === of).length;
    if (this.closed || this.waiting.length >= WAITING || own >= WAITING_OF_ONE)
      throw new Fault('busy', 'others are printing', { headers: { 'retry-after': '2' } });
    return new Promise((resolve, reject) => {
      this.waiting.push({ order: { sheet, printable }, of, resolve, reject });
      this.next();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(new Fault('busy', 'the hub is restarting'));
    await this.end(new Fault('busy', 'the hub is restarting'));
  }

  private next(): void {
    if (this.job) return;
    this.job = this.waiting.shift();
    if (!this.job) return;
    this.thread ??= this.begin();
    this.timer = setTimeout(() => void this.end(new Fault('unprintable', 'it takes too long')), this.limitMs);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    this.thread.postMessage(this.job.order);
  }

  /** It knows nothing of the hub: neither its environment nor its database. */
  private begin(): Worker {
    const thread = new Worker(this.file, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.megabytes },
    });
    thread.unref();
    thread.on('message', (printed: Printed) => {
      if (thread === this.thread) this.settle(printed);
    });
    thread.on('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (thread === this.thread) void this.end(memory ? new Fault('unprintable', 'it takes too much memory') : error);
    });
    return thread;
  }

  private settle(printed: Printed): void {
    const { job } = this;
    clearTimeout(this.timer);
    this.job = undefined;
    if ('bytes' in printed) job?.resolve(Buffer.from(printed.bytes));
    else job?.reject(new Error(`printing failed: ${printed.failed}`));
    this.next();
  }

  /** Ends the thread; the next print begins another. */
  private async end(reason: Error): Promise<void> {
    const { thread, job } = this;
    clearTimeout(this.timer);
    this.thread = undefined;
    this.job = undefined;
    job?.reject(reason);
    this.next();
    await thread?.terminate();
  }
}
