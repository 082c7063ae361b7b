import { narrowed } from './bulk.js';

describe('an item that may go to some at most', () => {
  const few = { organisations: ['cert-b'] };
  const group = { group: 'g' };

  it.each([
    [undefined, undefined, undefined],
    [few, undefined, few],
    [undefined, 'organisation', 'organisation'],
    ['all', group, group],
    ['organisation', group, 'organisation'],
    [few, group, 'organisation'], // who is in both is not known here
    [few, 'organisation', 'organisation'],
  ] as const)('asked for %j, at most %j: %j', (audience, most, expected) => {
    expect(narrowed({ audience }, most).audience).toEqual(expected);
  });
});
