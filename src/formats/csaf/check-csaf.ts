import { Worker } from 'node:worker_threads';
import { Fault } from '../../kernel/index.js';
import type { CsafVersion } from './csaf.js';

/** A test of the validator library. */
export type DocumentTest = (document: unknown) => unknown;

/** Something wrong in a document. */
export interface CsafError {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** Name of the test, such as `mandatoryTest_6_1_1`, or of the schema. */
  readonly test: string;
  readonly detail: string;
}

/** What the thread is asked, and what it answers, in order. */
export interface Check {
  readonly document: unknown;
  readonly version: CsafVersion;
}
export type Checked = { readonly errors: CsafError[] } | { readonly failed: string };

/** For one document. Ordinary ones take milliseconds, and the first of a thread some seconds more. */
const LIMIT_MS = 120_000;
const MEGABYTES = 1_024;

// as it was built, also where sources are run as they are
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/src/formats/csaf/checks-thread.js' : './checks-thread.js',
  import.meta.url,
);

/**
 * What is wrong with a document by the schema and the mandatory tests of its version (CSAF 2.0 and 2.1, section 6.1); at most
 * twenty errors. The tests recurse: what strangers sent is first kept in bounds by {@link assertBounds}. They run in a thread of
 * their own, begun when it is first needed: it takes seconds to make ready, and nobody else is to wait for a large document.
 * Fault: `csaf_invalid` when that takes too long.
 */
export function checkCsaf(document: unknown, version: CsafVersion): Promise<CsafError[]> {
  thread ??= new Thread();
  return thread.ask({ document, version });
}

let thread: Thread | undefined;

interface Asked {
  readonly resolve: (errors: CsafError[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

class Thread {
  private readonly asked: Asked[] = [];
  /** It knows nothing of the hub: neither its environment nor its database. */
  private readonly worker = new Worker(THREAD, {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });

  constructor() {
    this.worker.unref();
    this.worker.on('message', (checked: Checked) => this.settle(checked));
    this.worker.on('error', (error) => this.end(error));
  }

  ask(check: Check): Promise<CsafError[]> {
    return new Promise((resolve, reject) => {
      const late = () => this.end(new Fault('csaf_invalid', 'checking it takes too long'));
      this.asked.push({ resolve, reject, timer: setTimeout(late, LIMIT_MS) });
      this.worker.ref(); // somebody waits
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      this.worker.postMessage(check);
    });
  }

  private settle(checked: Checked): void {
    const asked = this.asked.shift();
    if (this.asked.length === 0) this.worker.unref();
    clearTimeout(asked?.timer);
    if ('errors' in checked) asked?.resolve(checked.errors);
    else asked?.reject(new Error(`checking failed: ${checked.failed}`));
  }

  /** The next document gets another. */
  private end(reason: Error): void {
    if (thread === this) thread = undefined;
    for (const { reject, timer } of this.asked.splice(0)) {
      clearTimeout(timer);
      reject(reason);
    }
    void this.worker.terminate();
  }
}
