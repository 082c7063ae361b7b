import { visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { Cutter } from './cutter.js';
import type { Limits } from './lane.js';
import { type Asked, heldSql, STRIDE } from './log.js';
import { type Batch, BETWEEN, type Piece } from './subscriber.js';
import { OPENING } from './wire.js';

/** Beside each page as many entries again are read as a page's length may vary by. */
const SPARE = 1.1;
/** Entries of a page are taken to be no fewer. */
const FEW = 16;
/** Bytes that are read at the most, in pages: entries may be far longer than lately. */
const ROOM = 4;

/**
 * The log as text that nobody parses: each entry's stored text and envelope, as they are. For whoever reads without a
 * filter; what does not read alike for all who see it, or must be on record before it is given, is for {@link Log.replay}.
 */
export class PlainLog {
  /** How many entries lately went into a page. */
  private fitting: number | undefined;
  /** So many pages are likely to be plain, by what the last reading found. */
  private likely = Infinity;

  constructor(
    private readonly pool: Pool,
    private readonly stride = STRIDE,
  ) {}

  /**
   * So many pages one after the other, each with all that a reader at its beginning is to be given; fewer at the end of
   * what is asked for, or before a page that holds what is not plain, or a recall that a reader who resumes there may be
   * owed: none when the first one does. `recorded`: audiences whose delivery is on record. Undefined when nobody waits for
   * them any more.
   */
  async pages(
    asked: Asked,
    recorded: readonly number[],
    { pages, ...limits }: Limits & { readonly pages: number },
  ): Promise<Batch[] | undefined> {
    const found = await this.read(asked, recorded, Math.min(pages, this.likely), limits);
    if (found) this.likely = Math.max(1, 2 * found.length);
    return found;
  }

  private async read(
    asked: Asked,
    recorded: readonly number[],
    pages: number,
    limits: Limits,
  ): Promise<Batch[] | undefined> {
    const cutter = new Cutter(limits);
    for (let from = asked.after; asked.waiting();) {
      const end = Math.min(asked.upTo, from + this.stride);
      const most = Math.ceil(pages * Math.max(FEW, (this.fitting ?? limits.page) * SPARE));
      const room = ROOM * pages * limits.pageBytes;
      const { bytes, whole } = await this.pool.copy(rowsAsked(asked, recorded, from, end, most), room);
      let rows = 0;
      for (const row of rowsOf(bytes)) {
        const { from: begin, to, seq } = row;
        if (to < begin || (to === begin && cutter.pages.length > 0)) return cutter.pages;
        if (to > begin) cutter.add(row, seq);
        rows += 1;
        from = to > begin ? seq : seq - 1; // a recall's other side has the same number
      }
      if (whole && rows < most) from = end;
      if (from >= asked.upTo) return cutter.end(from);
      const given = cutter.pages.reduce((sum, { count }) => sum + count, 0);
      if (given > 0) this.fitting = given / cutter.pages.length;
      if (given > 0 && cutter.pages.length >= pages - 1) return cutter.pages;
    }
    return undefined;
  }
}

/**
 * SQL: log number and text of what the viewer sees; all values in it are numbers of ours. Null for what is not plain; empty
 * for a recall that a reader at `after` is not owed. The text is looked for in the same stride, so that two scans in order
 * can be merged.
 */
function rowsAsked(
  { seen, after }: Asked,
  recorded: readonly number[],
  from: number,
  end: number,
  most: number,
): string {
  return `select e.seq, case when e.op = 3 and not ${heldSql(seen, after, literal)} then ''
      when e.audience_id <> all(${literal(recorded)}::int[]) then '${BETWEEN}${OPENING}' || v.body || e.envelope end
    from entry e left join version v on v.seq = e.seq and e.op <> 3 and v.seq > ${literal(from)} and v.seq <= ${literal(end)}
    where e.seq > ${literal(from)} and e.seq <= ${literal(end)} and not e.superseded and ${visibleSql(seen, 'e', literal)}
    order by e.seq, e.op desc limit ${literal(most)}`;
}

/** Integers, and lists of them. */
function literal(value: unknown): string {
  const numbers = Array.isArray(value) ? (value as unknown[]) : [value];
  if (!numbers.every(Number.isSafeInteger)) throw new TypeError('only integers go into a COPY');
  return Array.isArray(value) ? `'{${numbers.join()}}'` : String(numbers[0]);
}

/** Signature, flags, and the length of an extension that no version has. */
const HEADER = 19;

/** Before the text of a row: two fields; a bigint's length and itself; the text's length, -1 for null. */
const BEFORE_TEXT = 18;

/** Rows of a bigint and a text, which ends before it begins when it is null (PostgreSQL, "COPY", Binary Format). */
function* rowsOf(source: Buffer): Generator<Piece & { readonly seq: number }> {
  for (let at = HEADER; at + BEFORE_TEXT <= source.length;) {
    const seq = source.readInt32BE(at + 6) * 2 ** 32 + source.readUInt32BE(at + 10);
    const from = at + BEFORE_TEXT;
    const to = from + source.readInt32BE(at + 14);
    if (to > source.length) return; // there was no room for more
    yield { source, from, to, seq };
    at = Math.max(from, to);
  }
}
