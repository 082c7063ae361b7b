import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';

const LONG = 120_000;

withBrowser('numbers of the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it(
    'are written in the console’s language, and so are the hints of the query box, whatever the browser’s',
    async () => {
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
    },
    LONG,
  );
});
