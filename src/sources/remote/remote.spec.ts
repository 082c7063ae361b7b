import { isType, TAXII } from './remote.js';
import { instant, microseconds } from './times.js';

describe('what a remote answers', () => {
  it.each([
    'application/taxii+json;version=2.1',
    'application/taxii+json; version=2.1; charset=utf-8',
    'Application/TAXII+json; charset=utf-8; version="2.1"',
  ])('%s is TAXII 2.1', (type) => expect(isType(type, TAXII)).toBe(true));

  it.each([
    undefined,
    '',
    'application/taxii+json',
    'application/taxii+json;version=2.0',
    'application/json;version=2.1',
  ])('%s is not', (type) => expect(isType(type, TAXII)).toBe(false));
});

describe('times of TAXII', () => {
  it.each([
    ['2026-01-31T10:00:00.123456Z', '2026-01-31T10:00:00.123456Z'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000000Z'],
    ['2024-01-17T16:11:20.183201+00:00', '2024-01-17T16:11:20.183201Z'],
    ['2026-01-31T12:00:00.1+02:00', '2026-01-31T10:00:00.100000Z'],
    ['2026-01-31T10:00:00.123456789Z', '2026-01-31T10:00:00.123456Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  ])('%s is %s, to the microsecond', (text, same) => expect(instant(microseconds(text)!)).toBe(same));

  it.each([undefined, '', '2026-01-31', '2026-13-31T10:00:00Z', 'yesterday', '2026-01-31T10:00:00'])(
    '%s is none',
    (text) => expect(microseconds(text)).toBeUndefined(),
  );
});
