import { type Envelope, envelopeOf, type Found, readStix } from '../../formats/index.js';
import { Fault } from '../../kernel/index.js';
import { type Portion, type Portions, positionNote } from './portion.js';
import { PullFailure, type Remote, TAXII } from './remote.js';
import { instant, microseconds } from './times.js';

/** Where a TAXII collection is taken up again. Times as TAXII writes them. */
export interface TaxiiPosition {
  /** All that was added up to then was taken. */
  readonly after?: string;
  /** From then on some may have got their times late: that is looked through once more first. */
  readonly back?: string;
  /** Within a walk: what the rest is asked for with. */
  readonly next?: string;
  /** Within a walk: the latest time of what was taken; absent when the pages did not come in the order of their times. */
  readonly last?: string;
  /** Within a walk: when it began, by the server's clock. */
  readonly begun?: string;
}

const PAGE_BYTES = 32 << 20;
/** Objects of a page, and of the largest one that is asked for where very many were added in one instant. */
const PAGE = 500;
const LARGEST_PAGE = 32_000;
/** Pages in a row without an object. */
const MOST_EMPTY = 20;
/** What was added so lately may yet get neighbours of the same time or an earlier one. */
const UNSETTLED = 120_000_000n;
const OVERLAP = 10_000_000n;
/** A clock that is further ahead is wrong. */
const AHEAD = 86_400_000_000n;

interface Page extends Envelope {
  readonly bytes: Buffer;
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  /** The server's time. */
  readonly now: bigint;
}

/**
 * Walks a collection by `next` with the filters that the walk began with, or, where the server gives none, by the time of what came
 * last (TAXII 2.1, 3.5). Nothing is passed over: what shares the last time is asked for again. A server that leads nowhere is told of.
 */
export class TaxiiWalk {
  private readonly seen = new Set<string>();
  private limit = PAGE;
  /** More at once than this were too much to read. */
  private most = LARGEST_PAGE;
  private empty = 0;

  constructor(
    private readonly remote: Remote,
    private readonly sourceId: string,
    /** Of the collection, with a slash at its end. */
    private readonly url: string,
    private position: TaxiiPosition,
  ) {}

  async *portions(): Portions {
    const { back, ...position } = this.position;
    if (back !== undefined) yield* this.lookBack(back, microseconds(position.after));
    this.position = position;
    yield* this.walk((page) => this.portion(page));
  }

  /**
   * A walk of its own, for what a server tells of what was taken back it tells by where a reader was: never earlier than that.
   * It changes nothing of where the source is.
   */
  private async *lookBack(back: string, until: bigint | undefined): Portions {
    this.position = { after: back };
    let isDone = false;
    const walk = this.walk((page) => {
      isDone = page.last !== undefined && until !== undefined && page.last > until;
      return { found: objectsOf(page), note: async () => undefined };
    });
    for await (const portion of walk) {
      yield portion;
      if (isDone) break;
    }
    this.seen.clear();
  }

  private async *walk(portionOf: (page: Page) => Portion): Portions {
    for (;;) {
      const page = await this.page();
      this.checkEmpty(page);
      if (!page.more) {
        this.position = this.ended(page);
        return yield portionOf(page);
      }
      const on = page.next === undefined ? this.byTime(page) : this.byNext(page, page.next);
      if (!on) continue;
      this.position = on;
      yield portionOf(page);
    }
  }

  private portion(page: Page): Portion {
    return { found: objectsOf(page), note: positionNote(this.sourceId, this.position) };
  }

  /** A `next` of an earlier time may have run out: then the walk begins anew where that loses nothing. */
  private async page(): Promise<Page> {
    const { next, after, last } = this.position;
    try {
      return await this.ask();
    } catch (error) {
      if (error instanceof PullFailure && error.more.isTooLarge && this.limit > 1) {
        this.most = this.limit = Math.floor(this.limit / 8) || 1; // of large objects fewer at once, for the rest of the turn
        return this.page();
      }
      const status = error instanceof PullFailure ? error.more.status : undefined;
      if (next === undefined || this.seen.size > 0 || ![400, 404, 410, 422].includes(status ?? 0)) throw error;
      const before = microseconds(last);
      this.position = before === undefined ? stripped({ after }) : { after: instant(before - 1n) };
      return this.ask();
    }
  }

  private async ask(): Promise<Page> {
    const { after, next } = this.position;
    const url = new URL('objects/', this.url);
    if (after !== undefined) url.searchParams.set('added_after', after);
    url.searchParams.set('limit', String(this.limit));
    if (next !== undefined) url.searchParams.set('next', next);
    const { body, headers } = await this.remote.ask(url.href, TAXII, PAGE_BYTES);
    const now = BigInt(Date.parse(headers.date ?? '') || Date.now()) * 1_000n;
    const time = (name: string): bigint | undefined => {
      const said = microseconds(headers[name]?.toString());
      return said !== undefined && said < now + AHEAD ? said : undefined;
    };
    return {
      ...envelope(body),
      bytes: body,
      first: time('x-taxii-date-added-first'),
      last: time('x-taxii-date-added-last'),
      now,
    };
  }

  private checkEmpty({ more, objects }: Page): void {
    this.empty = more && objects === 0 ? this.empty + 1 : 0;
    if (this.empty > MOST_EMPTY) throw new PullFailure('the server says that there is more, and gives nothing');
  }

  private byNext({ objects, first, last, now }: Page, next: string): TaxiiPosition {
    const { after, next: asked, last: before, begun = instant(now) } = this.position;
    if (this.seen.has(next) || next === asked) throw LOOP();
    this.seen.add(next);
    if (objects === 0) return stripped({ after, next, last: before, begun });
    const least = asked === undefined ? 0n : microseconds(before);
    const isInOrder = least !== undefined && last !== undefined && (first ?? last) >= least && last >= least;
    return stripped({ after, next, last: isInOrder ? instant(last) : undefined, begun });
  }

  /** Undefined: the same is asked for once more, with more of it at once. */
  private byTime({ last }: Page): TaxiiPosition | undefined {
    if (last === undefined)
      throw new PullFailure('the server says that there is more, and neither “next” nor X-TAXII-Date-Added-Last');
    const before = microseconds(this.position.after);
    const on = last - 1n; // others of the same time may be on the next page
    if (before === undefined || on > before) {
      this.limit = Math.min(PAGE, this.most);
      return { after: instant(on) };
    }
    if (this.limit >= this.most) throw LOOP();
    this.limit = Math.min(this.limit * 4, this.most);
    return undefined;
  }

  private ended({ objects, last, now }: Page): TaxiiPosition {
    const { after, next, last: before, begun } = this.position;
    const inOrder = next === undefined || before !== undefined;
    const known = microseconds(before) ?? microseconds(after);
    if (inOrder && objects === 0 && known !== undefined) return upTo(known, now);
    if (!inOrder || last === undefined) return { after: instant((microseconds(begun) ?? now) - UNSETTLED) };
    return upTo(known !== undefined && known > last ? known : last, now);
  }
}

const upTo = (reached: bigint, now: bigint): TaxiiPosition =>
  stripped({ after: instant(reached), back: now - reached < UNSETTLED ? instant(reached - OVERLAP) : undefined });

const LOOP = (): PullFailure => new PullFailure('the server says that there is more, and gives the same again');

function envelope(body: Buffer): Envelope {
  try {
    return envelopeOf(body);
  } catch (error) {
    if (error instanceof Fault)
      throw new PullFailure(`the answer is no TAXII envelope: ${error.detail ?? error.title}`);
    throw error;
  }
}

const stripped = (position: { [K in keyof TaxiiPosition]: string | undefined }): TaxiiPosition =>
  Object.fromEntries(Object.entries(position).filter(([, value]) => value !== undefined));

/** An envelope without objects is none itself. Notes are left out: that the hub has the TLP markings, for each page anew. */
async function* objectsOf({ bytes, objects }: Page): AsyncGenerator<Found> {
  if (objects === 0) return;
  for await (const one of readStix(once(bytes))) if (!('note' in one)) yield one;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
