import { faultsOf } from './support/axe.js';
import { withBrowser } from './support/browser.js';
import { drop, foundIn, type Scene, startScene } from './support/console.js';
import { indicator } from './support/taxii.js';
import { until } from './support/until.js';

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
    scene = await startScene({ IMPORT_LIMIT: '1000000' });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('looks at a list as at a pasted one, in whatever encoding: each value chosen or not, and under a label of its own', async () => {
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
  });

  it('looks at a report, a letter and a list with ports as at a pasted report', async () => {
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
  });

  it('leaves to a job what is a table, no text, or more than one looks through', async () => {
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
    await page.getByText('10,000 of 10,000 chosen').waitFor();
    expect(deeds).toEqual([]);
  });

  it('says of what a file brings which the hub has or warns of, in tables and in patterns, as far as one sees it', async () => {
    const { alliance } = scene;
    const bo = alliance.api(alliance.people.bo);
    await bo('POST', '/api/v1/indicators', { value: 'known.job.example', tlp: 'green' });
    const own = { value: 'hidden.job.example', tlp: 'amber+strict', audience: 'organisation' };
    await bo('POST', '/api/v1/indicators', own);
    await using window = await scene.window(alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    const values = ['known.job.example', 'hidden.job.example', '8.8.8.8', 'no such thing', 'known[.]job.example'];
    const rest = Array.from({ length: 30 }, (_, i) => `n${i}.job.example`);
    await drop(page, 'job.csv', `value,tlp\n${[...values, ...rest].map((value) => `${value},green`).join('\n')}\n`);
    const row = (place: string) => page.getByRole('row', { name: new RegExp(`^${place} `) });
    await row('line 2').getByRole('link', { name: 'shared by 1 member' }).waitFor();
    await row('line 3').getByText('new to you').waitFor(); // what one may not see one is not told of
    await row('line 4').getByText('warninglist').waitFor();
    await row('line 5').getByText('refused').waitFor();
    await row('line 6').getByRole('link', { name: 'shared by 1 member' }).waitFor();
    expect(await row('line 22').count()).toBe(0);
    await page.getByRole('button', { name: 'Show 15 more' }).click();
    await row('line 22').waitFor();
    expect(await page.getByText('were looked at').count()).toBe(0);
    await page.getByRole('button', { name: 'Another file' }).click();
    const objects = ['known.job', 'new.job'].map((name) => indicator(name));
    await drop(page, 'job.json', JSON.stringify({ type: 'bundle', id: `bundle--${crypto.randomUUID()}`, objects }));
    const cell = page.getByRole('row').filter({ hasText: 'known[.]job' });
    await cell.getByRole('link', { name: 'shared by 1 member' }).waitFor();
    await page.getByRole('row').filter({ hasText: 'new[.]job' }).getByText('new to you').waitFor();
    expect(deeds).toEqual([]);
  });

  it('says which part of a file it looked at, in both languages', async () => {
    const { alliance } = scene;
    await using window = await scene.window(alliance.people.ana);
    await window.page.goto('/submit');
    const long = 'x'.repeat(1_000);
    const rows = Array.from({ length: 3_100 }, (_, i) => `n${i}.part.example,${long}`);
    const large = `value,description\n${rows.join('\n')}\n`;
    await drop(window.page, 'large.csv', large);
    await window.page.getByText('The first 256 KiB of 3 MiB were looked at').waitFor();
    await window.page.getByRole('button', { name: 'Another file' }).click();
    await drop(window.page, 'many.csv', `value,tlp\n${'m.part.example,green\n'.repeat(1_001)}`);
    await window.page.getByText('The first 1,000 items were looked at').waitFor();
    await window.page.getByRole('button', { name: 'Another file' }).click();
    // a document that is cut off shows nothing, which does not mean that nothing is in it
    const notes = 'n'.repeat(300_000);
    await drop(window.page, 'event.json', JSON.stringify({ Event: { info: 'Long', notes, Attribute: [] } }));
    await window.page.getByText('Nothing of that part can be shown before it is imported.').waitFor();
    await window.page.getByText('The first 256 KiB of 293 KiB were looked at').waitFor();
    await using french = await scene.window(alliance.people.ana, { language: 'fr' });
    await french.page.goto('/submit');
    await drop(french.page, 'large.csv', large);
    await french.page.getByText('Seuls les premiers 256 Kio sur 3 Mio ont été examinés').waitFor();
    expect([...window.deeds, ...french.deeds]).toEqual([]);
  });

  it('says how much of a file is sent, and stops sending it: then nothing of it is kept', async () => {
    const { alliance } = scene;
    await using window = await scene.window(alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    const rows = (count: number) => Array.from({ length: count }, (_, i) => `n${i}.sent.example,green`).join('\n');
    await drop(page, 'sent.csv', `value,tlp\n${rows(30_000)}`);
    await page.getByRole('combobox', { name: /^TLP/ }).selectOption('green');
    const begin = page.getByRole('button', { name: 'Import this file' });
    await begin.and(page.locator(':enabled')).waitFor();
    const network = await window.context.newCDPSession(page);
    await network.send('Network.enable');
    const slowly = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await slowly(6_000);
    await begin.click();
    const bar = page.getByRole('progressbar', { name: 'Sending sent.csv' });
    await bar.waitFor();
    await until('some of it to be sent', async () => {
      const share = Number(await bar.getAttribute('aria-valuenow'));
      return share > 0 && share < 100;
    });
    await page.getByText(/^[1-9]\d? % sent$/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await bar.waitFor({ state: 'detached' });
    expect(await page.getByRole('alert').count()).toBe(0);
    await slowly(-1);
    const ana = alliance.api(alliance.people.ana);
    await until('nothing of it to be kept', async () => {
      const { body } = await ana<{ items: { name: string }[] }>('GET', '/api/v1/imports');
      return body.items.every(({ name }) => name !== 'sent.csv');
    });
    // what the hub refuses it says in its words, as of any request
    await page.getByRole('button', { name: 'Another file' }).click();
    await drop(page, 'too-large.csv', `value,tlp\n${rows(60_000)}`);
    await begin.and(page.locator(':enabled')).click();
    await page.getByRole('alert').getByText('a file has at most 1000000 bytes').waitFor();
    await page.getByRole('button', { name: 'Another file' }).click();
    await drop(page, 'sent.csv', `value,tlp\n${rows(300)}`);
    await begin.and(page.locator(':enabled')).click();
    await page.getByText('300 items read, 100 %').waitFor();
    expect(deeds).toEqual([]);
  });
});

/** In Windows-1252, where what it has besides Latin-1 are these quotes. */
const windows1252 = (text: string): Buffer =>
  Buffer.from(text.replaceAll('“', '\u0093').replaceAll('”', '\u0094'), 'latin1');
