import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** Suites that take minutes: begun first, or one worker waits for the other at the end. */
const LONGEST = /\/test\/(?:policy-matrix|two-worlds|console-looks|console-advisories|fuzz|console-organisation)\b/;

/** The usual order but for the longest. */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- no array's
    const sorted = await super.sort(tests);
    const isLong = ({ path }) => LONGEST.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
