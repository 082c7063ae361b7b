import { visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { type Cut, Cutter } from './cutter.js';
import type { Limits } from './lane.js';
import { type Asked, heldSql, STRIDE } from './log.js';
import { BETWEEN, type Piece } from './subscriber.js';
import { OPENING } from './wire.js';

/** Beside each page as many entries again are read as a page's length may vary by. */
const SPARE = 1.1;
/** Entries of a page are taken to be no fewer. */
const FEW = 16;
/** Bytes that are read at the most, in pages: entries may be far longer than lately. */
const ROOM = 4;

/**
 * The log as text that nobody parses: each entry's stored text and envelope, as they are. For whoever reads without a
 * filter; what does not read alike for all who see it is for {@link Log.replay}.
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
   * owed: none when the first one does. `recorded`: what the wire calls the audiences whose deliveries go on record.
   * Undefined when nobody waits for them any more.
   */
  async pages(
    asked: Asked,
    recorded: ReadonlyMap<number, string>,
    { pages, ...limits }: Limits & { readonly pages: number },
  ): Promise<Cut[] | undefined> {
    const found = await this.read(asked, recorded, Math.min(pages, this.likely), limits);
    if (found) this.likely = Math.max(1, 2 * found.length);
    return found;
  }

  private async read(
    asked: Asked,
    recorded: ReadonlyMap<number, string>,
    pages: number,
    limits: Limits,
  ): Promise<Cut[] | undefined> {
    const cutter = new Cutter(limits);
    for (let from = asked.after; asked.waiting();) {
      const end = Math.min(asked.upTo, from + this.stride);
      const most = Math.ceil(pages * Math.max(FEW, (this.fitting ?? limits.page) * SPARE));
      const room = ROOM * pages * limits.pageBytes;
      const { bytes, whole } = await this.pool.copy(rowsAsked(asked, [...recorded.keys()], from, end, most), room);
      let rows = 0;
      for (const row of rowsOf(bytes)) {
        const { from: begin, to, seq, audienceId, position } = row;
        if (to < begin || (to === begin && cutter.pages.length > 0)) return cutter.pages;
        const ref = recorded.get(audienceId);
        if (to > begin) cutter.add(row, seq, ref === undefined ? undefined : { ref, position });
        rows += 1;
        from = to > begin ? seq : seq - 1; // a recall's other side has the same number
      }
      if (whole && rows < most) from = end;
      if (from >= asked.upTo) return cutter.end(from);
      const given = cutter.pages.reduce((sum, { batch }) => sum + batch.count, 0);
      if (given > 0) this.fitting = given / cutter.pages.length;
      if (given > 0 && cutter.pages.length >= pages - 1) return cutter.pages;
    }
    return undefined;
  }
}

/**
 * SQL: log number, audience and position where the delivery is recorded, and text of what the viewer sees; all values in it
 * are numbers of ours. The text is null for what is not plain, and empty for a recall that a reader at `after` is not owed.
 * It is looked for in the same stride, so that two scans in order can be merged. Both sides of a move have one number, in
 * either order: neither is plain.
 */
function rowsAsked(
  { seen, after }: Asked,
  recorded: readonly number[],
  from: number,
  end: number,
  most: number,
): string {
  const isRecorded = `e.audience_id = any(${literal(recorded)}::int[])`;
  return `select e.seq, case when ${isRecorded} then e.audience_id else 0 end, case when ${isRecorded} then e.position else 0 end,
      case when e.op = 3 and not ${heldSql(seen, after, literal)} then '' else '${BETWEEN}${OPENING}' || v.body || e.envelope end
    from entry e left join version v on v.seq = e.seq and e.op <> 3 and v.seq > ${literal(from)} and v.seq <= ${literal(end)}
    where e.seq > ${literal(from)} and e.seq <= ${literal(end)} and not e.superseded and ${visibleSql(seen, 'e', literal)}
    order by e.seq limit ${literal(most)}`;
}

/** Integers, and lists of them. */
function literal(value: unknown): string {
  const numbers = Array.isArray(value) ? (value as unknown[]) : [value];
  if (!numbers.every(Number.isSafeInteger)) throw new TypeError('only integers go into a COPY');
  return Array.isArray(value) ? `'{${numbers.join()}}'` : String(numbers[0]);
}

/** Signature, flags, and the length of an extension that no version has. */
const HEADER = 19;

/** Before the text of a row: four fields; bigint, integer, bigint, each after its length; the text's length, -1 for null. */
const BEFORE_TEXT = 38;

interface Row extends Piece {
  readonly seq: number;
  /** Both 0 where the delivery is not recorded. */
  readonly audienceId: number;
  readonly position: number;
}

/** Rows of {@link rowsAsked}; a text that is null ends before it begins (PostgreSQL, "COPY", Binary Format). */
function* rowsOf(source: Buffer): Generator<Row> {
  for (let at = HEADER; at + BEFORE_TEXT <= source.length;) {
    const from = at + BEFORE_TEXT;
    const to = from + source.readInt32BE(at + 34);
    if (to > source.length) return; // there was no room for more
    const [seq, audienceId, position] = [int8(source, at + 6), source.readInt32BE(at + 18), int8(source, at + 26)];
    yield { source, from, to, seq, audienceId, position };
    at = Math.max(from, to);
  }
}

const int8 = (source: Buffer, at: number): number => source.readInt32BE(at) * 2 ** 32 + source.readUInt32BE(at + 4);
