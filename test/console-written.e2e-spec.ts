import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { until } from './support/until.js';

const UTC = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/;
const LOCAL = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** The three forms, as they stand beside what is pointed at or has the focus. */
const told = async (page: Page): Promise<string[]> => {
  await page.getByRole('tooltip').waitFor();
  return page.getByRole('tooltip').locator('dd').allInnerTexts();
};
const stops = (page: Page): Promise<number> => page.locator('#main table time[tabindex="0"]').count();

withBrowser('how the console writes things', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  describe('numbers', () => {
    it('are written in the console’s language, and so are the hints of the query box, whatever the browser’s', async () => {
      const { people, api } = scene.alliance;
      const list = Array.from({ length: 1_234 }, (_, i) => `n${i}.example`);
      const many = {
        name: 'Many',
        description: 'm',
        version: 1,
        type: 'hostname',
        matching_attributes: ['domain'],
        list,
      };
      expect((await api(people.root)('PUT', '/api/v1/warninglists/many', many)).status).toBe(200);
      await using window = await scene.window(people.ana, { language: 'en-GB' });
      const { page, deeds } = window;
      const box = page.getByRole('combobox');
      const entries = page.getByRole('row', { name: /Many/ }).locator('td').nth(2);
      await goTo(page, '/warninglists');
      expect(await entries.innerText()).toBe('1,234');
      await box.fill('since');
      await page.getByRole('option', { name: /a day in UTC/ }).waitFor();
      await page.evaluate(`localStorage.setItem('tocsin.preferences', '{"language":"fr"}')`);
      await page.reload();
      expect(await entries.innerText()).toBe('1\u202f234');
      await box.fill('since');
      await page.getByRole('option', { name: /modifié à partir de.*un jour UTC/ }).waitFor();
      expect(deeds).toEqual([]);
    });
  });

  describe('times', () => {
    beforeAll(async () => {
      const { people, keys, api } = scene.alliance;
      for (const value of ['one.example', 'two.example'])
        await api(keys.b)('POST', '/api/v1/indicators', { value, tlp: 'green' });
      for (const name of ['a', 'b', 'c']) await api(people.adminA)('POST', '/api/v1/searches', { name, q: '' });
    });

    it('tell all three forms to the pointer and to the keyboard, and add no stop to a row', async () => {
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
    });

    it('are a stop of their own where they stand alone', async () => {
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
    });
  });

  describe('what a person chose of it', () => {
    it('is the same in another browser, and nobody else’s', async () => {
      const { ana, al } = scene.alliance.people;
      const kept = async (who: typeof ana) =>
        (await scene.alliance.api(who)<{ person: { preferences: object } }>('GET', '/api/v1/me')).body.person
          .preferences;
      {
        await using window = await scene.window(ana);
        await window.page.goto('/settings');
        await window.page.getByRole('combobox', { name: 'Language' }).selectOption('fr');
        await window.page.getByRole('heading', { name: 'Réglages' }).waitFor();
        await until('it to be kept', async () => JSON.stringify(await kept(ana)).includes('fr'));
        expect(window.deeds).toEqual([]);
      }
      await using elsewhere = await scene.window(ana);
      await elsewhere.page.goto('/settings');
      await elsewhere.page.getByRole('heading', { name: 'Réglages' }).waitFor();
      // also where the page is there first, and learns later who looks at it
      await elsewhere.page.evaluate('localStorage.clear()');
      await elsewhere.page.route('**/api/v1/me', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await route.continue();
      });
      await elsewhere.page.reload();
      await elsewhere.page.getByRole('heading', { name: 'Réglages' }).waitFor();
      expect(await kept(ana)).toEqual({ language: 'fr' });
      expect(await kept(al)).toEqual({});
    });

    it('is kept part by part, and nothing else with it', async () => {
      const { people, api } = scene.alliance;
      const bo = api(people.bo);
      const change = (preferences: object) => bo<{ person: object }>('PATCH', '/api/v1/me', { preferences });
      await change({ zone: 'local' });
      expect((await change({ single_keys: false })).body.person).toMatchObject({
        name: expect.any(String),
        preferences: { zone: 'local', single_keys: false },
      });
      for (const wrong of [{ zone: 'mars' }, { theme: 'dark' }, []]) expect((await change(wrong)).status).toBe(422);
      expect((await api(scene.alliance.keys.b)('PATCH', '/api/v1/me', { preferences: {} })).status).toBe(403);
    });
  });
});
