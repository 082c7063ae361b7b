import type { Pulse } from '../platform/index.js';

const MOST = 20_000;

/**
 * What the database says of each credential, remembered while the count of changes of rights stays what it was. What is
 * asked for meanwhile is asked for once. Ids that don't exist are remembered too: making one is a change of rights.
 */
export class Standing<T> {
  private readonly known = new Map<string, { authority: number; row: Promise<T | undefined> }>();

  constructor(
    private readonly pulse: Pulse,
    private readonly read: (id: string) => Promise<T | undefined>,
  ) {}

  /** Throws `unavailable` when this process has lost sight of the head row: it can't know who was revoked. */
  async of(id: string): Promise<T | undefined> {
    await this.pulse.renew();
    // taken before the read, so that what is read is at least as new
    const { authority } = this.pulse.head;
    const known = this.known.get(id);
    if (known?.authority === authority) return known.row;
    if (this.known.size >= MOST) this.known.clear();
    const row = this.read(id);
    this.known.set(id, { authority, row });
    row.catch(() => this.forget(id));
    return row;
  }

  forget(id: string): void {
    this.known.delete(id);
  }
}
