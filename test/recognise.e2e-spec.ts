import { findByFingerprint } from '../src/exchange/known.js';
import { Database } from '../src/platform/index.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';

it('what a submission reports again is read once, however many copies of it there are', async () => {
  await using hub = await startHub();
  const { keys, api } = await seedAlliance(hub);
  const submit = (items: object[]) => api(keys.a)('POST', '/api/v1/indicators', items);
  const item = { value: 'again.example', tlp: 'green', description: 'x'.repeat(10_000) };
  await submit([item]);
  const pool = hub.app.get(Database).api;
  const { rows } = await pool.query<{ organisationId: string; fingerprint: Buffer }>(
    'select organisation_id as "organisationId", fingerprint from object',
  );
  const reports = Array.from({ length: 1_000 }, () => rows[0]!);
  const found = await pool.transaction((sql) => findByFingerprint(sql, reports));
  expect(found.map(({ organisationId }) => organisationId)).toEqual([rows[0]!.organisationId]);
  expect((await submit(reports.map(() => item))).body['counts']).toMatchObject({ unchanged: 1_000 });
});
