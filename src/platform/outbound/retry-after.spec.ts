import { waitOf } from './retry-after.js';

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Fri, 27 Nov 2026 00:01:00 GMT', 60_000],
  ['Fri, 27 Nov 2020 00:00:00 GMT', 0],
  ['999999999', 86_400_000],
])('Retry-After %s is kept to, up to a day', (text, ms) =>
  expect(waitOf(text, Date.parse('2026-11-27T00:00:00Z'))).toEqual({ waitMs: ms }),
);

it.each([undefined, 'soon', '-5'])('Retry-After %s says nothing', (text) => expect(waitOf(text, 0)).toBeUndefined());
