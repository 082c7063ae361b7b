import { readFileSync } from 'node:fs';
import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';

const ITEMS = '/api/v1/indicators';

withBrowser('the console’s screens', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('finds what was pasted defanged, keeps the question in the address, and shows all that is known of it', async () => {
    const bo = scene.alliance.api(scene.alliance.keys.b);
    const value = 'http://evil.example/login';
    const { body, headers } = await bo('POST', ITEMS, { value, tlp: 'green', confidence: 40, name: 'a lure' });
    const id = String(body['id']);
    const etag = headers.get('etag') ?? '';
    expect((await bo('PATCH', `${ITEMS}/${id}`, { confidence: 90 }, { 'if-match': etag })).status).toBe(200);
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.keyboard.press('/');
    await page.keyboard.type('hxxp[:]//evil[.]example/login');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=hxxp/);
    await page.getByText('1 found').waitFor();
    await page.getByRole('row', { name: /hxxp:\/\/evil\[\.\]example/ }).click();
    await page.getByRole('link', { name: 'Open on its own page' }).click();
    await page.waitForURL(/\/objects\/indicator--/);
    await page.getByRole('heading', { name: 'hxxp://evil[.]example/login' }).waitFor();
    await page.getByRole('button', { name: 'False positive' }).click();
    await page.getByRole('tab', { name: 'Sightings' }).click();
    await page.getByRole('cell', { name: 'false positive', exact: true }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    const change = page.getByRole('row', { name: /confidence/ });
    expect(await change.innerText()).toMatch(/40\s+90/);
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.waitForURL(/tab=raw/);
    await page.getByText(`"id": "${id}"`).waitFor();
    await page.goBack();
    await page.waitForURL(/\/search\?q=hxxp/);
    await page.getByText('1 found').waitFor();
    // the console’s own addresses may hold the question; none leads to what was asked for
    expect(await page.locator('a[href*="evil"]:not([href^="/search?q="])').count()).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('shares pasted lines under one label, says before who will see them, and after what became of each', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(/\/submit/);
    await page.getByLabel('Values').fill('# from a report\nhxxps://pasted[.]example/a\n0.0.0.0/0\nnot a value at all');
    await page.getByRole('cell', { name: 'url hxxps://pasted[.]example/a' }).waitFor();
    await page.getByLabel('TLP').selectOption('amber');
    await page.getByText('4 of 4 members will see this').waitFor();
    await page.getByLabel('For whom').selectOption('list');
    await page.getByText('Nobody is chosen yet.').waitFor();
    await page.getByLabel('cert-b').check();
    await page.getByText('2 of 4 members will see this').waitFor();
    await page.getByLabel('Labels').fill('pasted, lure');
    await page.getByText('1 of 3 chosen').waitFor(); // what would be refused is not sent
    await page.getByRole('button', { name: 'Share 1 value' }).click();
    await page.getByText('1 created').waitFor();
    expect(await page.getByLabel('Values').inputValue()).toBe('0.0.0.0/0\nnot a value at all');
    const found = async (who: 'bo' | 'cy') => {
      const { body } = await scene.alliance.api(scene.alliance.people[who])<{ objects: unknown[] }>(
        'GET',
        '/api/v1/search?q=label:pasted',
      );
      return body.objects.length;
    };
    expect([await found('bo'), await found('cy')]).toEqual([1, 0]);
    expect(deeds).toEqual([]);
  });

  it('reads advisories that somebody wrote to do harm, runs and loads nothing of them, and answers', async () => {
    const payloads = readFileSync('src/formats/markdown/payloads.txt', 'utf8').trimEnd().replaceAll('↵', '\n');
    const text = `# Summary\n\nPatch **now**. See https://live.evil.example/x and [words](https://live.evil.example/y).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![p](https://pixel.evil.example/p.png)\n\n`;
    const bo = scene.alliance.api(scene.alliance.people.bo);
    const draft = { kind: 'alert', title: 'Exchange under attack', tlp: 'green', severity: 'high' };
    const { body } = await bo('POST', '/api/v1/advisories', { ...draft, body: (text + payloads).slice(0, 60_000) });
    const id = String(body['id']);
    expect((await bo('POST', `/api/v1/advisories/${id}/publish`, {})).status).toBe(200);
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/advisories?show=open');
    await page.getByRole('link', { name: /Exchange under attack/ }).click();
    await page.getByRole('cell', { name: '2' }).first().waitFor();
    const prose = page.locator('.prose');
    expect(await prose.locator('a, img, script, iframe, object, embed, form, input, style, svg, link').count()).toBe(0);
    expect(await prose.innerText()).toContain('hxxps://live[.]evil[.]example/y');
    expect(
      await prose.evaluate((box) =>
        [...box.querySelectorAll('*')]
          .flatMap((one) => one.getAttributeNames())
          .filter((name) => name.startsWith('on')),
      ),
    ).toEqual([]);
    await page.getByLabel('Note to the authors').fill('patching tonight');
    await page.getByRole('button', { name: 'Acting' }).click();
    await page.getByRole('status').getByText('Acting').waitFor();
    const { body: matrix } = await bo<{ counts: Record<string, number> }>('GET', `/api/v1/advisories/${id}/matrix`);
    expect(matrix.counts).toMatchObject({ acting: 1 });
    // the next answer takes its place, and says what was said, unless it is changed
    await page.getByRole('button', { name: 'Fixed' }).click();
    await page.getByRole('status').getByText('Fixed').waitFor();
    await page.getByRole('status').getByText('patching tonight').waitFor();
    await page.goBack();
    await page.getByText('All answered').waitFor();
    expect(deeds).toEqual([]);
  });

  it('shows whose signatures are good, as the browser itself reckons', async () => {
    const { people, api } = scene.alliance;
    for (const admin of [people.adminA, people.adminB])
      await api(admin)('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
    const ana = api(people.ana);
    const text = {
      kind: 'advisory',
      title: 'Signed by two',
      tlp: 'green',
      body: 'Words.',
      signers: ['cert-a', 'cert-b'],
      quorum: 2,
    };
    const { body } = await ana('POST', '/api/v1/advisories', text);
    const path = `/api/v1/advisories/${String(body['id'])}`;
    await ana('POST', `${path}/review`, {});
    await ana('POST', `${path}/call`, {});
    const { body: work } = await ana<{ signing: { sha256: string } }>('GET', `${path}/work`);
    for (const who of [people.ana, people.bo])
      expect((await api(who)('POST', `${path}/signatures`, { sha256: work.signing.sha256 })).status).toBeLessThan(300);
    await ana('POST', `${path}/publish`, {});
    await using window = await scene.window(people.cy);
    const { page, deeds } = window;
    await page.goto(`/advisories/${String(body['id'])}`);
    await page.getByText('checked in this browser: good').waitFor();
    await page.getByText('✓ cert-b').waitFor();
    expect(deeds).toEqual([]);
  });

  it('is driven by keys alone, in French as in English, and remembers how one likes it', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('advis');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/advisories/);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Pause or resume the feed').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('u');
    await page.getByRole('button', { name: 'Local' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByLabel('Language').selectOption('fr');
    await page.getByRole('link', { name: 'Flux en direct' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.reload();
    await page.getByRole('heading', { name: 'Réglages' }).waitFor();
    await page.getByLabel('Touches sans Ctrl').uncheck({ force: true });
    await page.locator('body').press('g');
    await page.locator('body').press('f');
    await page.waitForTimeout(300);
    expect(new URL(page.url()).pathname).toBe('/settings');
    expect(deeds).toEqual([]);
  });
});
