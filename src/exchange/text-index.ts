import { Fault } from '../kernel/index.js';
import type { Log, Sql } from '../platform/index.js';

/** Items after which their texts are sorted in: as many as a list of 4 MB holds. */
const ITEMS = 2_000;

/**
 * The index of texts only lists what is new, and searches read the list. Whoever makes it too long has to sort it in: a
 * third of a second and more among a million objects, under the lock of the log. So it is done beside, a while before.
 */
export class TextIndex {
  private listed = 0;
  private sorting = false;

  constructor(
    private readonly sql: Sql,
    private readonly log: Pick<Log, 'failure'>,
    private readonly items = ITEMS,
  ) {}

  /** So many items were written by this process. Never waits, never throws. */
  grew(items: number): void {
    this.listed += items;
    if (this.listed < this.items || this.sorting) return;
    this.listed = 0;
    this.sorting = true;
    this.sql
      .query(`select gin_clean_pending_list('object_text')`)
      .catch((error: unknown) => {
        if (error instanceof Fault && error.status === 503) return; // the database is away: others say so
        this.log.failure(error, {}, 'sorting texts into their index failed; whoever writes will do it');
      })
      .finally(() => (this.sorting = false));
  }
}
