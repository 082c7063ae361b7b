import { visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { type Cut, Cutter, Gathered } from './cutter.js';
import type { Limits } from './lane.js';
import { type Asked, heldSql, STRIDE } from './log.js';
import { BETWEEN, type Piece } from './subscriber.js';
import { OPENING } from './wire.js';

/** Beside each page as many entries again are read as a page's length may vary by. */
const SPARE = 1.1;
/** Log numbers that are read into one row, at the most: what a row costs, to send and to receive, is paid once for all of them. */
const BLOCK = 64;
/** Entries of a page are taken to be no fewer. */
const FEW = 4;
/** Milliseconds after which a reader is given the pages that there are: one who may see little waits for no more. */
const PATIENCE_MS = 100;
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
    const cutter = new Cutter(limits, new Gathered(limits));
    const fitting = Math.max(FEW, this.fitting ?? limits.page);
    const block = Math.ceil(Math.min(BLOCK, fitting));
    const begun = performance.now();
    let inBlock = block; // until it is known that the viewer sees less
    for (let from = asked.after; asked.waiting();) {
      const end = Math.min(asked.upTo, from + this.stride);
      const most = Math.ceil((pages * fitting * SPARE) / inBlock);
      const room = ROOM * pages * limits.pageBytes;
      let [blocks, entries, ended] = [0, 0, false];
      const query = blocksAsked(asked, [...recorded.keys()], { from, end, block, most });
      const whole = await this.pool.copy(query, room, (row) => {
        blocks += 1;
        for (const { piece, seq, audienceId, position } of entriesIn(row)) {
          ended ||= piece === undefined || (piece.to === piece.from && cutter.pages.length > 0);
          if (ended) return;
          entries += 1;
          from = seq; // a recall's other side has the same number, and is in the same block
          if (piece!.to === piece!.from) continue;
          const ref = recorded.get(audienceId);
          cutter.add(piece!, seq, ref === undefined ? undefined : { ref, position });
        }
      });
      if (ended) return cutter.pages;
      if (whole && blocks < most) from = end;
      if (from >= asked.upTo) return cutter.end(from);
      inBlock = Math.max(1, entries / Math.max(1, blocks));
      const given = cutter.pages.reduce((sum, { batch }) => sum + batch.count, 0);
      if (given === 0) continue;
      this.fitting = given / cutter.pages.length;
      if (cutter.pages.length >= pages - 1 || performance.now() - begun > PATIENCE_MS) return cutter.pages;
    }
    return undefined;
  }
}

/** So many blocks of so many log numbers after `from`, up to `end`. */
interface Blocks {
  readonly from: number;
  readonly end: number;
  readonly block: number;
  readonly most: number;
}

/**
 * SQL: blocks of entries that the viewer sees, in order: log numbers, bytes, audience and position where the delivery is
 * recorded, and texts one behind the other; all values in it are numbers of ours. Bytes are -1 for what is not plain, and 0
 * for a recall that a reader at `after` is not owed. A text is looked for in the same numbers, so that two scans in order
 * can be merged. Both sides of a move have one number, in either order: neither is plain.
 */
function blocksAsked({ seen, after }: Asked, recorded: readonly number[], { from, end, block, most }: Blocks): string {
  const isRecorded = recorded.length > 0 ? `e.audience_id = any(${literal(recorded)}::int[])` : 'false';
  const delivery = `array_agg(case when ${isRecorded} then audience_id else 0 end), array_agg(position)`;
  return `select block.* from generate_series(${literal(from)}::bigint, ${literal(end - 1)}::bigint, ${literal(block)}) first cross join lateral (
      select array_agg(seq), array_agg(coalesce(octet_length(text), -1)), ${recorded.length > 0 ? delivery : 'null::int[], null::bigint[]'},
        string_agg(text, '')
      from (
        select e.seq, e.audience_id, e.position, case when e.op = 3 and not ${heldSql(seen, after, literal)} then ''
            else '${BETWEEN}${OPENING}' || v.body || e.envelope end as text
        from entry e left join version v on v.seq = e.seq and e.op <> 3 and v.seq > first and v.seq <= first + ${literal(block)}
        where e.seq > first and e.seq <= least(first + ${literal(block)}, ${literal(end)}) and not e.superseded and ${visibleSql(seen, 'e', literal)}
        order by e.seq
      ) e having count(*) > 0
    ) block limit ${literal(most)}`;
}

/** Integers, and lists of them. */
function literal(value: unknown): string {
  const numbers = Array.isArray(value) ? (value as unknown[]) : [value];
  if (!numbers.every(Number.isSafeInteger)) throw new TypeError('only integers go into a COPY');
  return Array.isArray(value) ? `'{${numbers.join()}}'` : String(numbers[0]);
}

interface Found {
  /** Empty for a recall that is not owed; undefined for what is not plain. */
  readonly piece: Piece | undefined;
  readonly seq: number;
  /** Both 0 where the delivery is not recorded. */
  readonly audienceId: number;
  readonly position: number;
}

/** A field's length, which is -1 for null, comes before it; so do those of an array's elements. */
const LENGTH = 4;
/** Before an array's elements: dimensions, flags, element type, count, lower bound. */
const ARRAY = 20;

/** Entries of a row of {@link blocksAsked} (PostgreSQL, "COPY", Binary Format). */
function* entriesIn(row: Buffer): Generator<Found> {
  let at = 2; // the number of fields
  const fields = Array.from({ length: 5 }, () => {
    const field = { from: at + LENGTH, bytes: row.readInt32BE(at) };
    at = field.from + Math.max(0, field.bytes);
    return field;
  });
  const [seqs, lengths, audiences, positions, texts] = fields as [Field, Field, Field, Field, Field];
  const element = (array: Field, i: number, bytes: number) => array.from + ARRAY + i * (LENGTH + bytes) + LENGTH;
  let from = texts.from;
  for (let i = 0; i < row.readInt32BE(seqs.from + 12); i++) {
    const length = row.readInt32BE(element(lengths, i, 4));
    yield {
      piece: length === -1 ? undefined : { source: row, from, to: from + length },
      seq: int8(row, element(seqs, i, 8)),
      audienceId: audiences.bytes === -1 ? 0 : row.readInt32BE(element(audiences, i, 4)),
      position: positions.bytes === -1 ? 0 : int8(row, element(positions, i, 8)),
    };
    from += Math.max(0, length);
  }
}

interface Field {
  readonly from: number;
  /** -1 for null. */
  readonly bytes: number;
}

const int8 = (row: Buffer, at: number): number => row.readInt32BE(at) * 2 ** 32 + row.readUInt32BE(at + 4);
