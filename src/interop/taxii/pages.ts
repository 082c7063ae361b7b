import type { Audiences } from '../../audience/index.js';
import type { AuditLog } from '../../audit/index.js';
import { Fault, RECORDED, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';
import type { Collection } from './collections.js';
import { type Asked, filtersOf, MOST } from './filters.js';
import { instantOf } from './instants.js';
import type { Next } from './next.js';
import { isWalk, objectSql, type PageAsked, pageSql, type Shape, strideSql } from './page-sql.js';

/** Objects of a page where the client does not say. */
const USUAL = 100;

/** A page as it is sent. */
export interface Page {
  readonly text: string;
  readonly headers: Record<string, string>;
}

/** What a collection holds of an object that it has now. */
export interface Held {
  readonly audience_id: number;
  readonly organisation_id: string;
  readonly type: string;
  readonly tlp: number;
  readonly revoked: boolean;
}

interface Row {
  readonly count: number;
  readonly text: string | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly more: boolean;
  /** Of the first page of a walk: see {@link PageAsked}. */
  readonly began?: number;
  /** How far was looked, where there may be more beyond; microseconds since the epoch. */
  readonly until?: number;
  readonly audiences: number[] | null;
  readonly positions: number[] | null;
}

const NOTHING: Row = { count: 0, text: null, first: null, last: null, more: false, audiences: null, positions: null };

/** Pages of collections: each one query, by index, whose text Postgres puts together. */
export class Pages {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly audit: AuditLog,
    private readonly next: Next,
  ) {}

  /** Objects or manifest of a collection, or `object` of it: `not_found` when it is not in it. Faults: those of the query and of `next`. */
  async page(
    viewer: Viewer,
    collection: Collection,
    { shape, object }: { readonly shape: Shape; readonly object?: string },
    asked: Asked,
  ): Promise<Page> {
    const resource = { collection: collection.id, view: `${shape} ${object ?? ''}` };
    const begun = asked.next === undefined ? undefined : this.next.open(viewer, resource, asked.next, asked.given);
    const given = begun?.given ?? asked.given;
    const filters = filtersOf(given);
    const limit = asked.limit ?? begun?.limit ?? USUAL;
    const row = await this.read(viewer, {
      collection,
      filters,
      ...(object !== undefined && { object }),
      shape,
      after: begun?.at ?? filters.addedAfter,
      ...(begun?.began !== undefined && { began: begun.began }),
      limit: Math.min(limit, MOST),
      recorded: await this.recorded(collection),
    });
    if (row.count === 0 && object !== undefined) await this.held(collection, object);
    const at = row.more ? instantOf(row.last ?? '') : row.until;
    const more = at !== undefined;
    const bare = begun !== undefined && asked.given['added_after'] === undefined;
    const began = begun?.began ?? row.began;
    const next = more
      ? this.next.seal(viewer, resource, {
          at,
          given,
          limit,
          ...(bare && { bare }),
          ...(began !== undefined && { began }),
        })
      : undefined;
    return { text: printed(shape, row, next), headers: added(row) };
  }

  /** The object of this id that the collection has now. Fault: `not_found`. */
  async held(collection: Collection, id: string): Promise<Held> {
    const values: unknown[] = [];
    const text = objectSql({ collection }, id, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.planned<Held>(text, values);
    if (!rows[0]) throw new Fault('not_found');
    return rows[0];
  }

  private async read(viewer: Viewer, asked: PageAsked): Promise<Row> {
    if (asked.filters.otherSpec) return NOTHING;
    const until = isWalk(asked) ? await this.stride(asked) : undefined;
    const values: unknown[] = [];
    const text = pageSql({ ...asked, ...(until !== undefined && { until }) }, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.planned<Row & { [column: string]: unknown }>(text, values);
    const row = rows[0] ?? NOTHING;
    if (asked.shape === 'objects' && row.audiences) await this.record(viewer, row);
    return until === undefined ? row : { ...row, until };
  }

  /** How far such a page looks; undefined: to the end. One that finds nothing there is empty, and says where to go on. */
  private async stride(asked: PageAsked): Promise<number | undefined> {
    const values: unknown[] = [];
    const text = strideSql(asked, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.planned<{ until: number }>(text, values);
    return rows[0]?.until;
  }

  private async recorded({ audiences }: Collection): Promise<number[]> {
    const book = await this.audiences.current();
    return audiences.filter((id) => tlpRank(book.audiences.get(id)?.tlp ?? 'red') >= RECORDED);
  }

  /** Deliveries of AMBER+STRICT are on record before they are made (law F10). */
  private async record(viewer: Viewer, { audiences, positions }: Row): Promise<void> {
    const book = await this.audiences.current();
    const read: Record<string, [first: number, last: number]> = {};
    for (const [i, id] of audiences!.entries()) {
      const ref = book.audiences.get(id)?.ref ?? '';
      const position = positions![i]!;
      const [first, last] = read[ref] ?? [position, position];
      read[ref] = [Math.min(first, position), Math.max(last, position)];
    }
    await this.audit.record({ action: 'taxii.read', viewer, detail: { audiences: read } });
  }
}

/** Nothing in it is an empty list: a list of nothing is left out. */
function printed(shape: Shape, { text }: Row, next: string | undefined): string {
  const name = shape === 'versions' ? 'versions' : 'objects';
  return `{${[
    ...(next === undefined ? [] : [`"more":true,"next":"${next}"`]),
    ...(text === null ? [] : [`"${name}":[${text}]`]),
  ].join()}}`;
}

/** When the first and the last of the page came; a page of nothing has neither. */
const added = ({ first, last }: Row): Record<string, string> =>
  first === null || last === null ? {} : { 'x-taxii-date-added-first': first, 'x-taxii-date-added-last': last };
