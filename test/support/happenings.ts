import fc from 'fast-check';

export const CERTS = ['cert-a', 'cert-b', 'cert-c'] as const;
export const PEOPLE = ['ana', 'bo', 'cy'] as const;
export const GROUPS = ['g0', 'g1'] as const;

const audience = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ to: 'all' as const }) },
  { weight: 1, arbitrary: fc.constant({ to: 'organisation' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ to: fc.constant('list' as const), with: fc.subarray([0, 1, 2], { minLength: 1 }) }),
  },
  { weight: 3, arbitrary: fc.record({ to: fc.constant('group' as const), group: fc.constantFrom(...GROUPS) }) },
  {
    weight: 2,
    arbitrary: fc.record({ to: fc.constant('people' as const), with: fc.subarray([0, 1, 2], { minLength: 1 }) }),
  },
);
const label = fc.constantFrom('clear', 'green', 'amber', 'amber+strict', 'red');
const who = fc.nat({ max: 2 });
/** One thing that may happen. */
export const op = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant('submit' as const),
      by: who,
      label,
      audience,
      value: fc.nat({ max: 30 }),
      confidence: fc.nat({ max: 100 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ op: fc.constant('relabel' as const), object: fc.nat(), label, audience }) },
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constant('change' as const), object: fc.nat(), confidence: fc.nat({ max: 100 }) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('revoke' as const), object: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom('join' as const, 'leave' as const),
      group: fc.constantFrom(...GROUPS),
      organisation: who,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constant('reconnect' as const), viewer: fc.nat(), atOther: fc.boolean() }),
  },
);
export type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;
