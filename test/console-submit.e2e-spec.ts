import { withBrowser } from './support/browser.js';
import { foundIn, type Scene, startScene } from './support/console.js';
import { PASSWORD, type Person } from './support/people.js';

const HASH = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';
const REPORT = `Harvest: a campaign against ministries

In March the actor sent letters from billing[@]harvest-mail[.]example and asked for passwords at hxxps://signin[.]harvest[.]example/owa/auth on each of them.
The tool (SHA-256 ${HASH}) spoke to 203.0.113[.]77 every hour.
Before that it looked whether 8.8.8.8 answers.
`;

withBrowser('submitting in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const found = (q: string) => foundIn(scene, q);

  it('has what was pasted, its label and its audience again when the page is loaded anew or the session ended, for nobody else', async () => {
    const { ana, al } = scene.alliance.people;
    await using window = await scene.window(ana);
    const { page, context } = window;
    await page.goto('/submit');
    await page.getByLabel('Values').fill('198.51.100.77\n198.51.100.78');
    await page.getByLabel('TLP').selectOption('amber');
    await page.getByLabel('For whom').selectOption('organisation');
    await page.getByLabel('Labels').fill('later');
    const isThere = async () => {
      await page.getByRole('button', { name: 'Share 2 values' }).waitFor();
      expect(await page.getByLabel('Values').inputValue()).toBe('198.51.100.77\n198.51.100.78');
      expect(await page.getByLabel('TLP').inputValue()).toBe('amber');
      expect(await page.getByLabel('For whom').inputValue()).toBe('organisation');
      expect(await page.getByLabel('Labels').inputValue()).toBe('later');
    };
    await isThere();
    await page.reload();
    await isThere();
    const signIn = async (who: Person, label: string) => {
      await context.clearCookies();
      // the next request tells that the session is over: that of this, or one that was on its way
      const choosing = page.getByLabel('TLP').selectOption(label, { timeout: 5_000 });
      await choosing.catch(() => undefined);
      await page.waitForURL(/sign-in/);
      await page.getByLabel('E-mail').fill(who.email);
      await page.locator('input[name=password]').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/\/submit/);
    };
    await signIn(ana, 'green');
    await page.getByRole('button', { name: 'Share 2 values' }).waitFor();
    expect(await page.getByLabel('TLP').inputValue()).toMatch(/^(?:amber|green)$/);
    await signIn(al, 'amber+strict');
    expect(await page.getByLabel('Values').inputValue()).toBe('');
    expect(await page.getByLabel('TLP').inputValue()).toBe('');
  });

  it('has what was filled into the form again, too, and nothing that is TLP:RED once the page is loaded anew', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page } = window;
    await page.goto('/submit?by=form');
    const value = page.getByRole('textbox', { name: 'Value' });
    await value.fill('198.51.100.79');
    await page.getByRole('textbox', { name: 'Name' }).fill('kept');
    await page.getByLabel('TLP').selectOption('amber');
    const isThere = async () => {
      await page.getByText('ipv4-addr').first().waitFor();
      expect(await value.inputValue()).toBe('198.51.100.79');
      expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('kept');
      expect(await page.getByLabel('TLP').inputValue()).toBe('amber');
    };
    await isThere();
    await page.reload();
    await isThere();
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.waitForURL(/\/search/);
    await page.goBack();
    await isThere();
    await page.getByLabel('TLP').selectOption('red');
    await page.reload();
    await page.getByRole('button', { name: /^Share/ }).waitFor();
    expect(await value.inputValue()).toBe('');
  });

  it('reads a pasted report, lets one choose, says who will see it, and shares what was chosen', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    await page.getByLabel('Values').fill(REPORT);
    await page.getByText('4 of 5 chosen').waitFor();
    // what stands in a warninglist is doubted, and not chosen
    await page
      .getByRole('row', { name: /8\[\.\]8/ })
      .getByText('warninglist')
      .waitFor();
    expect(await page.getByLabel('Share 8[.]8[.]8[.]8').isChecked()).toBe(false);
    await page.getByLabel('Share billing[@]harvest-mail[.]example').uncheck();
    await page.getByText('3 of 5 chosen').waitFor();
    const share = page.getByRole('button', { name: 'Share 3 values' });
    expect(await share.isDisabled()).toBe(true);
    await page.getByLabel('TLP').selectOption('green');
    await page.getByText('4 of 4 members will see this').waitFor();
    await page.getByLabel(`Label of ${HASH}`).selectOption('amber');
    // what has a label of its own is asked for by itself
    const reached = (label: string) => page.getByRole('region', { name: `TLP:${label}` });
    await reached('AMBER').getByText('4 of 4 members will see this').waitFor();
    await reached('GREEN').getByText('4 of 4 members will see this').waitFor();
    await page.getByLabel('For whom').selectOption('list');
    await page.getByLabel(`Label of ${HASH}`).selectOption('amber+strict');
    await page.getByRole('checkbox', { name: 'cert-b', exact: true }).check();
    await reached('AMBER+STRICT').getByText('2 of 4 members will see this').waitFor();
    await page.getByLabel(`Label of ${HASH}`).selectOption('amber');
    for (const label of ['AMBER', 'GREEN']) await reached(label).getByText('2 of 4 members will see this').waitFor();
    await page.getByLabel('For whom').selectOption('all');
    await reached('GREEN').getByText('4 of 4 members will see this').waitFor();
    await page.getByLabel('Labels').fill('harvest');
    await share.click();
    await page.getByText('3 created').waitFor();
    const objects = await found('label:harvest');
    expect(objects.map(({ pattern }) => String(pattern)).toSorted()).toEqual([
      `[file:hashes.'SHA-256' = '${HASH}']`,
      "[ipv4-addr:value = '203.0.113.77']",
      "[url:value = 'https://signin.harvest.example/owa/auth']",
    ]);
    expect((await found('label:harvest tlp:amber')).length).toBe(1);
    expect(await page.locator('a[href*="harvest"]').count()).toBe(0);
    expect(deeds).toEqual([]);
  });

  it('takes a list value by value: what it makes of each, twice is once, left out, and under a label of its own', async () => {
    const { alliance } = scene;
    await alliance.api(alliance.people.bo)('POST', '/api/v1/indicators', { value: 'had.list.example', tlp: 'green' });
    await using window = await scene.window(alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    const many = Array.from({ length: 300 }, (_, i) => `n${i}.list.example`);
    const text = [
      '# from the night shift',
      'had[.]list[.]example',
      '8.8.8.8',
      ...many,
      'n7.list.example',
      'N9[.]list.example',
      'no such thing',
    ];
    await page.getByLabel('Values').fill('10.0.0.0/8');
    await page.getByText('too broad').waitFor();
    await page.getByText('0 of 1 chosen').waitFor();
    await page.getByLabel('Values').fill(text.join('\n'));
    await page.getByText('304 of 304 chosen').waitFor();
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('had[.]list[.]example').getByRole('link', { name: 'shared by 1 member' }).waitFor();
    expect(await row('had[.]list[.]example').getByRole('cell').nth(1).innerText()).toBe('2');
    await row('8[.]8[.]8[.]8').getByText('warninglist').waitFor();
    expect(await row('n7[.]list').getByRole('cell').nth(1).innerText()).toMatch(/^11\s×2$/);
    await page.getByRole('button', { name: /^Show 104 more/ }).click();
    await row('no such thing').getByText('can’t be told').waitFor();
    await row('as line 13').getByRole('checkbox').uncheck();
    expect(await row('as line 13').innerText()).toContain('N9[.]list');
    await page.getByRole('button', { name: 'Without 1 on warninglists' }).click();
    await page.getByLabel('Share no such thing').uncheck();
    await page.getByText('301 of 304 chosen').waitFor();
    await page.getByRole('combobox', { name: /^TLP/ }).selectOption('green');
    await page.getByLabel('Label of n0[.]list[.]example').selectOption('amber');
    await page.getByRole('region', { name: 'TLP:AMBER' }).getByText('4 of 4 members will see this').waitFor();
    await page.getByRole('button', { name: 'Share 301 values' }).click();
    await page.getByText('301 created').waitFor();
    expect(await page.getByLabel('Values').inputValue()).toBe('8.8.8.8\nN9[.]list.example\nno such thing');
    expect(await found('domain:n0.list.example tlp:amber')).toHaveLength(1);
    expect(await found('domain:list.example tlp:green from:cert-a')).toHaveLength(300);
    expect(deeds).toEqual([]);
  });

  it('takes one indicator by a form: by value or by pattern, and says at the field what can’t be taken', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    await page.getByText('Form', { exact: true }).click();
    await page.waitForURL(/by=form/);
    await page.getByRole('textbox', { name: 'Value' }).fill('hxxps://one[.]example/form');
    await page.getByText('new to you').waitFor();
    await page.getByLabel('Name').fill('Login page');
    await page.getByLabel('Labels').fill('form, lure');
    await page.getByLabel('Confidence').fill('80');
    await page.getByLabel('Valid from (UTC)').fill('2026-03-02');
    await page.getByLabel('Valid until (UTC)').fill('2026-03-01');
    await page.getByLabel('TLP').selectOption('amber');
    await page.getByText('4 of 4 members will see this').waitFor();
    await page.getByRole('button', { name: 'Share this indicator' }).click();
    await page.getByLabel('Valid until (UTC)').and(page.locator('[aria-invalid=true]')).waitFor();
    await page.getByLabel('Valid until (UTC)').fill('2027-03-01');
    await page.getByLabel('Labels').fill('x'.repeat(101));
    await page.getByRole('button', { name: 'Share this indicator' }).click();
    await page.getByLabel('Labels').and(page.locator('[aria-invalid=true]')).waitFor();
    await page.getByLabel('Labels').fill('form, lure');
    await page.getByRole('button', { name: 'Share this indicator' }).click();
    await page.getByText('1 created').waitFor();
    await page.getByText('Pattern', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Pattern' }).fill("[domain-name:value = 'two.example'");
    await page.getByRole('button', { name: 'Share this indicator' }).click();
    await page.getByText('1 refused').waitFor();
    await page.getByRole('textbox', { name: 'Pattern' }).and(page.locator('[aria-invalid=true]')).waitFor();
    await page.getByRole('textbox', { name: 'Pattern' }).fill("[domain-name:value = 'two.example']");
    await page.getByLabel('Labels').fill('form');
    await page.getByRole('button', { name: 'Share this indicator' }).click();
    await page.getByText('1 created').waitFor();
    const objects = (await found('label:form')).toSorted((a, b) => String(a.name).localeCompare(String(b.name)));
    expect(objects).toMatchObject([
      {
        pattern: "[url:value = 'https://one.example/form']",
        name: 'Login page',
        labels: ['form', 'lure'],
        confidence: 80,
        valid_from: '2026-03-02T00:00:00Z',
        valid_until: '2027-03-01T23:59:59Z',
      },
      { pattern: "[domain-name:value = 'two.example']", labels: ['form'] },
    ]);
    expect(deeds).toEqual([]);
  });

  it('tells by the hub’s own rule who will see it: a group, named people, and why nobody can', async () => {
    const { alliance } = scene;
    const root = alliance.api(alliance.people.root);
    const { body } = await root<{ id: string }>('POST', '/api/v1/groups', { name: 'northern CERTs' });
    for (const name of ['cert-a', 'cert-c'] as const)
      await root('PUT', `/api/v1/groups/${body.id}/members/${alliance.org[name]}`, {});
    await using window = await scene.window(alliance.people.ana);
    const { page, deeds } = window;
    await page.goto('/submit');
    await page.getByLabel('Values').fill('reach.example');
    await page.getByLabel('TLP').selectOption('amber');
    await page.getByLabel('For whom').selectOption('group');
    await page.getByText('Nobody is chosen yet.').waitFor();
    await page.getByLabel('A sharing group').selectOption({ label: 'northern CERTs' });
    await page.getByText('2 of 4 members will see this').waitFor();
    expect(await page.locator('.reached').innerText()).toMatch(/cert-a\s+cert-c/);
    await page.getByLabel('TLP').selectOption('red');
    await page.getByLabel('People that I name').fill('nobody@cert-b.example');
    await page.getByText('one of the people is not known here').waitFor();
    expect(await page.getByRole('button', { name: 'Share 1 value' }).isDisabled()).toBe(true);
    await page.getByLabel('People that I name').fill(alliance.people.bo.email);
    await page.getByText('2 people will see this').waitFor();
    await page.getByRole('button', { name: 'Share 1 value' }).click();
    await page.getByText('1 created').waitFor();
    expect(deeds).toEqual([]);
  });
});
