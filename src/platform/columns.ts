/**
 * Columns of many rows as one parameter each, in the binary form that Postgres's `array_recv` takes: nothing is escaped on
 * the way out, nothing parsed on the way in. The parameter must be cast to the array type: `unnest($1::bigint[])`.
 */

/** Type OIDs (`pg_type.dat`). */
const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const TEXT = 25;

const HEADER = 20;

type Maybe<T> = readonly (T | null)[];

/** Dimensions, whether there may be nulls, element type; then length and lower bound. An empty array has no dimension. */
function begin(oid: number, count: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(count === 0 ? 12 : HEADER + bytes);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  if (count > 0) {
    buffer.writeInt32BE(count, 12);
    buffer.writeInt32BE(1, 16);
  }
  return buffer;
}

function fixed<T>(
  oid: number,
  size: number,
  values: Maybe<T>,
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  const nulls = values.reduce<number>((sum, value) => sum + (value === null ? 1 : 0), 0);
  const buffer = begin(oid, values.length, values.length * (4 + size) - nulls * size);
  let at = HEADER;
  for (const value of values) {
    buffer.writeInt32BE(value === null ? -1 : size, at);
    at += 4;
    if (value === null) continue;
    write(buffer, value, at);
    at += size;
  }
  return buffer;
}

/** `bigint[]`. Numbers must be safe integers. */
export const int8s = (values: Maybe<number | bigint>): Buffer =>
  fixed(INT8, 8, values, (buffer, value, at) => {
    if (typeof value === 'bigint') buffer.writeBigInt64BE(value, at);
    else {
      const high = Math.floor(value / 2 ** 32);
      buffer.writeInt32BE(high, at);
      buffer.writeUInt32BE(value - high * 2 ** 32, at + 4);
    }
  });

/** `integer[]`. */
export const int4s = (values: Maybe<number>): Buffer =>
  fixed(INT4, 4, values, (buffer, value, at) => buffer.writeInt32BE(value, at));

/** `smallint[]`. */
export const int2s = (values: Maybe<number>): Buffer =>
  fixed(INT2, 2, values, (buffer, value, at) => buffer.writeInt16BE(value, at));

/** `boolean[]`. */
export const bools = (values: Maybe<boolean>): Buffer =>
  fixed(BOOL, 1, values, (buffer, value, at) => buffer.writeUInt8(value ? 1 : 0, at));

function varying<T>(
  oid: number,
  values: Maybe<T>,
  size: (value: T) => number,
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  const sizes = values.map((value) => (value === null ? -1 : size(value)));
  const buffer = begin(
    oid,
    values.length,
    sizes.reduce((sum, length) => sum + 4 + Math.max(0, length), 0),
  );
  let at = HEADER;
  for (const [i, value] of values.entries()) {
    buffer.writeInt32BE(sizes[i]!, at);
    at += 4;
    if (value === null) continue;
    write(buffer, value, at);
    at += sizes[i]!;
  }
  return buffer;
}

/** `text[]`. */
export const texts = (values: Maybe<string>): Buffer =>
  varying(
    TEXT,
    values,
    (value) => Buffer.byteLength(value),
    (buffer, value, at) => buffer.write(value, at),
  );

/** `bytea[]`. */
export const byteas = (values: Maybe<Buffer>): Buffer =>
  varying(
    BYTEA,
    values,
    (value) => value.length,
    (buffer, value, at) => value.copy(buffer, at),
  );
