import type { Receipt, Submission } from './submission.js';
import type { Sequencer } from './sequencer.js';

/** The one way in: every door makes a {@link Submission} of what it is given. */
export class Exchange {
  constructor(private readonly sequencer: Sequencer) {}

  /** Recognises, stores, numbers and audits in one transaction; the receipt means that it is on disk. */
  submit(submission: Submission): Promise<Receipt> {
    return this.sequencer.submit(submission);
  }

  /** Items that wait to be written: who has time lets them go first. */
  get waiting(): number {
    return this.sequencer.queued;
  }

  /** Before the connections close: all that was taken in is answered. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.sequencer.close();
  }
}
