import type { Statistics } from '../src/statistics/bodies.js';
import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';
import { stixIndicator } from './support/stix.js';

const ITEMS = '/api/v1/indicators';

withBrowser('the console’s dashboard', () => {
  let scene: Scene;
  let statistics: Statistics;
  beforeAll(async () => {
    scene = await startScene();
    const { api, keys, people } = scene.alliance;
    const b = api(keys.b);
    for (const [tlp, count] of [
      ['clear', 3],
      ['green', 5],
      ['amber', 2],
    ] as const)
      await b('POST', ITEMS, {
        tlp,
        items: Array.from({ length: count }, (_, i) => ({ value: `${tlp}${i}.evil.example` })),
      });
    const at = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const old = stixIndicator('old.evil.example', { created: at, modified: at, labels: ['attack:T1190'] });
    await api(keys.a)('POST', ITEMS, { items: [old] });
    await api(keys.c)('POST', ITEMS, { tlp: 'amber', audience: 'organisation', value: 'hidden.example' });
    const draft = { kind: 'alert', title: 'Patch now', tlp: 'green', severity: 'high', body: 'Words.' };
    const { body } = await api(people.bo)('POST', '/api/v1/advisories', draft);
    await api(people.bo)('POST', `/api/v1/advisories/${String(body['id'])}/publish`, {});
    statistics = (await api(people.ana)<Statistics>('GET', '/api/v1/statistics')).body;
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('shows what was shared, and each number opens the list of just so many; Back restores it', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/dashboard/);
    await page.getByText('objects from').waitFor();
    expect(statistics.span.count).toBe(12);
    const today = statistics.periods.at(-1)!;
    const opens = async (name: string, click: () => Promise<void>, count: number) => {
      await click();
      await page.waitForURL(/\/search\?q=/);
      await page.getByText(`${count} found`, { exact: true }).waitFor();
      const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
      expect([name, rows]).toEqual([name, count]);
      await page.goBack();
      await page.waitForURL(/\/dashboard/);
    };
    await opens('column', () => page.getByRole('link', { name: `${today.from}: 11` }).click(), 11);
    await opens('legend', () => page.locator('.legend').getByRole('link', { name: '7', exact: true }).click(), 7);
    const heat = page.locator('.heat');
    await opens('cell', () => heat.getByTitle(`cert-b, ${today.from}: 11`).click(), 11);
    await page.getByText('Type', { exact: true }).click();
    await page.waitForURL(/by=type/);
    await opens('type', () => heat.getByTitle(`domain-name, ${today.from}: 10`).click(), 10);
    await page.waitForURL(/by=type/);
    await opens('technique', () => page.locator('.matrix').getByRole('link', { name: /T1190/ }).click(), 1);
    await opens('country', () => page.locator('.world g[data-count="11"]').click(), 11);
    await page.getByText('Tables', { exact: true }).click();
    await page.waitForURL(/as=table/);
    const table = page.getByRole('region', { name: 'Volume by label' });
    await opens('table', () => table.getByRole('row', { name: today.from }).getByRole('link').first().click(), 3);
    await page.getByRole('link', { name: 'Patch now' }).click();
    await page.waitForURL(/\/advisories\/report--/);
    expect(deeds).toEqual([]);
  });

  it('is one tab stop a chart, moved in by arrows, and copies its tables', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, context } = window;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/dashboard');
    await page.locator('.heat').waitFor();
    expect(await page.locator('.heat a[data-row][tabindex="0"]').count()).toBe(1);
    await page.locator('.heat a[data-row][tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    const title = () => page.evaluate<string>('document.activeElement.title');
    expect(await title()).toMatch(/^cert-a, .*: 1$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=from%3Acert-a/);
    await page.goBack();
    await page.getByRole('button', { name: 'Copy the table: Volume by label' }).click();
    const lines = (await page.evaluate<string>('navigator.clipboard.readText()')).split('\n');
    expect(lines[0]).toBe('From\tTLP:CLEAR\tTLP:GREEN\tTLP:AMBER\tTLP:AMBER+STRICT\tTLP:RED\tIn all');
    expect(lines).toHaveLength(31);
    expect(lines.at(-1)).toBe(`${statistics.periods.at(-1)!.from}\t3\t6\t2\t0\t0\t11`);
  });
});
