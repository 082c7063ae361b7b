import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import type { Api } from './support/people.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';

/** Every value that the list holds, whatever of it is drawn. */
async function valuesOf(page: Page): Promise<string[]> {
  const seen = new Map<number, string>();
  const size = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  for (let top = 0; top <= size * 30; top += 300) {
    await page.locator('.scroller').evaluate((box, to) => void (box.scrollTop = to), top);
    await page.waitForTimeout(60);
    const drawn = await page.locator('.scroller .row').evaluateAll((rows) =>
      // at once: the list is drawn anew all the time
      rows.map((row): [number, string] => [
        Number(row.getAttribute('aria-rowindex')),
        row.querySelector('.value')?.textContent ?? '',
      ]),
    );
    for (const [index, value] of drawn) seen.set(index, value);
  }
  expect(seen.size).toBe(size);
  return [...seen.values()];
}

withBrowser('the console’s live feed', () => {
  let scene: Scene;
  let bo: Api;
  beforeAll(async () => {
    scene = await startScene({ FEED_HEARTBEAT_MS: '1000' });
    bo = scene.alliance.api(scene.alliance.keys.b);
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const share = (value: string, more: object = {}) => bo('POST', ITEMS, { value, tlp: 'green', ...more });
  const live = (page: Page) => page.locator('.light[data-light=live]').waitFor();

  it('shows what came before and what comes, defanged and never as a link; a row opens beside the list', async () => {
    await share('http://before.evil.example/x', { labels: ['story-one'] });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await live(page);
    await page.getByText('hxxp://before[.]evil[.]example/x').waitFor();
    await share('http://now.evil.example/y', { labels: ['story-one'], confidence: 77 });
    const row = page.getByRole('row', { name: /now\[\.\]evil/ });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/TLP:GREEN[\s\S]*cert-b[\s\S]*77/);
    expect(await page.locator('a[href*="evil"]').count()).toBe(0);
    await row.click();
    await page.waitForURL(/open=indicator--/);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/feed$/);
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL(/open=indicator--/);
    await page.getByRole('complementary').getByText('hxxp://now[.]evil[.]example/y').first().waitFor();
    expect(await page.content()).not.toContain('http://now.evil.example');
    await page.keyboard.press('s');
    await page.getByText('Seen 1×, by members: 1.').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/feed$/);
    expect(deeds).toEqual([]);
  });

  it('stays, and says so, when a screen can’t be had, and goes there once it can', async () => {
    await share('http://stays.evil.example/', { labels: ['story-cut'] });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page } = window;
    await live(page);
    await page.getByText('hxxp://stays[.]evil[.]example/').waitFor();
    await page.route('**/assets/**', (route) => route.abort());
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    const told = page.getByRole('alert').filter({ hasText: 'can’t be reached just now' });
    await told.waitFor();
    await page.getByRole('link', { name: 'Live feed' }).click(); // which was had
    await page.getByText('hxxp://stays[.]evil[.]example/').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await told.waitFor();
    const failed = page.waitForEvent('requestfailed');
    await page.getByRole('link', { name: 'Dashboard' }).hover(); // is to be made ready, and can't be
    await failed;
    await page.unroute('**/assets/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor({ timeout: 20_000 });
  });

  it('is held by Space, says so aloud, and goes on with all that came meanwhile', async () => {
    await using window = await scene.window(scene.alliance.people.cy);
    const { page, deeds } = window;
    await live(page);
    await page.keyboard.press(' ');
    await page.getByText('Paused – 0 new').waitFor();
    for (const n of [1, 2, 3]) await share(`n${n}.held.example`);
    await page.getByText('Paused – 3 new').waitFor();
    expect(await page.getByText('n3[.]held[.]example').count()).toBe(0);
    await page.keyboard.press(' ');
    await page.getByText('n3[.]held[.]example').waitFor();
    expect(await page.getByText('Paused').count()).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('goes on by what is pressed to have it go on, though that is gone then; and leaves who writes where he is', async () => {
    await using window = await scene.window(scene.alliance.people.cy);
    const { page, deeds } = window;
    await live(page);
    for (const press of [page.locator('.pill'), page.locator('.paused').getByRole('button', { name: 'Resume' })]) {
      await page.keyboard.press(' ');
      await page.getByText('Paused – 0 new').waitFor();
      await share(`${crypto.randomUUID()}.pressed.example`);
      await page.getByText('Paused – 1 new').waitFor();
      await press.press('Enter');
      await page.locator('h1:focus').waitFor();
      await page.waitForTimeout(300); // the focus itself holds the feed where it comes to a row
      expect(await page.getByText('Paused').count()).toBe(0);
    }
    const box = page.locator('.top form input');
    await box.fill('tlp:green');
    await goTo(page, '/dashboard');
    await page.getByText('Where it comes from').waitFor();
    await page.keyboard.type(' g d');
    expect(await box.inputValue()).toBe('tlp:green g d');
    expect(deeds).toEqual([]);
  });

  it('is held by whoever scrolls in it, and goes on where the newest are', async () => {
    for (let n = 0; n < 40; n += 1) await share(`n${n}.old.example`);
    await using window = await scene.window(scene.alliance.people.cy);
    const { page, deeds } = window;
    await live(page);
    await page.getByText('n39[.]old[.]example').waitFor();
    const top = () => page.locator('.scroller').evaluate((box) => box.scrollTop);
    await page.locator('.scroller').evaluate((box) => void (box.scrollTop = 300));
    await page.getByText('Paused – 0 new').waitFor();
    await share('n1.newest.example');
    await page.getByText('Paused – 1 new').waitFor();
    expect(await top()).toBe(300);
    await page.keyboard.press(' ');
    await page.getByText('n1[.]newest[.]example').waitFor();
    expect(await top()).toBe(0);
    expect(await page.getByText('Paused').count()).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('has after a cut of the network all that was shared meanwhile, once', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/feed?q=label%3Acut');
    await live(page);
    await share('n0.cut.example', { labels: ['cut'] });
    await page.getByText('n0[.]cut[.]example').waitFor();
    scene.wire.cut();
    await page.locator('.light[data-light=reconnecting]').waitFor();
    for (let n = 1; n <= 40; n += 1) await share(`n${n}.cut.example`, { labels: ['cut'] });
    scene.wire.mend();
    await live(page);
    await until(
      'all to be there',
      async () => (await page.getByRole('grid').getAttribute('aria-rowcount')) === '42',
      30_000,
    );
    const values = await valuesOf(page);
    expect(values.toSorted()).toEqual(Array.from({ length: 41 }, (_, n) => `n${n}[.]cut[.]example`).toSorted());
    expect(deeds).toEqual([]);
  });

  it('filters stream and history alike, by the query language, and says where a filter errs', async () => {
    await share('n1.filter.example', { labels: ['wanted'] });
    await share('n2.filter.example', { labels: ['other'] });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    const box = page.getByRole('textbox', { name: 'Filter the feed' });
    await box.fill('label:wanted');
    await box.press('Enter');
    await page.waitForURL(/q=label%3Awanted/);
    await live(page);
    await page.getByText('n1[.]filter[.]example').waitFor();
    await share('n3.filter.example', { labels: ['other'] });
    await share('n4.filter.example', { labels: ['wanted'] });
    await page.getByText('n4[.]filter[.]example').waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('3');
    const { body, headers } = await share('n5.filter.example', { labels: ['wanted'] });
    await page.getByText('n5[.]filter[.]example').waitFor();
    const change = { 'if-match': headers.get('etag') ?? '' };
    await bo('PATCH', `${ITEMS}/${String(body['id'])}`, { labels: ['other'] }, change);
    await page
      .getByRole('row', { name: new RegExp(`gone .*${String(body['id'])}`) })
      .first()
      .waitFor();
    expect(await page.getByText('recalled').count()).toBe(0); // it is there as before, for all who see it
    await box.fill('nonsense:(');
    await box.press('Enter');
    await page
      .getByText(/column/i)
      .first()
      .waitFor();
    expect(deeds).toEqual([]);
  });

  it('counts twenty thousand entries exactly, draws at most ten times a second, and keeps little of them', async () => {
    await using window = await scene.window(scene.alliance.people.cy);
    const { page, context, deeds } = window;
    await page.goto('/feed?q=label%3Aflood');
    await live(page);
    await page.evaluate(`(() => {
      globalThis.drawn = [];
      const note = () => {
        const now = document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
        if (now !== globalThis.last) drawn.push(performance.now());
        globalThis.last = now;
      };
      new MutationObserver(note).observe(document.querySelector('#main'), { subtree: true, childList: true, attributes: true });
    })()`);
    const batch = async (n: number) => {
      const items = Array.from({ length: 200 }, (_, i) => ({ value: `n${n}-${i}.flood.example`, labels: ['flood'] }));
      expect((await bo('POST', ITEMS, { tlp: 'green', items })).status).toBe(201);
    };
    for (let n = 0; n < 99; n += 1) await batch(n);
    // and one by one, so that something comes all the time
    const ones = Array.from({ length: 200 }, (_, i) => `one-${i}.flood.example`);
    const send = async () => {
      for (let value = ones.pop(); value !== undefined; value = ones.pop()) await share(value, { labels: ['flood'] });
    };
    await Promise.all(Array.from({ length: 6 }, send));
    await page.getByText('20,000 since you opened it').waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('20001');
    const drawn = await page.evaluate<number[]>('drawn');
    const most = Math.max(...drawn.map((at) => drawn.filter((other) => other >= at && other < at + 1_000).length));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(10);
    const devtools = await context.newCDPSession(page);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    expect(usedSize).toBeLessThan(150e6);
    if (process.env['CONSOLE_PICTURES'])
      process.stdout.write(`heap ${Math.round(usedSize / 1e6)} MB, ${most} drawings in a second\n`);
    expect(deeds).toEqual([]);
  });
});
