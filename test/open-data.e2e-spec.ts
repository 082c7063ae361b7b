import { type Hub, startHub } from './support/hub.js';
import { becomesOf, expectedOf, filesOf, SETS, writeExpected } from './support/open-data.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { withSharedData } from './support/shared-data.js';

/** `UPDATE_EXPECTED=1` writes what is so now; then read what has changed. */
const UPDATE = process.env['UPDATE_EXPECTED'] === '1';

describe('every public file (../shared), handed to a hub', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub({ ORGANISATION_ITEM_LIMIT: '1000000' });
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  for (const set of SETS)
    withSharedData(set)(set, () => {
      it('each file becomes what is written down of it, and none is not written down', async () => {
        const lines: string[] = [];
        for (const name of filesOf(set)) lines.push(await becomesOf(hub, alliance, set, name));
        if (UPDATE) writeExpected(set, lines);
        expect(lines).toEqual(expectedOf(set));
      }, 600_000);
    });
});
