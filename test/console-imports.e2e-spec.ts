import { withBrowser } from './support/browser.js';
import { drop, foundIn, type Scene, startScene } from './support/console.js';
import { outcomesOf } from './support/importing.js';

withBrowser('importing in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const found = (q: string) => foundIn(scene, q);

  it('imports a dropped table as a job: columns confirmed, on its way by itself, there after a reload, outcomes as CSV', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    const lines = Array.from({ length: 2_000 }, (_, i) => `${i % 200 === 7 ? 'nonsense' : `h${i}.drop.example`};c2`);
    await drop(page, 'hosts.csv', `indicator;kind\n${lines.join('\n')}\n`);
    await page.getByRole('heading', { name: 'hosts.csv' }).waitFor();
    await page.getByLabel('kind').selectOption('labels');
    await page.getByRole('cell', { name: 'h0[.]drop[.]example' }).waitFor();
    await page.getByLabel('TLP').selectOption('green');
    await page.getByText('4 of 4 members will see this').waitFor();
    await page.getByRole('button', { name: 'Import this file' }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
    await page.getByRole('progressbar', { name: 'hosts.csv' }).waitFor();
    await page.reload();
    await page.getByText('2,000 items read, 100 %').waitFor();
    await page.getByText('done', { exact: true }).waitFor();
    await page.getByRole('row', { name: /line 9 / }).waitFor();
    const id = page.url().split('/').at(-1)!;
    const href = await page.getByRole('link', { name: '10 refused (CSV)' }).getAttribute('href');
    const csv = await page.evaluate<string>(`fetch(${JSON.stringify(href)}).then((answer) => answer.text())`);
    expect(csv.trim().split('\n').slice(1)).toEqual(
      await outcomesOf(scene.hub, scene.alliance.people.ana, id, '?outcome=rejected'),
    );
    await page.getByRole('link', { name: 'Your organisation’s imports' }).click();
    await page.getByRole('row', { name: /hosts\.csv done .* 1,990 10/ }).waitFor();
    await page.goBack();
    await page.getByText('2,000 items read').waitFor();
    expect((await found('label:c2 domain:drop.example')).length).toBe(500);
    expect(deeds).toEqual([]);
  });

  it('shows the label that each item of a file brings, and who will see what goes under each, before it is imported', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    const items = [
      { value: 'none.own.example' },
      { value: 'green.own.example', tlp: 'green' },
      { value: 'strict.own.example', tlp: 'amber+strict', audience: 'organisation' },
      { value: 'red.own.example', tlp: 'red' },
    ];
    await drop(page, 'own.ndjson', items.map((item) => JSON.stringify(item)).join('\n'));
    await page.getByLabel('TLP').selectOption('amber');
    await page.getByLabel('For whom').selectOption('list');
    await page.getByLabel('cert-b').check();
    const way = (label: string) => page.getByRole('region', { name: label, exact: true });
    await way('TLP:AMBER').getByText('2 of 4 members will see this').waitFor();
    await way('TLP:GREEN').getByText('2 of 4 members will see this').waitFor();
    await way('TLP:AMBER+STRICT').getByText('1 of 4 members will see this').waitFor();
    await way('TLP:AMBER+STRICT').getByText('by an audience of its own').waitFor();
    await way('TLP:RED').getByText('This can’t be sent so').waitFor();
    const row = (value: string) => page.getByRole('row', { name: value });
    await row('green[.]own[.]example').getByText('TLP:GREEN', { exact: true }).waitFor();
    await row('none[.]own[.]example').getByText('TLP:AMBER', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Import this file' }).click();
    await page.getByText('done', { exact: true }).waitFor();
    await page.getByRole('row', { name: /line 4 / }).waitFor();
    expect((await found('domain:own.example')).length).toBe(3);
    expect(deeds).toEqual([]);
  });

  it('stops a long import once one says so by its name, and keeps what was submitted', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    const lines = Array.from({ length: 100_000 }, (_, i) => `h${i}.long.example`);
    await drop(page, 'long.txt.csv', lines.join('\n'));
    await page.getByLabel('TLP').selectOption('green');
    await page.getByRole('button', { name: 'Import this file' }).click();
    await page.getByText(/[1-9]\d* items read, \d+ %/).waitFor();
    await page.getByRole('region', { name: 'Progress' }).getByRole('button', { name: 'Stop the import' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop the import of “long.txt.csv”?' });
    await dialog.getByRole('button', { name: 'Let it go on' }).click();
    await page.getByRole('region', { name: 'Progress' }).getByRole('button', { name: 'Stop the import' }).click();
    await dialog.getByRole('button', { name: 'Stop the import' }).click();
    await page.getByText('stopped', { exact: true }).waitFor();
    const read = Number(
      /([\d,]+) items read/.exec(await page.getByRole('status').first().innerText())?.[1]?.replaceAll(',', ''),
    );
    expect([read > 0, read < 100_000]).toEqual([true, true]);
    const { items } = await scene.alliance
      .api(scene.alliance.people.ana)<{ items: { created: number; read: number } }>(
        'GET',
        `/api/v1/imports/${page.url().split('/').at(-1)}`,
      )
      .then(({ body }) => body);
    expect(items.created).toBe(items.read);
    expect(deeds).toEqual([]);
  });
});
