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

/** What of a row stands in the column. */
type Get<R, T> = (row: R) => T | null;

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

/** A column of values of one size. */
function fixed<R, T>(
  oid: number,
  size: number,
  rows: readonly R[],
  get: Get<R, T>,
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  const buffer = begin(oid, rows.length, rows.length * (4 + size));
  let at = HEADER;
  for (const row of rows) {
    const value = get(row);
    buffer.writeInt32BE(value === null ? -1 : size, at);
    at += 4;
    if (value === null) continue;
    write(buffer, value, at);
    at += size;
  }
  return rows.length === 0 ? buffer : buffer.subarray(0, at);
}

/** `bigint[]`. Throws a TypeError for a number that is no safe integer. */
export const int8s = <R>(rows: readonly R[], get: Get<R, number | bigint>): Buffer =>
  fixed(INT8, 8, rows, get, (buffer, value, at) => {
    if (typeof value === 'bigint') return void buffer.writeBigInt64BE(value, at);
    if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no safe integer`);
    const high = Math.floor(value / 2 ** 32);
    buffer.writeInt32BE(high, at);
    buffer.writeUInt32BE(value - high * 2 ** 32, at + 4);
  });

/** `integer[]`. */
export const int4s = <R>(rows: readonly R[], get: Get<R, number>): Buffer =>
  fixed(INT4, 4, rows, get, (buffer, value, at) => buffer.writeInt32BE(value, at));

/** `smallint[]`. */
export const int2s = <R>(rows: readonly R[], get: Get<R, number>): Buffer =>
  fixed(INT2, 2, rows, get, (buffer, value, at) => buffer.writeInt16BE(value, at));

/** `boolean[]`. */
export const bools = <R>(rows: readonly R[], get: Get<R, boolean>): Buffer =>
  fixed(BOOL, 1, rows, get, (buffer, value, at) => buffer.writeUInt8(value ? 1 : 0, at));

/** `text[]`. */
export function texts<R>(rows: readonly R[], get: Get<R, string>): Buffer {
  const values = rows.map(get);
  const bytes = values.reduce((sum, value) => sum + 4 + (value === null ? 0 : Buffer.byteLength(value)), 0);
  const buffer = begin(TEXT, rows.length, bytes);
  let at = HEADER;
  for (const value of values) {
    const length = value === null ? -1 : buffer.write(value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  return buffer;
}

/** `bytea[]`. */
export function byteas<R>(rows: readonly R[], get: Get<R, Buffer>): Buffer {
  const values = rows.map(get);
  const buffer = begin(
    BYTEA,
    rows.length,
    values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 0),
  );
  let at = HEADER;
  for (const value of values) {
    buffer.writeInt32BE(value === null ? -1 : value.length, at);
    at += 4;
    if (value !== null) at += value.copy(buffer, at);
  }
  return buffer;
}
