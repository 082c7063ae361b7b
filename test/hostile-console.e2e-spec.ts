import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';
import { type Api, PASSWORD, type Person } from './support/people.js';

const ITEMS = '/api/v1/indicators';

withBrowser('a console that somebody means ill', () => {
  let scene: Scene;
  let bo: Api;
  beforeAll(async () => {
    scene = await startScene({ FEED_HEARTBEAT_MS: '1000' });
    bo = scene.alliance.api(scene.alliance.keys.b);
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const share = (value: string, more: object = {}) =>
    bo<{ id: string }>('POST', ITEMS, { value, tlp: 'green', ...more });
  /** What the browser keeps of the hub, wherever it can keep it. */
  const kept = (page: Page) =>
    page.evaluate<Record<'stored' | 'cookies' | 'databases' | 'caches' | 'workers', unknown>>(`(async () => ({
      stored: [{ ...localStorage }, { ...sessionStorage }],
      cookies: document.cookie,
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }))()`);

  it('J06: an address that would lead elsewhere after signing in leads to the feed', async () => {
    const places = [
      '//evil.example/x',
      String.raw`/\evil.example/x`,
      '/\t/evil.example/x',
      '\n//evil.example/x',
      'https:evil.example',
      'https://evil.example/x',
      'javascript:alert(1)',
      '/sign-in?to=//evil.example',
    ];
    for (const to of places) {
      await using window = await scene.window();
      const { page, deeds } = window;
      await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
      await page.getByLabel('E-mail').fill(scene.alliance.people.ana.email);
      await page.locator('input[name=password]').fill(PASSWORD);
      await page.locator('button[type=submit]').click();
      await page.waitForURL(`${scene.url}/feed`);
      await page.locator('.rail').waitFor();
      expect([to, deeds]).toEqual([to, []]);
    }
  });

  it('J07: a click on an indicator, or on what it refers to, opens nothing outside', async () => {
    const { body } = await share('https://click.evil.example/now', {
      description: 'see https://more.evil.example/x and [this](https://link.evil.example)',
      external_references: [{ source_name: 'Report', url: 'https://report.evil.example/a' }],
    });
    expect(body).toMatchObject({ id: expect.stringContaining('indicator--') as unknown });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto(`/objects/${body.id}`);
    await page.getByRole('heading', { name: 'hxxps://click[.]evil[.]example/now' }).click();
    for (const text of await page.getByText(/evil/).all()) await text.click();
    expect(new URL(page.url()).origin).toBe(scene.url);
    expect(await page.locator('a[href*="evil"]').count()).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('J08: after signing out, Back shows nothing, and the browser has kept nothing but how one likes it', async () => {
    await share('kept.evil.example');
    await using window = await scene.window(scene.alliance.people.ana);
    const { page } = window;
    await page.goto('/search?q=kept.evil.example');
    await page.getByRole('row', { name: /kept\[\.\]evil/ }).waitFor();
    await page.getByRole('link', { name: 'Feed' }).first().click();
    await page.getByText('kept[.]evil[.]example').first().waitFor();
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    expect(JSON.stringify(await kept(page))).not.toMatch(/evil|cert-b|indicator--/);
    for (let back = 0; back < 3; back += 1) {
      await page.goBack();
      await page.waitForURL(/\/sign-in|about:blank/);
      expect(await page.content()).not.toContain('evil');
    }
    await page.goto('/sign-in');
    expect(await kept(page)).toMatchObject({ cookies: '', databases: [], caches: [], workers: 0 });
  });

  /** Two open pages of somebody who may see an object: the feed, and the object itself. */
  async function lookingAt(
    who: Person,
    id: string,
    value: RegExp,
  ): Promise<{ pages: Page[]; close: () => Promise<void> }> {
    const window = await scene.window(who);
    await window.page.getByText(value).first().waitFor();
    const other = await window.context.newPage();
    await other.goto(`/objects/${id}`);
    await other.getByRole('heading', { name: value }).waitFor();
    return { pages: [window.page, other], close: async () => window[Symbol.asyncDispose]() };
  }

  it('J10: what is recalled goes from the pages that are open', async () => {
    const { body } = await share('recalled.evil.example');
    const { pages, close } = await lookingAt(scene.alliance.people.cy, body.id, /recalled\[\.\]evil/);
    const narrower = { tlp: 'amber', audience: { organisations: ['cert-b'] } };
    expect((await bo('PATCH', `${ITEMS}/${body.id}`, narrower, { 'if-match': '*' })).status).toBe(200);
    for (const page of pages)
      await page
        .getByText(/recalled\[\.\]evil/)
        .first()
        .waitFor({ state: 'detached' });
    for (const page of pages) expect(await page.content()).not.toContain('recalled[.]evil');
    await close();
  });

  it('J10: who is suspended with the page open sees nothing more of it', async () => {
    const { body } = await share('before.evil.example');
    const person = await scene.alliance.person('cert-a', 'analyst', 'leaver');
    const { pages, close } = await lookingAt(person, body.id, /before\[\.\]evil/);
    const admin = scene.alliance.api(scene.alliance.people.adminA);
    const said = await admin('PATCH', `/api/v1/people/${person.id}`, { status: 'suspended' });
    expect([said.status, said.body]).toEqual([200, expect.objectContaining({ status: 'suspended' })]);
    for (const page of pages) await page.waitForURL(/\/sign-in/);
    for (const page of pages) expect(await page.content()).not.toContain('evil');
    await close();
  });

  it('J11: an address that would pollute the page is an address like any other', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    const names = '__proto__[x]=1&__proto__.x=1&constructor[prototype][x]=1';
    const values = 'q=__proto__&open=__proto__&tab=constructor';
    expect((await page.goto(`/feed?${names}`))?.status()).toBe(400); // the hub gives no page there
    for (const path of [`/feed?${values}#__proto__[x]=1`, `/search?${values}`, '/objects/__proto__?tab=__proto__']) {
      await page.goto(path);
      await page.locator('.rail').waitFor();
      // and where no server is asked
      await page.evaluate(`
          history.pushState({}, '', ${JSON.stringify(`/search?${names}&${values}`)});
          dispatchEvent(new PopStateEvent('popstate', { state: {} }));
        `);
      await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
      const polluted = await page.evaluate(() => [
        ({} as Record<string, unknown>)['x'],
        ([] as unknown as Record<string, unknown>)['x'],
        Object.keys(Object.prototype),
      ]);
      expect([path, polluted]).toEqual([path, [undefined, undefined, []]]);
    }
    expect(deeds).toEqual([]);
  });
});
