import { withBrowser } from './support/browser.js';
import { drop, foundIn, type Scene, startScene } from './support/console.js';

const LONG = 180_000;
const LETTER = [
  'X-Spam: no',
  ...Array.from({ length: 7 }, (_, i) => `X-Hop-${i}: relay-${i}`),
  'From: Ana <ana@cert-a.example>',
  'To: all@alliance.example',
  'Subject: a lure',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  ...(Buffer.from(
    `It leads to hxxps://lure[.]letter[.]example/owa and to 203.0.113[.]90. ${'Do not follow it. '.repeat(90)}`,
  )
    .toString('base64')
    .match(/.{1,76}/g) ?? []),
].join('\r\n');

withBrowser('files given to the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it(
    'looks at a list as at a pasted one, in whatever encoding: each value chosen or not, and under a label of its own',
    async () => {
      const { alliance } = scene;
      const known = { value: 'known.night.example', tlp: 'green' };
      await alliance.api(alliance.people.bo)('POST', '/api/v1/indicators', known);
      await using window = await scene.window(alliance.people.ana);
      const { page, deeds } = window;
      await page.goto('/submit');
      const list =
        '# Nachtschicht, für alle\r\nknown[.]night[.]example\r\n8.8.8.8\r\nnew.night.example\r\nown.night.example\r\n';
      await drop(page, 'night.ioc', Buffer.from(`\uFEFF${list}`, 'utf16le'));
      await page.getByText('From the file “night.ioc”', { exact: true }).waitFor();
      await page.getByText('4 of 4 chosen').waitFor();
      expect(await page.getByLabel('Values').inputValue()).toBe(list.replaceAll('\r', ''));
      const row = (name: string) => page.getByRole('row').filter({ hasText: name });
      await row('known[.]night').getByRole('link', { name: 'shared by 1 member' }).waitFor();
      await row('8[.]8[.]8[.]8').getByText('warninglist').waitFor();
      await page.getByRole('button', { name: 'Without 1 on warninglists' }).click();
      await page.getByRole('combobox', { name: /^TLP/ }).selectOption('green');
      await page.getByLabel('Label of own[.]night[.]example').selectOption('amber');
      await page.getByRole('region', { name: 'TLP:AMBER' }).getByText('4 of 4 members will see this').waitFor();
      await page.getByRole('button', { name: 'Share 3 values' }).click();
      await page.getByText('3 created').waitFor();
      await page.getByText('From the file “night.ioc”, changed since').waitFor();
      expect(await foundIn(scene, 'domain:night.example tlp:amber')).toHaveLength(1);
      await page.getByLabel('Values').fill('');
      await page.getByText('From the file').waitFor({ state: 'detached' });
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'looks at a report, a letter and a list with ports as at a pasted report',
    async () => {
      await using window = await scene.window(scene.alliance.people.ana);
      const { page, deeds } = window;
      await page.goto('/submit');
      const report = `Une campagne contre des ministères, vue en février.\nElle parle à relais[.]rapport[.]example et à 203.0.113[.]91, “souvent”.\n`;
      await drop(page, 'rapport.md', windows1252(report));
      await page.getByText('2 of 2 chosen').waitFor();
      await page.getByLabel('Share relais[.]rapport[.]example').waitFor();
      expect(await page.getByLabel('Values').inputValue()).toBe(report);
      await drop(page, 'lure.eml', LETTER);
      await page.getByLabel('Share hxxps://lure[.]letter[.]example/owa').waitFor();
      await page.getByLabel('Share 203[.]0[.]113[.]90').waitFor();
      await drop(page, 'ports.list', '203.0.113.92:8080\n203.0.113.93;a server\n203.0.113.94:443\n');
      await page.getByText('3 of 3 chosen').waitFor();
      await page.getByText('From the file “ports.list”', { exact: true }).waitFor();
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'leaves to a job what is a table, no text, or more than one looks through',
    async () => {
      await using window = await scene.window(scene.alliance.people.ana);
      const { page, deeds } = window;
      await page.goto('/submit');
      const many = Array.from({ length: 10_001 }, (_, i) => `n${i}.many.example`);
      for (const [name, content] of [
        ['table.csv', 'value,tlp\na.table.example,green\nb.table.example,amber\n'],
        ['bundle.txt', '{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[]}'],
        ['program.bin', Uint8Array.from([1, 0, 0, 2, 0, 0, 0, 3, 10, 0, 65])],
        ['many.txt', many.join('\n')],
      ] as const) {
        await drop(page, name, content);
        await page.getByRole('heading', { name }).waitFor();
        await page.getByRole('button', { name: 'Another file' }).click();
        expect(await page.getByLabel('Values').inputValue()).toBe('');
      }
      await drop(page, 'enough.txt', many.slice(1).join('\n'));
      await page.getByText('10000 of 10000 chosen').waitFor();
      expect(deeds).toEqual([]);
    },
    LONG,
  );
});

/** In Windows-1252, where what it has besides Latin-1 are these quotes. */
const windows1252 = (text: string): Buffer =>
  Buffer.from(text.replaceAll('“', '\u0093').replaceAll('”', '\u0094'), 'latin1');
