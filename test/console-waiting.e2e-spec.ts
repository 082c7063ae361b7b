import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';

const LONG = 120_000;

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

withBrowser('lists of the console that are on their way', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it.each([
    ['People', '/people', '/api/v1/people', '.card:has(> table)'],
    ['Audit record', '/audit', '/api/v1/audit', '.card:has(> table)'],
    ['Saved searches', '/searches', '/api/v1/searches', '.card.search'],
    ['Search', '/search?q=slow.example', '/api/v1/search', '[role=grid]'],
  ])(
    '%s: show where they will stand, say so, and move nothing when they come',
    async (title, path, asked, there) => {
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
    },
    LONG,
  );

  it(
    'are gone where an error stands in their place',
    async () => {
      await using window = await scene.window(scene.alliance.people.adminA);
      const { page } = window;
      await page.route(
        (url) => url.pathname === '/api/v1/webhooks',
        (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal"}' }),
      );
      await page.goto('/webhooks');
      await page.getByRole('alert').waitFor();
      expect(await page.locator('.waiting').count()).toBe(0);
    },
    LONG,
  );
});
