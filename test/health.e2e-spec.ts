import { loadConfig } from '../src/platform/index.js';
import { startHub } from './support/hub.js';

describe('health', () => {
  it('answers ready once Postgres does, and says what is not there as a problem', async () => {
    await using hub = await startHub();
    const ready = await fetch(`${hub.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', mail: 'off' }]);
    const missing = await fetch(`${hub.url}/nowhere`);
    expect(missing.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await missing.json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each([
    [{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM: is needed with SMTP_URL'],
    [{ SMTP_URL: 'http://mail.example', MAIL_FROM: 'hub@example.org' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'hub@example.org\r\nBcc: x@example.org' }, 'MAIL_FROM'],
    [{ DIGEST_HOUR: '24' }, 'DIGEST_HOUR'],
  ])('does not start with wrong settings of mail: %j', (env, named) => {
    expect(() => loadConfig(env)).toThrow(named);
  });
});
