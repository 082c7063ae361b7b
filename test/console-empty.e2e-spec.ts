import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';

const LONG = 120_000;

withBrowser('lists of the console that are empty', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it(
    'say why, and offer what is to be done to whoever may do it',
    async () => {
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
    },
    LONG,
  );

  it(
    'offer nothing to a reader that would be refused',
    async () => {
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
    },
    LONG,
  );
});
