import type { Viewer } from '../kernel/index.js';
import type { Database, Pulse } from '../platform/index.js';
import { type Book, learnAudiences, readBook } from './book.js';
import { visible, type Visible } from './visible.js';

/**
 * Keeps the book of this process as new as the head row says, and answers what a viewer sees. What it answers is never
 * older than the lease of {@link Pulse}.
 */
export class Audiences {
  private book: Book | undefined;
  private reading: Promise<Book> | undefined;
  /** What viewers see by this book: the same few credentials ask again and again. */
  private seen = new Map<string, Visible>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly database: Database,
    private readonly pulse: Pulse,
  ) {
    pulse.on('look', ({ authority }) => {
      if (this.book && this.book.authority < authority) void this.current().catch(() => undefined);
    });
  }

  /** Calls back after every change of rights and every new audience that this process has learnt of. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The book, read anew if rights have changed. Rejects with `unavailable` when the lease has run out and can't be renewed. */
  async current(): Promise<Book> {
    await this.pulse.renew();
    for (;;) {
      if (this.book && this.book.authority >= this.pulse.head.authority) return this.book;
      this.reading ??= this.read().finally(() => (this.reading = undefined));
      await this.reading;
    }
  }

  /** The book that was last read; undefined before the first. For work that can't wait: check that it is new enough. */
  get last(): Book | undefined {
    return this.book;
  }

  /** The book, if the process knows right now that it holds; else wait for {@link current}. */
  get standing(): Book | undefined {
    const holds = this.pulse.fresh && this.book && this.book.authority >= this.pulse.head.authority;
    return holds ? this.book : undefined;
  }

  /** What the viewer may see now. */
  async of(viewer: Viewer): Promise<Visible> {
    return this.ofBook(viewer, await this.current());
  }

  /** What the viewer may see by the book that {@link current} gave. */
  ofBook(viewer: Viewer, book: Book): Visible {
    const key = `${viewer.credential.kind === 'anonymous'} ${viewer.organisationId} ${viewer.personId ?? ''} ${viewer.ceiling}`;
    let known = book === this.book ? this.seen.get(key) : undefined;
    if (!known) {
      known = visible(viewer, book);
      if (book === this.book) this.seen.set(key, known);
    }
    return known;
  }

  /** Reads audiences that were made since; call when an entry names one that the book does not have. */
  async learn(): Promise<boolean> {
    const book = await this.current();
    const learnt = await learnAudiences(this.database.pulse, book);
    if (learnt) this.changed();
    return learnt;
  }

  private async read(): Promise<Book> {
    const book = await readBook(this.database.pulse, this.pulse.head.authority);
    this.book = book;
    this.changed();
    return book;
  }

  private changed(): void {
    this.seen = new Map();
    for (const listener of this.listeners) listener();
  }
}
