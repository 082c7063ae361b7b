import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';

const LONG = 120_000;
const UTC = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/;
const LOCAL = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** The three forms, as they stand beside what is pointed at or has the focus. */
const told = async (page: Page): Promise<string[]> => {
  await page.getByRole('tooltip').waitFor();
  return page.getByRole('tooltip').locator('dd').allInnerTexts();
};
const stops = (page: Page): Promise<number> => page.locator('#main table time[tabindex="0"]').count();

withBrowser('times of the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
    const { people, keys, api } = scene.alliance;
    for (const value of ['one.example', 'two.example'])
      await api(keys.b)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    for (const name of ['a', 'b', 'c']) await api(people.adminA)('POST', '/api/v1/searches', { name, q: '' });
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it(
    'tell all three forms to the pointer and to the keyboard, and add no stop to a row',
    async () => {
      await using window = await scene.window(scene.alliance.people.adminA);
      const { page, deeds } = window;
      await page.getByRole('row', { name: /one\[\.\]example/ }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('ArrowDown');
      const [utc, local, relative] = await told(page);
      expect(utc).toMatch(UTC);
      expect(local).toMatch(LOCAL);
      expect(relative).toMatch(/ago|now/);
      expect(await page.locator('[role=row] time[tabindex]').count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.getByRole('tooltip').waitFor({ state: 'detached' });

      await goTo(page, '/audit');
      await page
        .getByRole('row', { name: /search\.create/ })
        .nth(2)
        .waitFor();
      expect(await stops(page)).toBe(1);
      // no link is in these rows: their times are gone through instead
      await page.keyboard.press('j');
      const first = (await told(page))[0];
      expect(await page.locator('time:focus').getAttribute('aria-describedby')).toBe('times-told');
      expect(first).toMatch(UTC);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('j');
      expect((await told(page))[0]).toMatch(UTC);
      const third = page.getByRole('row').nth(3).locator('time');
      expect(await third.evaluate((time) => time.matches(':focus'))).toBe(true);

      await goTo(page, '/people');
      await page.getByRole('button', { name: 'Actions for adminA' }).waitFor();
      expect(await stops(page)).toBe(0);
      await page.mouse.move(0, 0);
      await page.locator('#main table time').first().hover();
      expect(await told(page)).toHaveLength(3);
      await page.mouse.move(0, 0);
      await page.getByRole('tooltip').waitFor({ state: 'detached' });
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'are a stop of their own where they stand alone',
    async () => {
      const { alliance } = scene;
      const path = '/api/v1/search?q=one.example';
      const { body } = await alliance.api(alliance.keys.a)<{ objects: { id: string }[] }>('GET', path);
      await using window = await scene.window(alliance.people.ana);
      const { page, deeds } = window;
      await goTo(page, `/objects/${body.objects[0]!.id}?tab=provenance`);
      await page.locator('#main dd > time[tabindex="0"]').first().waitFor();
      await page.keyboard.press('Tab'); // by the keyboard, from here on
      await page.locator('#main dd > time').first().focus();
      expect(await told(page)).toHaveLength(3);
      expect(deeds).toEqual([]);
    },
    LONG,
  );
});
