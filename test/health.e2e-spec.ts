import { startHub } from './support/hub.js';

describe('health', () => {
  it('answers ready once Postgres does, and says what is not there as a problem', async () => {
    await using hub = await startHub();
    const ready = await fetch(`${hub.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
    const missing = await fetch(`${hub.url}/nowhere`);
    expect(missing.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await missing.json()).toMatchObject({ status: 404, code: 'not_found' });
  });
});
