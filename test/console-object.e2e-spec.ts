import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';
import { searched, share } from './support/searching.js';
import { object } from './support/taxii.js';
import { until } from './support/until.js';

withBrowser('an indicator in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('is commented on, for all who see it or for one’s own, and whoever subscribed is told', async () => {
    const bo = scene.alliance.api(scene.alliance.people.bo);
    const { id } = await share(bo, { value: 'hxxps://talked[.]example/a', tlp: 'amber' });
    await using ana = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = ana;
    await page.goto(`/objects/${id}`);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    const form = page.getByRole('dialog');
    expect(await form.getByLabel('Name').inputValue()).toBe('hxxps://talked[.]example/a');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Comment' }).click();
    await form.getByRole('textbox').fill('The night shift saw it.');
    await form.getByRole('switch').click();
    await form.getByRole('button', { name: 'Say it' }).click();
    await page.getByText('Comment made.').waitFor();
    const notes = async (who: typeof bo) => {
      const { body } = await who<{ objects: { type: string; content: string }[] }>(
        'GET',
        `/api/v1/objects/${id}/related`,
      );
      return body.objects.flatMap(({ type, content }) => (type === 'note' ? [content] : []));
    };
    expect(await notes(bo)).toEqual([]);
    await bo('POST', `/api/v1/indicators/${id}/notes`, { content: 'Two more\n<b>of the kind</b>.' });
    await searched(scene.hub);
    await page.getByRole('button', { name: /^Bell: [1-9]/ }).waitFor();
    await page.goto(`/objects/${id}?tab=said`);
    await page.getByText('<b>of the kind</b>.').waitFor();
    await page.getByText('The night shift saw it.').waitFor();
    expect(await notes(scene.alliance.api(scene.alliance.people.ana))).toHaveLength(2);
    expect(deeds).toEqual([]);
  });

  it('has an address for each of its versions, and for whatever is said of it', async () => {
    const bo = scene.alliance.api(scene.alliance.people.bo);
    const { id } = await share(bo, { value: 'addressed.example', tlp: 'green', confidence: 10 });
    for (const confidence of [20, 30])
      await bo('PATCH', `/api/v1/indicators/${id}`, { confidence }, { 'if-match': '*' });
    const seen = await bo('POST', `/api/v1/indicators/${id}/sightings`, {});
    await using window = await scene.window(scene.alliance.people.ana, { height: 400 });
    const { page, deeds } = window;
    await page.goto(`/objects/${id}?tab=history`);
    const cards = page.locator('.history > li');
    const first = cards.last();
    await first.getByRole('link').click();
    await page.waitForURL(/version=/);
    await page.reload();
    await page.locator('.history > li[aria-current]').getByText('made').waitFor();
    expect(await cards.count()).toBe(3);
    await until('it to be in sight', () =>
      first.evaluate((card) => card.getBoundingClientRect().bottom <= 400 && card.ariaCurrent === 'true'),
    );
    await page.goto(`/objects/${id}?tab=said`);
    await page.getByRole('region', { name: 'Sightings, opinions and comments' }).getByRole('link').click();
    await page.waitForURL(new RegExp(String(seen.body['id'])));
    expect(deeds).toEqual([]);
  });

  it('says for whom it is, and to whose it is, who sees it by now; an address that leads nowhere keeps its frame', async () => {
    const { people, api } = scene.alliance;
    const bo = api(people.bo);
    const { id } = await share(bo, { value: 'told.example', tlp: 'green', audience: { organisations: ['cert-a'] } });
    const facts = async (who: typeof people.bo) => {
      await using window = await scene.window(who);
      const { page, deeds } = window;
      await page.goto(`/objects/${id}`);
      await page.getByText('Chosen members, yours among them').waitFor();
      const told = page.locator('dl.facts details');
      if ((await told.count()) === 0) return 'no more';
      await told.locator('summary').click();
      const members = await told.locator('li').allTextContents();
      await page.goto('/nowhere/at/all');
      await page.getByText('There is nothing here').waitFor();
      await page.getByRole('link', { name: 'Live feed', exact: true }).waitFor();
      expect(deeds).toEqual([]);
      return members;
    };
    expect(await facts(people.bo)).toEqual(['cert-a', 'cert-b']);
    expect(await facts(people.ana)).toBe('no more');
  });

  it('is copied by keys as it is shown or as it is, a time as ISO 8601, and Esc leads back', async () => {
    const bo = scene.alliance.api(scene.alliance.people.bo);
    const { id } = await share(bo, { value: 'hxxps://copied[.]example/a', tlp: 'green' });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page } = window;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const pasted = () => page.evaluate<string>('navigator.clipboard.readText()');
    await page.goto('/search?q=value%3Ahxxps%3A%2F%2Fcopied%5B.%5Dexample%2Fa');
    await page.getByRole('row').getByText('hxxps://copied[.]example/a').click();
    await page
      .getByRole('complementary', { name: 'Details' })
      .getByRole('link', { name: 'Open on its own page' })
      .click();
    await page.getByRole('heading', { level: 1 }).getByText('hxxps://copied[.]example/a').waitFor();
    await page.keyboard.press('c');
    await page.getByText('1 value copied').waitFor();
    expect(await pasted()).toBe('hxxps://copied[.]example/a');
    await page.keyboard.press('Shift+C');
    await page.waitForFunction("navigator.clipboard.readText().then((text) => text === 'https://copied.example/a')");
    const { body } = await bo('GET', `/api/v1/objects/${id}`);
    const time = `time[datetime="${String(body['created'])}"]`;
    expect(await page.locator(time).first().textContent()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    await page.evaluate(`getSelection().selectAllChildren(document.querySelector('${time}').parentElement)`);
    expect(await page.evaluate("document.execCommand('copy')")).toBe(true);
    expect((await pasted()).trim()).toBe(body['created']);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/search\?/);
  });

  it('says with what it is related, and how, on either page', async () => {
    const bo = scene.alliance.api(scene.alliance.people.bo);
    const { id } = await share(bo, { value: 'related.example', tlp: 'green', valid_until: '2126-01-01T00:00:00Z' });
    const malware = object('malware', 'Web shell', { is_family: true });
    const ends = { source_ref: id, target_ref: malware['id'], relationship_type: 'indicates' };
    const relation = object('relationship', 'indicates', ends);
    for (const one of [malware, relation]) expect((await bo('POST', '/api/v1/indicators', one)).status).toBe(201);
    await using ana = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = ana;
    await page.goto(`/objects/${id}?tab=provenance`);
    await page.getByRole('meter', { name: 'Validity left' }).waitFor();
    const row = page.getByRole('region', { name: 'Related to' }).getByRole('row', { name: /indicates → Web shell/ });
    await row.getByRole('link', { name: 'Web shell' }).click();
    await page.getByRole('heading', { name: 'Web shell' }).waitFor();
    await page.getByRole('tab', { name: 'Provenance' }).click();
    await page
      .getByRole('row', { name: /related\[\.]example → indicates/ })
      .getByText('indicates')
      .click();
    await page.waitForURL(new RegExp(String(relation['id'])));
    await page.getByRole('link', { name: 'Web shell' }).waitFor();
    await page.getByRole('link', { name: 'related[.]example' }).waitFor();
    expect(deeds).toEqual([]);
  });
});
