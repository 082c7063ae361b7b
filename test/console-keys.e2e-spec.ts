import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { foundIn, type Scene, startScene } from './support/console.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';
const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.textContent');

withBrowser('the console by its keys', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('goes from row to row of tables and grids alike, and leaves from a row for any other screen', async () => {
    const { keys, people, api } = scene.alliance;
    await api(keys.b)('POST', ITEMS, { value: 'row.example', tlp: 'green' });
    await using window = await scene.window(people.adminA);
    const { page, deeds } = window;
    await page.getByText('row[.]example').waitFor();
    await page.keyboard.press('j');
    expect(await focused(page)).toContain('row[.]example');
    await page.keyboard.press('g');
    await page.keyboard.press('k'); // the row does not take it for "up"
    await page.waitForURL(/\/keys$/);
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForURL(/\/members$/);
    await page.getByRole('link', { name: 'CERT-B' }).waitFor();
    const names = await page.locator('#main tbody tr a').allTextContents();
    await page.keyboard.press('j');
    expect(await focused(page)).toBe(names[0]);
    await page.keyboard.press('j');
    expect(await focused(page)).toBe(names[1]);
    await page.keyboard.press('k');
    expect(await focused(page)).toBe(names[0]);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/members\/./);
    await page.getByRole('heading', { name: names[1]! }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.waitForURL(/\/imports$/);
    await page.keyboard.press('.');
    await page.getByText('All answered').waitFor();
    expect(deeds).toEqual([]);
  });

  it('opens the row that has the focus and tells who listens, says of it that it was seen, and takes that back', async () => {
    const { keys, people, api } = scene.alliance;
    const { body } = await api(keys.b)('POST', ITEMS, { value: 'focused.example', tlp: 'green' });
    await using window = await scene.window(people.ana);
    const { page, deeds } = window;
    await page.getByText('focused[.]example').waitFor();
    await page.keyboard.press('j');
    expect(await focused(page)).toContain('focused[.]example');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Details of focused[.]example stand beside the list').waitFor();
    expect(await focused(page)).toContain('focused[.]example');
    await page.keyboard.press('s');
    await page.getByRole('status').getByText('Undo').waitFor();
    const sighted = () => foundIn(scene, `"${String(body['id'])}" type:sighting is:active`);
    expect((await sighted()).length).toBe(1);
    await page.keyboard.press('z');
    await page.getByText('Taken back.').waitFor();
    expect((await sighted()).length).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('comes back to where a page was left, and begins another at its top', async () => {
    await using window = await scene.window(scene.alliance.people.adminA, { height: 400 });
    const { page, deeds } = window;
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.locator('#main').evaluate(async (main) => {
      const scrolled = new Promise((done) => main.addEventListener('scroll', () => done(undefined), { once: true }));
      main.scrollTop = 250;
      await scrolled;
    });
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/dashboard/);
    const top = (at: number) =>
      until(`the top at ${at}`, () => page.locator('#main').evaluate((main, y) => main.scrollTop === y, at));
    await top(0);
    await page.goBack();
    await page.waitForURL(/\/settings$/);
    await top(250);
    expect(deeds).toEqual([]);
  });
});
