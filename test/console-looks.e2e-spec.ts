import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { faultsOf, looked } from './support/axe.js';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { imported } from './support/importing.js';
import { save, searched } from './support/searching.js';

const LONG = 900_000;
const TABLE = Buffer.from('value,tlp,labels\na.table.example,green,table\nb.table.example,amber,\nnonsense,green,\n');
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
  beforeAll(async () => {
    scene = await startScene();
    ({ advisory, indicator, search, job } = await furnish(scene));
    ({ draft, request } = await furnishDesk(scene));
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it(
    'finds what is planted',
    async () => {
      await using window = await scene.window();
      await window.page.goto('/sign-in');
      await window.page.getByLabel('E-mail').waitFor();
      for (const [colour, theme] of [
        ['#bbbbbb', 'light'],
        ['#444444', 'dark'],
      ]) {
        await window.page.evaluate(`document.querySelector('main h2').style.color = '${colour}'`);
        const found = (await looked(window.page, 'planted')).map((fault) => fault.split(' <')[0]);
        expect(found).toEqual([`planted, ${theme}: color-contrast:`]);
      }
    },
    LONG,
  );

  it(
    'axe finds no fault (WCAG 2.2 AA) on any screen, light or dark',
    async () => {
      await using window = await scene.window();
      const { page, deeds } = window;
      const faults: string[] = [];
      const look = async (name: string) => faults.push(...(await looked(page, name)));
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
      for (const [name, path, there] of [
        ['search', '/search', 'Ask for anything'],
        ['results', '/search?q=label%3Ahafnium', 'found'],
        ['nothing', '/search?q=label%3Anothing', 'Nothing found'],
        ['indicator', `/objects/${indicator}`, 'Pattern'],
        ['sightings', `/objects/${indicator}?tab=said`, 'What your organisation thinks'],
        ['provenance', `/objects/${indicator}?tab=provenance`, 'Related to'],
        ['history', `/objects/${indicator}?tab=history`, 'Before'],
        ['raw', `/objects/${indicator}?tab=raw`, 'spec_version'],
        ['raw-csv', `/objects/${indicator}?tab=raw&as=csv`, 'hafnium'],
        ['lookup', '/lookup', 'Look up many'],
        ['imports', '/imports', 'hosts.csv'],
        ['import', `/imports/${job}`, 'All outcomes (CSV)'],
        ['advisories', '/advisories', 'Exchange'],
        ['advisory', `/advisories/${advisory}`, 'Co-signatures'],
        ['searches', '/searches', 'Would have told you of'],
        ['found', `/searches/${search}`, 'hafnium'],
        ['dashboard', '/dashboard', 'Where it comes from'],
        ['dashboard-tables', '/dashboard?as=table&by=type', 'Volume by type'],
        ['settings', '/settings', 'Where you are signed in'],
        ['missing', '/objects/indicator--00000000-0000-4000-8000-000000000000', 'nothing that you may see'],
      ] as const) {
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
      await goTo(page, '/submit');
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
    },
    LONG,
  );

  it(
    'axe finds no fault on the screens of those who write advisories, light or dark',
    async () => {
      await using window = await scene.window(scene.alliance.people.ana);
      const { page, deeds } = window;
      const faults: string[] = [];
      for (const [name, path, there] of [
        ['advisory-list', '/advisories?show=work', 'you lead it'],
        ['advisory-new', '/advisories/new', 'Choose what to begin with'],
        ['advisory-edit', `/advisories/${draft}/edit`, '9.8 critical'],
        ['advisory-work', `/advisories/${draft}/work`, 'By when?'],
        ['advisory-changes', `/advisories/${draft}/work?tab=changes`, 'Take this text again'],
        ['advisory-record', `/advisories/${draft}/work?tab=record`, 'shown for review'],
        ['advisory-request', `/advisories/${request}`, 'Who answered'],
        ['advisory-quotes', '/advisories/quotes', 'Nobody asks'],
      ] as const) {
        await goTo(page, path);
        await page.getByText(there).first().waitFor();
        faults.push(...(await looked(page, name)));
      }
      expect(faults).toEqual([]);
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'axe finds no fault in French, either, and no screen is left in English',
    async () => {
      await using window = await scene.window(scene.alliance.people.ana, { language: 'fr-FR' });
      const { page, deeds } = window;
      const faults: string[] = [];
      for (const [path, there] of [
        ['/feed', 'En direct'],
        ['/search?q=label%3Ahafnium', 'trouvés'],
        ['/submit', 'Valeurs'],
        ['/dashboard', 'D’où cela vient'],
        [`/advisories/${advisory}`, 'Réponse de votre organisation'],
        [`/objects/${indicator}`, 'Motif'],
        ['/settings', 'Langue'],
      ] as const) {
        await goTo(page, path);
        await page.getByText(there).first().waitFor();
        expect([path, await page.evaluate('document.documentElement.lang')]).toEqual([path, 'fr']);
        faults.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
      }
      expect(faults).toEqual([]);
      expect(deeds).toEqual([]);
    },
    LONG,
  );
});

/** Something to be seen on every screen. */
async function furnish({ alliance, hub }: Scene): Promise<Record<'advisory' | 'indicator' | 'search' | 'job', string>> {
  const bo = alliance.api(alliance.people.bo);
  const ana = alliance.api(alliance.people.ana);
  const { id: search } = await save(ana, 'label:hafnium', { name: 'HAFNIUM of March', mail: 'daily', shared: true });
  await save(alliance.api(alliance.people.al), 'type:url since:7d', { name: 'New URLs', shared: true });
  const values = [
    'hxxps://mail-login[.]example/owa',
    '203.0.113.7',
    'a.evil.example',
    '5a5f4a1c7dbac3e1ac900f43415f378e88a7b0d1e6f2c3948576a1b2c3d4e5f6',
  ];
  const labels = (['clear', 'green', 'amber', 'amber+strict'] as const).map((tlp, i) => ({ value: values[i], tlp }));
  const items = labels.map((item) => ({
    ...item,
    confidence: 80,
    labels: ['hafnium', 'attack:T1190'],
    description: 'Seen in March',
  }));
  const { body } = await bo<{ outcomes: { id: string; etag: string }[] }>('POST', '/api/v1/indicators', items);
  const [first] = body.outcomes;
  await bo('PATCH', `/api/v1/indicators/${first!.id}`, { confidence: 95 }, { 'if-match': first!.etag });
  await alliance.api(alliance.people.cy)('POST', `/api/v1/indicators/${first!.id}/sightings`, { count: 3 });
  const text =
    '# Summary\n\nPatch **now**, and look for `w3wp.exe`.\n\n| product | version |\n|---|---|\n| Exchange | 2019 |';
  const draft = {
    kind: 'alert',
    title: 'Exchange servers under attack',
    tlp: 'green',
    severity: 'critical',
    body: text,
  };
  const made = await bo('POST', '/api/v1/advisories', draft);
  await bo('POST', `/api/v1/advisories/${String(made.body['id'])}/publish`, {});
  await searched(hub);
  const { id: job } = await imported(hub, alliance.people.ana, TABLE, { tlp: 'green', name: 'hosts.csv' });
  return { advisory: String(made.body['id']), indicator: first!.id, search, job };
}

/** What ana writes: one under review, and a request that was answered. */
async function furnishDesk({ alliance }: Scene): Promise<{ draft: string; request: string }> {
  const [ana, bo, cy] = [
    alliance.api(alliance.people.ana),
    alliance.api(alliance.people.bo),
    alliance.api(alliance.people.cy),
  ];
  const text = {
    kind: 'joint-attribution',
    title: 'Joint statement on SILK HERON',
    tlp: 'amber',
    severity: 'critical',
    body: '## Statement\n\nTwo members hold **SILK HERON** responsible.\n\n## Basis\n\n| what | who |\n|---|---|\n| logs | cert-a |',
    actor: { type: 'threat-actor', name: 'SILK HERON', aliases: ['UNC-0042'] },
    campaign: 'March mailbox campaign',
    confidence: 85,
    techniques: ['T1190'],
    vulnerabilities: [{ cve: 'CVE-2026-1234', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'] }],
    products: [{ vendor: 'Example', name: 'Mail gateway', version: '< 7.3', status: 'affected' }],
    evidence: [{ title: 'Forensic report of cert-a', sha256: 'a'.repeat(64) }],
    references: [{ title: 'Vendor', url: 'https://vendor.example/advisory' }],
    signers: ['cert-a', 'cert-b'],
  };
  const { body, headers } = await ana('POST', '/api/v1/advisories', text);
  const path = `/api/v1/advisories/${String(body['id'])}`;
  const second = { ...text, body: text.body.replace('Two members', 'Two members, in one voice,') };
  await ana('PUT', `${path}/work`, second, { 'if-match': headers.get('etag') ?? '' });
  await ana('POST', `${path}/review`, {});
  await bo('POST', `${path}/comments`, { body: 'By when?', passage: 'Two members' });
  const asked = {
    kind: 'request-for-information',
    title: 'Who has seen this loader?',
    tlp: 'green',
    body: 'Have you?',
  };
  const { body: made } = await ana('POST', '/api/v1/advisories', asked);
  const request = `/api/v1/advisories/${String(made['id'])}`;
  await ana('POST', `${request}/publish`, {});
  await bo('POST', `${request}/answers`, { content: 'Twice, **in March**.' });
  await cy('POST', `${request}/acknowledgements`, { answer: 'acting', note: 'looking into it' });
  return { draft: String(body['id']), request: String(made['id']) };
}
