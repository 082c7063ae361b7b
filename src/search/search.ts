import { createHash } from 'node:crypto';
import type { Audiences } from '../audience/index.js';
import type { Objects } from '../exchange/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Secrets } from '../platform/index.js';
import { parseQuery } from '../query/index.js';
import type { Finder } from './finder.js';

/** A page of what was found: stored texts, and the cursor of the next page if there is one. */
export interface Found {
  readonly objects: readonly string[];
  readonly next?: string;
}

/**
 * Search over everything visible, newest object first. Pages by the object's own number, which no update moves: paging
 * neither repeats nor skips.
 */
export class Search {
  constructor(
    private readonly finder: Finder,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
    private readonly secrets: Secrets,
  ) {}

  /** Faults: `query_invalid`, `cursor_invalid` (changed, another's, or of another query), `busy` when it takes too long. */
  async page(viewer: Viewer, text: string, limit: number, cursor?: string): Promise<Found> {
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const query = parseQuery(text, {
      now: Date.now(),
      counts: true,
      organisation: (name) => book.organisationsByName.get(name)?.id,
    });
    const bound = `${viewer.principal} ${createHash('sha256').update(text).digest('base64')}`;
    const before = cursor === undefined ? undefined : this.open(bound, cursor);
    const rows = await this.finder.find({ seen, query, before, most: limit + 1 });
    const page = rows.slice(0, limit);
    await this.objects.recordRead(viewer, page);
    const last = page.at(-1);
    return {
      objects: page.map((row) => row.body),
      ...(rows.length > limit && last && { next: this.seal(bound, last.no) }),
    };
  }

  private seal(bound: string, no: number): string {
    const plain = Buffer.alloc(8);
    plain.writeBigUInt64BE(BigInt(no));
    return this.secrets.seal('page', plain, bound).toString('base64url');
  }

  private open(bound: string, cursor: string): number {
    const plain = this.secrets.open('page', Buffer.from(cursor, 'base64url'), bound);
    if (plain?.length !== 8) throw new Fault('cursor_invalid');
    return Number(plain.readBigUInt64BE());
  }
}
