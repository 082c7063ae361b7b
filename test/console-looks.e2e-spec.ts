import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { generateSync } from 'otplib';
import { looked } from './support/axe.js';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { furnish, furnishDesk, TABLE } from './support/furnished.js';
import { PASSWORD } from './support/people.js';
import { analystScreens, authorScreens } from './support/screens.js';

const REPORT = `The actor sent mail from phish[@]lure[.]example in March, and asked visitors to sign in at hxxps://lure[.]example/owa there.
It spoke to 203.0.113[.]77 each hour, and looked whether 8.8.8.8 answers.`;

describe('the console’s build', () => {
  it('is small: 260 kB of scripts and 40 kB of styles at first, packed', () => {
    const manifest = JSON.parse(readFileSync('web/dist/.vite/manifest.json', 'utf8')) as Record<
      string,
      { file: string; imports?: string[]; css?: string[] }
    >;
    const files = new Set<string>();
    // what the first screen needs: the entry, the feed, and all that they import
    const gather = (name: string) => {
      const chunk = manifest[name]!;
      if (files.has(chunk.file)) return;
      for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
      chunk.imports?.forEach(gather);
    };
    gather('index.html');
    gather('src/feed/FeedScreen.tsx');
    const size = (ending: string) =>
      [...files]
        .filter((file) => file.endsWith(ending))
        .reduce((sum, file) => sum + gzipSync(readFileSync(`web/dist/${file}`), { level: 9 }).length, 0);
    expect(size('.js')).toBeGreaterThan(50_000);
    expect(size('.js')).toBeLessThan(260_000);
    expect(size('.css')).toBeGreaterThan(5_000);
    expect(size('.css')).toBeLessThan(40_000);
  });
});

withBrowser('the console’s looks', () => {
  let scene: Scene;
  let advisory: string;
  let indicator: string;
  let search: string;
  let job: string;
  let draft: string;
  let request: string;
  let alert: string;
  let own: string;
  beforeAll(async () => {
    scene = await startScene();
    ({ advisory, indicator, search, job } = await furnish(scene));
    ({ draft, request } = await furnishDesk(scene));
    const { people, api } = scene.alliance;
    const ana = api(people.ana);
    const text = { kind: 'alert', title: 'Not out yet', tlp: 'green', severity: 'high', body: 'Words.' };
    alert = String((await ana('POST', '/api/v1/advisories', text)).body['id']);
    own = String((await ana('POST', '/api/v1/indicators', { value: 'own.example', tlp: 'green' })).body['id']);
    const ray = api(people.ray);
    const { body } = await ray<{ secret: string }>('POST', '/api/v1/me/totp', { password: PASSWORD });
    await ray('POST', '/api/v1/me/totp/confirm', { code: generateSync({ secret: body.secret }) });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('finds what is planted', async () => {
    await using window = await scene.window();
    await window.page.goto('/sign-in');
    await window.page.getByLabel('E-mail').waitFor();
    for (const [colour, theme] of [
      ['#bbbbbb', 'light'],
      ['#444444', 'dark'],
    ]) {
      await window.page.evaluate(`document.querySelector('main h1').style.color = '${colour}'`);
      const found = (await looked(window.page, 'planted')).map((fault) => fault.split(' <')[0]);
      expect(found).toEqual([`planted, ${theme}: color-contrast:`]);
    }
  });

  it('axe finds no fault (WCAG 2.2 AA) on any screen, light or dark', async () => {
    await using window = await scene.window();
    const { page, deeds } = window;
    const faults: string[] = [];
    const look = async (name: string) => faults.push(...(await looked(page, name)));
    await page.goto(`/invite#${'x'.repeat(43)}`);
    await page.getByLabel('Your name').waitFor();
    await look('invite');
    await goTo(page, '/reset');
    await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
    await look('reset');
    await goTo(page, '/sign-in');
    // asked for a code, by one who has set that up; then somebody else comes
    await page.getByLabel('E-mail').fill(scene.alliance.people.ray.email);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.getByLabel('One-time code').fill('000000');
    await page.locator('button[type=submit]').click();
    await page.getByText('That code is wrong').waitFor();
    await look('code');
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(scene.alliance.people.ana.email);
    await look('sign-in');
    await page.locator('input[name=password]').fill('four bitterns wade at dusk');
    await page.locator('button[type=submit]').click();
    await page.locator('.scroller .row').first().waitFor();
    await look('feed');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByText('STIX id').waitFor();
    await look('drawer');
    for (const [name, path, there] of analystScreens({ advisory, indicator, search, job })) {
      await goTo(page, path);
      await page.getByText(there).first().waitFor();
      await look(name);
    }
    await page.getByRole('button', { name: /^Bell/ }).click();
    await page.getByRole('dialog').getByText('mail-login').waitFor();
    await look('bell');
    await goTo(page, '/searches');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByText('Would have').waitFor();
    await look('search-form');
    await goTo(page, '/lookup');
    await page.getByLabel('Values').fill('203.0.113[.]7\nnobody[.]knows[.]example');
    await page.getByRole('button', { name: 'Look up 2 values' }).click();
    await page.getByText('Known: 1', { exact: true }).waitFor();
    await look('looked-up');
    await goTo(page, '/submit');
    await page.getByRole('heading', { level: 1, name: 'Submit' }).waitFor();
    await page.getByLabel('Values').fill('hxxps://evil[.]example/login\n203.0.113[.]7\nsomething else');
    await page.getByLabel('TLP').selectOption('green');
    await page.getByText('can’t be told').waitFor();
    await look('submit');
    await page.getByLabel('Values').fill(REPORT);
    await page.getByText('3 of 4 chosen').waitFor();
    await look('report');
    await page.locator('input[type=file]').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: TABLE });
    await page.getByText('What the columns are').waitFor();
    await look('file');
    await goTo(page, '/search?q=label%3Ahafnium');
    await page.locator('.scroller .row').first().focus();
    await page.keyboard.press('x');
    await page.getByText('1 chosen').waitFor();
    await page.keyboard.press('s');
    await page.getByText('Sighting reported.').waitFor();
    await look('toast');
    await page.keyboard.press('/');
    await page.keyboard.type('t');
    await page.getByRole('listbox').waitFor();
    await look('completing');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await look('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keys (?)' }).click();
    await page.getByRole('dialog').waitFor();
    await look('keys');
    expect(faults).toEqual([]);
    expect(deeds).toEqual([]);
  });

  it('axe finds no fault on the screens of those who write advisories, light or dark', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    const faults: string[] = [];
    for (const [name, path, there] of authorScreens({ draft, request })) {
      await goTo(page, path);
      await page.getByText(there).first().waitFor();
      faults.push(...(await looked(page, name)));
    }
    for (const [name, path, opens, there] of [
      ['template', `/advisories/${draft}/work`, 'Keep as a template', 'Name of the template'],
      ['publish', `/advisories/${alert}/work`, 'Publish', 'members will see this'],
      ['withdraw', `/advisories/${request}/work`, 'Withdraw', 'Reason, which readers see'],
      ['recall', `/objects/${own}`, 'Recall', 'Recall'],
      ['comment', `/objects/${own}`, 'Comment', 'Only for my organisation'],
    ] as const) {
      await goTo(page, path);
      await page.getByRole('button', { name: opens, exact: true }).click();
      await page.getByRole('dialog').getByText(there).first().waitFor();
      faults.push(...(await looked(page, name)));
      await page.keyboard.press('Escape');
    }
    expect(faults).toEqual([]);
    expect(deeds).toEqual([]);
  });
});
