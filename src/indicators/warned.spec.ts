import type { Change } from '../exchange/index.js';
import { toPut } from './indicator.js';
import { warningsOf } from './warned.js';

it('lists that take their time leave the event loop to others in between', async () => {
  const change: Change = toPut({ value: 'a.example', tlp: 'green' });
  let turns = 0;
  let counting: NodeJS.Immediate;
  const count = () => {
    turns += 1;
    counting = setImmediate(count);
  };
  counting = setImmediate(count);
  const hitsOf = () => {
    const begun = performance.now();
    while (performance.now() - begun < 5); // as an expression on a long value does
    return [{ list: 'x', name: 'X' }];
  };
  const warnings = await warningsOf(
    Array.from({ length: 40 }, () => change),
    { hitsOf },
  );
  clearImmediate(counting);
  expect(warnings).toHaveLength(40);
  expect(turns).toBeGreaterThan(10);
});
