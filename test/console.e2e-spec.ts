import { generateSync } from 'otplib';
import { withBrowser } from './support/browser.js';
import { enter, readyLine, type Scene, startScene } from './support/console.js';
import { PASSWORD } from './support/people.js';
import { masksOf } from './support/qr.js';
import { until } from './support/until.js';

/** A code of the step `off` steps from now. */
const totp = (secret: string, off = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * off });

const PROBLEM = 'application/problem+json';
/** A browser takes its time on a busy machine. */

withBrowser('the console’s gate', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('is a page of its own with a strict policy, whatever a browser goes to, and never where machines ask', async () => {
    const get = (path: string, accept = 'text/html') => fetch(`${scene.url}${path}`, { headers: { accept } });
    for (const path of ['/', '/feed', '/objects/indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f', '/nowhere?x=1']) {
      const answer = await get(path);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      const html = await answer.text();
      expect(html).toContain(`nonce="${nonce}"`);
      expect(html).not.toContain('__CSP_NONCE__');
    }
    const first = (await get('/')).headers.get('content-security-policy');
    expect((await get('/')).headers.get('content-security-policy')).not.toBe(first);
    for (const path of ['/api/v1/nothing', '/api', '/health/x', '/.well-known/x', '/taxii2/x', '/misp/x', '/x.php']) {
      const answer = await get(path);
      const type = path.startsWith('/taxii2') ? 'application/taxii+json;version=2.1' : PROBLEM;
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, type]);
    }
    expect((await get('/feed', '*/*')).status).toBe(404);
    expect((await fetch(`${scene.url}/feed`, { method: 'POST' })).status).toBe(404);
    const [, asset] = /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/')).text()) ?? [];
    const script = await get(asset!);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    for (const path of ['/assets/../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/.vite/manifest.json'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it('lets in by password, comes back to where one was, and out', async () => {
    await using window = await scene.window();
    const { page, deeds } = window;
    await page.goto('/feed?q=type%3Aurl');
    await page.waitForURL(/\/sign-in\?to=/);
    await page.getByLabel('E-mail').fill(scene.alliance.people.ana.email);
    await page.locator('input[name=password]').fill('not the right words');
    await page.locator('button[type=submit]').click();
    await page.getByText('That e-mail and password, or that code, are not right.').waitFor();
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/feed\?q=type/);
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto('/feed');
    await page.waitForURL(/\/sign-in/);
    await page.goto('/sign-in?to=//evil.example/x');
    await enter(page, scene.alliance.people.ana);
    expect(new URL(page.url()).origin).toBe(scene.url);
    expect(deeds).toEqual([]);
  });

  it('asks for the second factor where one is set up', async () => {
    const { people, api } = scene.alliance;
    const al = api(people.al);
    const { body } = await al<{ secret: string }>('POST', '/api/v1/me/totp', { password: PASSWORD });
    await al('POST', '/api/v1/me/totp/confirm', { code: totp(body.secret, -1) });
    await using window = await scene.window();
    const { page, deeds } = window;
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(people.al.email);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.getByLabel('One-time code').fill('000000');
    await page.locator('button[type=submit]').click();
    await page.getByText('That code is wrong or was used before.').waitFor();
    await page.getByLabel('One-time code').fill(totp(body.secret));
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/feed/);
    expect(deeds).toEqual([]);
  });

  it('lets who was invited join, by the link that the hub gave', async () => {
    const { people, api } = scene.alliance;
    const { body } = await api(people.adminB)<{ link: string }>('POST', '/api/v1/invitations', {
      email: 'bea@cert-b.example',
      role: 'analyst',
    });
    await using window = await scene.window();
    const { page, deeds } = window;
    await page.goto(body.link);
    await page.getByLabel('Your name').fill('Bea');
    await page.locator('input[name=password]').fill('three herons stand in fog');
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/sign-in\?email=/);
    await page.locator('input[name=password]').fill('three herons stand in fog');
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/feed/);
    await page.getByText('CERT-B').waitFor();
    expect(deeds).toEqual([]);
  });

  it('says that a session has ended, and takes one back to where one was', async () => {
    const { people, api } = scene.alliance;
    await using window = await scene.window();
    const { page, deeds } = window;
    await enter(page, people.cy);
    await page.goto('/feed?q=type%3Aurl');
    await page.getByRole('button', { name: 'Your account' }).waitFor();
    const cy = api(people.cy);
    const { body } = await cy<{ items: { id: string; current: boolean }[] }>('GET', '/api/v1/me/sessions');
    for (const { id } of body.items.filter(({ current }) => !current)) await cy('DELETE', `/api/v1/me/sessions/${id}`);
    await page.getByText('Your session has ended.').waitFor();
    await page.locator('input[name=email]').fill(people.cy.email);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/feed\?q=type/);
    expect(deeds).toEqual([]);
  });

  it('says so, too, where the live connection is not the first to learn of it, and follows the feed again after', async () => {
    const { people, api } = scene.alliance;
    await using window = await scene.window();
    const { page, deeds } = window;
    const closed = 'constructor(...of) { super(...of); if (!globalThis.mended) this.close(); }';
    await page.addInitScript(`globalThis.WebSocket = class extends WebSocket { ${closed} };`);
    await enter(page, people.bo);
    await page.locator('.light[data-light=reconnecting]').waitFor();
    const bo = api(people.bo);
    const { body } = await bo<{ items: { id: string; current: boolean }[] }>('GET', '/api/v1/me/sessions');
    for (const { id } of body.items.filter(({ current }) => !current)) await bo('DELETE', `/api/v1/me/sessions/${id}`);
    await page.evaluate('globalThis.mended = true');
    const said = page.getByText('Your session has ended.');
    await until('it to ask who one is', async () => {
      await page.evaluate('dispatchEvent(new Event("visibilitychange"))');
      return said.isVisible();
    });
    await page.locator('input[name=email]').fill(people.bo.email);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.locator('.light[data-light=live]').waitFor();
    expect(deeds).toEqual([]);
  });

  it('sets up a second factor by a code that a camera reads, asks for it, and takes it away', async () => {
    const { ray } = scene.alliance.people;
    await using window = await scene.window(ray);
    const { page, deeds } = window;
    await page.goto('/settings');
    const card = page.getByRole('region', { name: 'Second factor' });
    await card.getByLabel('Present password').fill(PASSWORD);
    const answer = page.waitForResponse(/\/me\/totp$/);
    await card.getByRole('button', { name: 'Set it up' }).click();
    const { secret, uri } = (await (await answer).json()) as { secret: string; uri: string };
    expect((await readyLine(page, 'The secret, to be typed in')).replaceAll(' ', '')).toBe(secret);
    const path = (await card.locator('svg.qr path').getAttribute('d')) ?? '';
    const drawn = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)]
      .map(([, x, y]) => `${Number(x) - 4} ${Number(y) - 4}`)
      .toSorted();
    expect(masksOf(uri)).toContainEqual(drawn);
    await card.getByLabel('One-time code').fill('000000');
    await card.getByRole('button', { name: 'Confirm by a first code' }).click();
    await card.getByText('That code is wrong or was used before.').waitFor();
    await card.getByLabel('One-time code').fill(totp(secret, -1));
    await card.getByRole('button', { name: 'Confirm by a first code' }).click();
    await card.getByRole('button', { name: 'Remove it' }).waitFor();
    await using other = await scene.window();
    await other.page.goto('/sign-in');
    await other.page.getByLabel('E-mail').fill(ray.email);
    await other.page.locator('input[name=password]').fill(PASSWORD);
    await other.page.locator('button[type=submit]').click();
    await other.page.getByLabel('One-time code').fill(totp(secret));
    await other.page.locator('button[type=submit]').click();
    await other.page.waitForURL(/\/feed/);
    await card.getByLabel('Present password').fill(PASSWORD);
    await card.getByLabel('One-time code').fill(totp(secret, 1));
    await card.getByRole('button', { name: 'Remove it' }).click();
    await card.getByRole('button', { name: 'Set it up' }).waitFor();
    expect([...deeds, ...other.deeds]).toEqual([]);
  });
});
