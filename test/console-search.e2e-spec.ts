import { withBrowser } from './support/browser.js';
import { foundIn, type Scene, startScene } from './support/console.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';

withBrowser('searching in the console, and an indicator in full', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const found = (q: string) => foundIn(scene, q);

  it('completes the query language, and narrows down by facets whose counts are what is found', async () => {
    const bo = scene.alliance.api(scene.alliance.keys.b);
    const items = [
      ...Array.from({ length: 30 }, (_, i) => ({ value: `198.51.100.${i}`, labels: ['sieve', 'web shell'] })),
      ...Array.from({ length: 220 }, (_, i) => ({ value: `n${i}.sieve.example`, labels: ['sieve'] })),
    ];
    await bo('POST', ITEMS, { tlp: 'green', items });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    const box = page.getByRole('combobox', { name: 'Search' });
    await page.keyboard.press('/');
    await page.keyboard.type('lab');
    await page.getByRole('option', { name: /label:haf\*/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await box.inputValue()).toBe('label:');
    await page.keyboard.type('sieve from:cert-');
    await page.getByRole('option', { name: 'cert-b' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=label%3Asieve\+from%3Acert-b$/);
    const facets = page.getByRole('navigation', { name: 'Narrow down' });
    expect(await facets.getByRole('link', { name: /domain-name/ }).innerText()).toMatch(/220/);
    await facets.getByRole('link', { name: /web shell/ }).click();
    await page.getByText('30 found').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('label:sieve from:cert-b label:"web shell"');
    await facets.getByRole('link', { name: /web shell/ }).click();
    // all of them are counted, however few are shown
    await page.getByText('250 found').waitFor();
    // Back restores everything, where one was in the list, too
    const scroll = (to: number) => page.evaluate(`document.querySelector('.scroller').scrollTop = ${to}`);
    await scroll(9_000);
    await page.locator('.grid[aria-rowcount="201"]').waitFor();
    await scroll(4_200);
    await page.waitForFunction(`document.querySelector('.scroller .row').getAttribute('aria-rowindex') > 120`);
    const row = page.locator('.scroller .row').nth(12);
    const value = await row.locator('.value').innerText();
    await row.click();
    await page.getByRole('link', { name: 'Open on its own page' }).click();
    await page.waitForURL(/\/objects\//);
    await page.getByRole('grid').waitFor({ state: 'detached' });
    await page.goBack();
    await page.waitForURL(/\/search/);
    const back = async () => {
      await page.locator('.scroller .row:focus').filter({ hasText: value }).waitFor();
      expect(await page.evaluate(`document.querySelector('.scroller').scrollTop`)).toBe(4_200);
    };
    await back();
    await page.reload();
    await back();
    // likewise where one turns round while the other screen is still on its way
    await page.route(/assets\/ObjectScreen/, () => new Promise(() => undefined));
    await page.getByRole('link', { name: 'Open on its own page' }).click();
    await page.waitForURL(/\/objects\//);
    await page.getByRole('grid').waitFor({ state: 'hidden' });
    await page.goBack();
    await page.waitForURL(/\/search/);
    await back();
    const csv = page.getByRole('menuitem', { name: 'CSV' });
    await page.getByRole('button', { name: 'Save as' }).click();
    const href = (await csv.getAttribute('href')) ?? '';
    const text = await page.evaluate<string>(`fetch(${JSON.stringify(href)}).then((answer) => answer.text())`);
    expect(text.split('\n').filter((line) => line.includes('sieve')).length).toBe(250);
    expect(deeds).toEqual([]);
  });

  it('looks up a thousand pasted values, known from unknown, and hands the unknown on to be submitted', async () => {
    const bo = scene.alliance.api(scene.alliance.keys.b);
    const known = ['k1.crowd.example', 'http://k2.crowd.example/x'];
    await bo('POST', ITEMS, { tlp: 'green', items: known.map((value) => ({ value })) });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, context, deeds } = window;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const values = [
      'k1[.]crowd[.]example',
      'hxxp://k2[.]crowd[.]example/x',
      ...Array.from({ length: 998 }, (_, i) => `u${i}.crowd.example`),
    ];
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(values.join('\n'))})`);
    await page.keyboard.press('/');
    await page.keyboard.press('Control+v');
    await page.waitForURL(/\/lookup\?list=/);
    await page.getByText('Known: 2').waitFor();
    await page.getByText('Not known: 998').waitFor();
    const line = page.getByRole('row', { name: /hxxp:\/\/k2\[\.\]crowd/ });
    await line.getByRole('link', { name: 'shared by 1 member' }).click();
    await page.getByRole('heading', { name: 'hxxp://k2[.]crowd[.]example/x' }).waitFor();
    await page.goBack();
    await page.getByText('Not known: 998').click();
    await page.waitForURL(/show=unknown/);
    await page.getByRole('button', { name: 'Submit these' }).click();
    await page.waitForURL(/\/submit/);
    await page.getByRole('button', { name: 'Share 998 values' }).waitFor();
    expect(deeds).toEqual([]);
  });

  it('chooses rows by keys, copies them in both forms, says the same of all of them, and takes it back', async () => {
    const bo = scene.alliance.api(scene.alliance.keys.b);
    const items = ['a', 'b', 'c'].map((name) => ({ value: `${name}.many-rows.example`, labels: ['rows'] }));
    await bo('POST', ITEMS, { tlp: 'green', items });
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, context, deeds } = window;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
    await page.goto('/search?q=label%3Arows');
    await page.locator('.scroller .row').first().focus();
    await page.keyboard.press('c');
    await page.getByText('1 value copied').waitFor();
    expect(await clipboard()).toBe('c[.]many-rows[.]example');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await page.getByText('3 chosen').waitFor();
    await page.keyboard.press('Shift+C');
    await page.getByText('3 values copied').waitFor();
    expect(await clipboard()).toBe('c.many-rows.example\nb.many-rows.example\na.many-rows.example');
    const sightings = async () =>
      (await found('type:sighting from:cert-a')).filter(({ revoked }) => revoked !== true).length;
    // those that are chosen are meant, also where one of them stands open
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'Subscribe' }).waitFor();
    await page.keyboard.press('s');
    await page.getByText('3 sightings reported.').waitFor();
    expect(await sightings()).toBe(3);
    await page.keyboard.press('z');
    await page.getByText('Taken back.').waitFor();
    expect(await sightings()).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('shows of an indicator all that is known, by tabs with addresses, and lets its maker expire it and undo that', async () => {
    const { people, keys, api } = scene.alliance;
    const { body } = await api(keys.a)<{ id: string }>('POST', ITEMS, {
      value: '8.8.4.4',
      tlp: 'green',
      valid_until: '2031-01-01T00:00:00Z',
      labels: ['whole'],
    });
    await api(keys.b)('POST', `${ITEMS}/${body.id}/sightings`, { count: 3 });
    await api(keys.c)('POST', `${ITEMS}/${body.id}/sightings`, { count: 4 });
    await using window = await scene.window(people.ana);
    const { page, deeds } = window;
    await page.goto(`/objects/${body.id}?tab=said`);
    await page.getByText('On a warninglist: many hold this for no indicator').waitFor();
    await page.getByText('seen 7 times').waitFor();
    await page.getByRole('img', { name: '7 in the last 30 days' }).waitFor();
    await page.getByRole('row', { name: /cert-c 4/ }).waitFor();
    await page.getByRole('combobox', { name: 'Opinion' }).selectOption('disagree');
    await page.getByRole('textbox', { name: 'Why' }).fill('It is a resolver');
    await page.getByRole('button', { name: 'Say it' }).click();
    await page.getByRole('cell', { name: /doubts it\s+It is a resolver/ }).waitFor();
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByText('CSV', { exact: true }).click();
    await page.waitForURL(/tab=raw&as=csv/);
    await page.locator('pre').getByText('8.8.4.4').waitFor();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.getByRole('meter', { name: 'Validity left' }).waitFor();
    await page.getByRole('button', { name: 'Let it expire' }).click();
    await page.getByText('expired', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo (z)' }).click();
    await page.getByText('active', { exact: true }).waitFor();
    await until(
      'the former end to be back',
      async () => (await found('label:whole'))[0]?.['valid_until'] === '2031-01-01T00:00:00Z',
    );
    await page.getByRole('button', { name: 'Recall' }).click();
    await page.getByRole('dialog', { name: 'Recall 8[.]8[.]4[.]4?' }).getByRole('button', { name: 'Recall' }).click();
    await page.getByText('Recalled: only your organisation has it now.').waitFor();
    expect((await api(people.bo)('GET', `/api/v1/objects/${body.id}`)).status).toBe(404);
    expect(deeds).toEqual([]);
  });
});
