import * as fc from 'fast-check';
import { Fault } from '../../kernel/index.js';
import { compareTimes, parseTime } from './time.js';

describe('parseTime', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-01-31T12:00:00.5Z', Date.UTC(2026, 0, 31, 12, 0, 0, 500)],
    ['2026-01-31T12:00:00.123999Z', Date.UTC(2026, 0, 31, 12, 0, 0, 123)],
    ['2026-01-31T12:00:00.1239999Z', Date.UTC(2026, 0, 31, 12, 0, 0, 123)],
    ['2026-01-31T12:00:00.123999999Z', Date.UTC(2026, 0, 31, 12, 0, 0, 123)],
    ['2024-02-29T23:59:59.999Z', Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('%s is %d', (text, milliseconds) => expect(parseTime(text)).toBe(milliseconds));

  it.each([
    'infinity',
    'now',
    '',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-01-31T12:00:00+00:00',
    '2026-01-31t12:00:00z',
    '294277-01-01T00:00:00Z',
    '+012026-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2021-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2021-04-31T00:00:00Z',
    '2021-13-01T00:00:00Z',
    '2021-00-01T00:00:00Z',
    '2021-01-00T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T23:60:00Z',
    '2021-01-01T23:59:60Z',
    '2021-1-1T0:0:0Z',
    '2021-01-01T00:00:00.Z',
    '2021-01-01T00:00:00.1234567891Z',
    '2021-01-01 00:00:00Z',
    ' 2021-01-01T00:00:00Z',
    '２021-01-01T00:00:00Z',
  ])('refuses %j', (text) => {
    expect(() => parseTime(text, '/created')).toThrow(Fault);
    expect(() => parseTime(text, '/created')).toThrow(
      expect.objectContaining({ code: 'invalid_time', more: { pointer: '/created' } }),
    );
  });

  it.each([null, 5, ['2021-01-01T00:00:00Z'], {}])('refuses %j, which is no text', (value) => {
    expect(() => parseTime(value as unknown as string)).toThrow(/^invalid_time/);
  });

  it('reads every date that JavaScript prints', () => {
    const date = fc.date({
      min: new Date(-62_135_596_800_000),
      max: new Date(253_402_300_799_999),
      noInvalidDate: true,
    });
    fc.assert(fc.property(date, (one) => expect(parseTime(one.toISOString())).toBe(one.getTime())));
  });
});

it.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000Z', 0],
  ['2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00Z', 1],
  ['2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.09Z', 1],
  ['2025-12-31T23:59:59.999999Z', '2026-01-01T00:00:00Z', -1],
])('compareTimes(%s, %s) is %d', (a, b, order) => expect(compareTimes(a, b)).toBe(order));
