import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { ADVISORIES, begun, button, saved } from './support/editing.js';

withBrowser('the editor of advisories', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const title = (page: Page) => page.getByLabel('Title').first();

  it('lets two authors write at once: what one of them changed is taken over, and where both did one chooses', async () => {
    const { people, api } = scene.alliance;
    const id = await begun(scene, { title: 'Written by two' });
    await using ofAna = await scene.window(people.ana);
    await using ofAl = await scene.window(people.al);
    const [a, b] = [ofAna.page, ofAl.page];
    for (const page of [a, b]) {
      await page.goto(`/advisories/${id}/edit`);
      await page.getByLabel('Title').first().waitFor();
    }
    await a.getByLabel('Title').first().fill('Written by ana');
    await saved(a);
    await b.getByLabel('Severity').selectOption('high');
    await saved(b);
    await b.getByText('Taken over from another author: Title').waitFor();
    expect(await b.getByLabel('Title').first().inputValue()).toBe('Written by ana');
    await b.getByRole('textbox', { name: 'Text' }).fill('First words.\n\nWords of al.');
    await saved(b);
    await button(b, 'Done').click();
    await b.waitForURL(/\/work$/);
    await a.getByRole('textbox', { name: 'Text' }).fill('First words.\n\nWords of ana.');
    const clash = a.getByRole('alert', { name: 'Another author changed the same' });
    await clash.getByText('Words of al.').waitFor();
    await clash.getByText('Theirs', { exact: true }).first().click();
    await clash.getByRole('button', { name: 'Save it so' }).click();
    await saved(a);
    expect(await a.getByRole('textbox', { name: 'Text' }).inputValue()).toBe('First words.\n\nWords of al.');
    expect(await a.getByLabel('Severity').inputValue()).toBe('high');
    await a.getByRole('textbox', { name: 'Text' }).fill('Something else.');
    await saved(a);
    await button(a, 'Undo').click();
    expect(await a.getByRole('textbox', { name: 'Text' }).inputValue()).toBe('First words.\n\nWords of al.');
    await button(a, 'Done').click();
    await a.waitForURL(/\/work$/);
    // and kept, for others to begin with
    await button(a, 'Keep as a template').click();
    await a.getByLabel('Name of the template').fill('Two authors');
    await a.getByRole('dialog').getByRole('button', { name: 'Keep as a template' }).click();
    await a.getByText('The template “Two authors” is kept').waitFor();
    await goTo(a, '/advisories/new');
    await button(a, /^Two authors/).waitFor();
    await button(a, 'Remove the template Two authors').click();
    await a.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await a.getByText('The template “Two authors” is removed').waitFor();
    await button(a, /^Two authors/).waitFor({ state: 'detached' });
    const { body } = await api(people.ana)<{ body: object }>('GET', `${ADVISORIES}/${id}/work`);
    expect(body.body).toMatchObject({
      title: 'Written by ana',
      severity: 'high',
      body: 'First words.\n\nWords of al.',
    });
    for (const { deeds } of [ofAna, ofAl]) expect(deeds).toEqual([]);
  });

  it('keeps what is half written when somebody else’s words are taken over, and leaves only with all that can be saved', async () => {
    const { people, api } = scene.alliance;
    const id = await begun(scene, { title: 'Half written' });
    const ana = api(people.ana);
    const theirs = async (change: object): Promise<number> => {
      const { body } = await ana<{ etag: string; body: object }>('GET', `${ADVISORIES}/${id}/work`);
      const path = `${ADVISORIES}/${id}/work`;
      return (await ana('PUT', path, { ...body.body, ...change }, { 'if-match': body.etag })).status;
    };
    await using window = await scene.window(people.al);
    const { page, deeds } = window;
    await page.goto(`/advisories/${id}/edit`);
    await title(page).waitFor();
    await button(page, 'Add a product').click();
    const product = page.getByRole('group', { name: 'Products 1' });
    await product.getByLabel('Vendor').fill('Example');
    expect(await theirs({ severity: 'critical' })).toBe(200);
    await page.getByRole('textbox', { name: 'Text' }).fill('First words, and more.');
    await page.getByText('Taken over from another author: Severity').waitFor();
    await saved(page);
    expect(await page.getByLabel('Severity').inputValue()).toBe('critical');
    expect(await product.getByLabel('Vendor').inputValue()).toBe('Example');

    // nothing is saved without a title: whoever would leave stays, and is told
    await title(page).fill('');
    await button(page, 'Done').click();
    await page.getByRole('status').getByText('To be saved it needs: Title').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/advisories/${id}/edit`);
    await title(page).fill('Whole');
    await product.getByLabel(/^Product\b/).fill('Server');
    await product.getByLabel('Versions').fill('2019');
    await button(page, 'Done').click();
    await page.waitForURL(/\/work$/);
    const { body } = await ana<{ body: object }>('GET', `${ADVISORIES}/${id}/work`);
    expect(body.body).toMatchObject({
      title: 'Whole',
      severity: 'critical',
      body: 'First words, and more.',
      products: [{ vendor: 'Example', name: 'Server' }],
    });
    expect(deeds).toEqual([]);
  });
});
