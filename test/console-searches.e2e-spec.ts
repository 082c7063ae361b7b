import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';
import { save, searched, share } from './support/searching.js';
import { until } from './support/until.js';

withBrowser('saved searches in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('are kept by the star with what they would have found, ring, are read, paused and forgotten', async () => {
    const bo = scene.alliance.api(scene.alliance.people.bo);
    await share(bo, { labels: ['lure'], value: 'hxxps://before[.]example/a' });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/search?q=label%3Alure');
    await page.getByRole('button', { name: 'Save this search' }).click();
    const form = page.getByRole('dialog');
    await form.getByText('Would have told you of 1 object in the last 7 days.').waitFor();
    await form.getByLabel('Name').fill('Lures');
    await form.getByLabel('Query').fill('label:lure tlp:purple');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText(/TLP labels are/).waitFor();
    await form.getByLabel('Query').fill('label:lure');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });

    await share(bo, { labels: ['lure'], value: 'hxxps://lure[.]example/b', tlp: 'amber' });
    await searched(scene.hub);
    await page.getByRole('button', { name: 'Bell: 1 unread object' }).click();
    const bell = page.getByRole('dialog');
    await bell.getByText('hxxps://lure[.]example/b').waitFor();
    await bell.getByText('Lures').waitFor();
    expect(await page.locator('a[href*="lure."], a[href*="lure%5B"], a[href*="lure["]').count()).toBe(0);
    await bell.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('button', { name: 'Bell: nothing unread' }).waitFor();
    await bell.getByRole('link', { name: 'Saved searches' }).click();
    await page.waitForURL(/\/searches$/);
    const card = page.getByRole('region', { name: 'Lures' });
    await card.getByText('Would have told you of 2 objects in the last 7 days.').waitFor();
    await card.getByRole('button', { name: 'Pause' }).click();
    await card.getByText('paused').waitFor();
    await card.getByRole('button', { name: 'Resume' }).click();
    await card.getByText('paused').waitFor({ state: 'hidden' });
    await card.getByRole('link', { name: 'Lures' }).click();
    await page.getByRole('row').getByText('hxxps://lure[.]example/b').waitFor();
    await page.goBack();
    await card.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog', { name: 'Remove “Lures”?' }).getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('No saved searches yet').waitFor();
    expect(deeds).toEqual([]);
  });

  it('are posted to a webhook by an administrator, who is told before how much that would have been', async () => {
    const admin = scene.alliance.api(scene.alliance.people.adminA);
    await share(scene.alliance.api(scene.alliance.people.bo), { labels: ['posted'] });
    await admin('POST', '/api/v1/searches', { name: 'Posted', q: 'label:posted' });
    await using window = await scene.window(scene.alliance.people.adminA);
    const { page, deeds } = window;
    await page.goto('/searches');
    const card = page.getByRole('region', { name: 'Posted' });
    await card.getByRole('link', { name: 'Post it to a webhook' }).click();
    await page.waitForURL(/\/webhooks\?filter=label/);
    const form = page.getByRole('dialog');
    expect(await form.getByLabel('Filter').inputValue()).toBe('label:posted');
    await form.getByText('Would have told you of 1 object in the last 7 days.').waitFor();
    await form.getByLabel('Filter').fill('label:nothing');
    await form.getByText('Would have told you of 0 objects in the last 7 days.').waitFor();
    expect(deeds).toEqual([]);
  });

  it('of a colleague are watched by a bell of one’s own, in French as well, all by keys', async () => {
    const al = scene.alliance.api(scene.alliance.people.al);
    await al('POST', '/api/v1/searches', { name: 'Ours', q: 'domain:cert-a.example', shared: true });
    await using window = await scene.window(scene.alliance.people.ray, { language: 'fr-FR' });
    const { page, deeds } = window;
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    const card = page.getByRole('region', { name: 'Ours' });
    await card.getByText('de al').waitFor();
    await card.getByText('ne vous avertit pas').waitFor();
    await card.getByRole('button', { name: 'Comment m’avertir' }).press('Enter');
    await page.getByRole('dialog').getByLabel('Courriel').selectOption('daily');
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await card.getByText('courriel: une fois par jour').waitFor();
    expect(deeds).toEqual([]);
  });

  it('says on the desktop that more is unread or unanswered, where one asked for it and looks elsewhere, and never what', async () => {
    const { people, api } = scene.alliance;
    const bo = api(people.bo);
    await save(api(people.ana), 'label:desk');
    await using window = await scene.window(people.ana);
    const { page, context, deeds } = window;
    await context.addInitScript(`
        localStorage.setItem('tocsin.preferences', JSON.stringify({ desktop: true }));
        document.hasFocus = () => false;
        globalThis.desktop = [];
        globalThis.Notification = class extends EventTarget {
          static permission = 'granted';
          constructor(title, { body }) { super(); desktop.push(body); }
        };`);
    await page.clock.install();
    await page.goto('/feed');
    await page.getByRole('button', { name: /^Bell: / }).waitFor();
    await page.getByText('Live', { exact: true }).first().waitFor();
    await share(bo, { labels: ['desk'], value: 'hxxps://desk[.]example/b' });
    await searched(scene.hub);
    const draft = { kind: 'alert', title: 'At once', tlp: 'green', severity: 'high', body: 'Patch.' };
    const { id } = (await bo('POST', '/api/v1/advisories', draft)).body;
    expect((await bo('POST', `/api/v1/advisories/${String(id)}/publish`, {})).status).toBe(200);
    const said = () => page.evaluate<string[]>('desktop');
    await until('both to be said', async () => {
      await page.clock.fastForward(61_000);
      return (await said()).length === 2;
    });
    expect((await said()).toSorted()).toEqual([
      '1 advisory your organisation has not answered',
      'Bell: 1 unread object',
    ]);
    expect(deeds).toEqual([]);
  });
});
