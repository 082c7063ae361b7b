import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { goTo, readyLine, type Scene, startScene } from './support/console.js';

/** Answers of the hub to that path are held back, until told otherwise. */
async function held(page: Page, path: string): Promise<() => void> {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      await until;
      await route.fallback();
    },
  );
  return release;
}

withBrowser('what the console shows where there is nothing to show', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  describe('lists that are empty', () => {
    it('say why, and offer what is to be done to whoever may do it', async () => {
      const { people, api } = scene.alliance;
      await api(people.adminA)('POST', '/api/v1/searches', { name: 'to be on record', q: '' });
      await using window = await scene.window(people.adminA);
      const { page, deeds } = window;
      const empty = page.locator('.empty');
      await empty.getByRole('link', { name: 'Share something' }).click();
      await page.waitForURL(/\/submit/);
      await goTo(page, '/feed?q=type:url');
      await empty.getByRole('button', { name: 'Clear the filter' }).click();
      await empty.getByRole('link', { name: 'Share something' }).waitFor();
      await goTo(page, '/advisories');
      await empty.getByText('No advisories yet').waitFor();
      await empty.getByRole('link', { name: 'New advisory' }).click();
      await page.waitForURL(/\/advisories\/new/);
      await goTo(page, '/advisories/quotes');
      await empty.getByText('Nobody asks').waitFor();
      await empty.getByRole('link', { name: 'Show all' }).click();
      await page.waitForURL(/\/advisories$/);
      await goTo(page, '/audit?until=2020-01-01');
      await empty.getByRole('link', { name: 'Show all records' }).click();
      await page.getByRole('row', { name: /search\.create/ }).waitFor();
      expect(new URL(page.url()).search).toBe('');
      await goTo(page, '/sources');
      await empty.getByRole('button', { name: 'Add a CSAF provider' }).click();
      await page.getByRole('dialog').getByLabel('OpenPGP fingerprint').waitFor();
      await page.keyboard.press('Escape');
      await goTo(page, '/lookup?list=gone');
      await empty.getByRole('link', { name: 'Begin a new list' }).click();
      await empty.waitFor({ state: 'detached' });
      await goTo(page, '/groups');
      await empty.getByRole('link', { name: /To the members/ }).click();
      await page.waitForURL(/\/members/);
      expect(deeds).toEqual([]);
    });

    it('offer nothing to a reader that would be refused', async () => {
      await using window = await scene.window(scene.alliance.people.ray);
      const { page, deeds } = window;
      const empty = page.locator('.empty');
      await empty.getByText('The wire is open').waitFor();
      expect(await empty.getByRole('link').count()).toBe(0);
      await goTo(page, '/advisories');
      await empty.getByText('No advisories yet').waitFor();
      expect(await empty.getByRole('link').count()).toBe(0);
      await goTo(page, '/advisories/new');
      await empty.getByRole('link', { name: 'Show all' }).waitFor();
      await goTo(page, '/search?q=nobody.example');
      await empty.getByRole('link', { name: 'Search for something else' }).click();
      await empty.getByText('type:ipv4-addr since:7d').waitFor();
      expect(deeds).toEqual([]);
    });
  });

  describe('a screen that can’t be drawn', () => {
    it('says what to do, and has the details to copy; the rest of the console goes on', async () => {
      await using window = await scene.window(scene.alliance.people.ana);
      const { page } = window;
      let body: string | undefined = '{"items":[null]}';
      await page.route(
        (url) => url.pathname === '/api/v1/advisories',
        (route) => (body === undefined ? route.fallback() : route.fulfill({ contentType: 'application/json', body })),
      );
      await page.goto('/advisories?show=secret.example');
      await page.getByRole('heading', { level: 1, name: 'This page can’t be shown' }).waitFor();
      const details = await readyLine(page, 'What happened');
      expect(details).toContain('/advisories');
      expect(details).toMatch(/TypeError: .+/);
      expect(details).not.toContain('secret.example');
      await page.getByRole('button', { name: /What happened/ }).waitFor(); // copies it
      await page.getByRole('link', { name: 'Live feed', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Live feed' }).waitFor();
      await goTo(page, '/advisories');
      await page.getByRole('heading', { level: 1, name: 'This page can’t be shown' }).waitFor();
      body = undefined;
      await page.getByRole('button', { name: 'Load the page anew' }).click();
      await page.getByText('No advisories yet').waitFor();
    });
  });

  describe('lists that are on their way', () => {
    it.each([
      ['People', '/people', '/api/v1/people', '.card:has(> table)'],
      ['Audit record', '/audit', '/api/v1/audit', '.card:has(> table)'],
      ['Saved searches', '/searches', '/api/v1/searches', '.card.search'],
      ['Search', '/search?q=slow.example', '/api/v1/search', '[role=grid]'],
    ])('%s: show where they will stand, say so, and move nothing when they come', async (title, path, asked, there) => {
      const { people, keys, api } = scene.alliance;
      await api(keys.b)('POST', '/api/v1/indicators', { value: 'slow.example', tlp: 'green' });
      await api(people.adminA)('POST', '/api/v1/searches', { name: 'to be on record', q: '' });
      await using window = await scene.window(people.adminA);
      const { page, deeds } = window;
      const release = await held(page, asked);
      await page.goto(path); // loaded anew: nothing of it is known from before
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
      const waiting = page.locator('.waiting').first();
      await waiting.waitFor();
      expect(await waiting.getAttribute('aria-busy')).toBe('true');
      expect(await waiting.textContent()).toBe('Loading …');
      // whoever wants nothing to move sees bars that rest
      const bar = `getComputedStyle(document.querySelector('.waiting .mantine-Skeleton-root'), '::after')`;
      expect(await page.evaluate(`${bar}.animationIterationCount`)).toBe('1');
      const top = (await waiting.boundingBox())!.y;
      release();
      const list = page.locator(there).first();
      await list.waitFor();
      expect(Math.abs((await list.boundingBox())!.y - top)).toBeLessThan(2);
      await waiting.waitFor({ state: 'detached' });
      expect(deeds).toEqual([]);
    });

    it('are gone where an error stands in their place', async () => {
      await using window = await scene.window(scene.alliance.people.adminA);
      const { page } = window;
      await page.route(
        (url) => url.pathname === '/api/v1/webhooks',
        (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal"}' }),
      );
      await page.goto('/webhooks');
      await page.getByRole('alert').waitFor();
      expect(await page.locator('.waiting').count()).toBe(0);
    });
  });
});
