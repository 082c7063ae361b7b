import { setImmediate } from 'node:timers/promises';
import { extracting, type Extraction, viewOf } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';

/** Texts that wait or are read, at most: in all, and of one organisation. */
const WAITING = 16;
const WAITING_OF_ONE = 4;

/**
 * Reads one text at a time for this process, some milliseconds of it in each turn of the event loop, so that nobody waits
 * for it but those whose texts come after.
 */
export class Desk {
  private readonly waiting: string[] = [];
  private last: Promise<unknown> = Promise.resolve();

  /** Throws `busy` when too many wait already. */
  read({ organisationId }: Viewer, view: ReturnType<typeof viewOf>): Promise<Extraction> {
    const own = this.waiting.filter((other) => other === organisationId).length;
    if (this.waiting.length >= WAITING || own >= WAITING_OF_ONE)
      throw new Fault('busy', 'other texts are being read', { headers: { 'retry-after': '2' } });
    this.waiting.push(organisationId);
    const turn = this.last
      .then(() => work(view))
      .finally(() => this.waiting.splice(this.waiting.indexOf(organisationId), 1));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

async function work(view: ReturnType<typeof viewOf>): Promise<Extraction> {
  const steps = extracting(view);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}
