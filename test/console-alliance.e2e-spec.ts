import { readFileSync } from 'node:fs';
import { withBrowser } from './support/browser.js';
import { dialogOf, enter, type Scene, startScene } from './support/console.js';
import { rowsOf } from './support/people.js';

withBrowser('the alliance’s administration in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('says why the last administrator can’t be suspended, and shows nothing to who may not', async () => {
    const { people } = scene.alliance;
    await using window = await scene.window(people.root);
    const { page, deeds } = window;
    await page.goto('/people');
    await page.getByRole('button', { name: 'Actions for root' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    await dialogOf(page).getByLabel('Reason').fill('to see');
    await dialogOf(page).getByRole('button', { name: 'Suspend' }).click();
    await dialogOf(page).getByText('This is the last administrator who can sign in.').waitFor();
    await using analyst = await scene.window(people.ana);
    const menu = analyst.page.getByRole('navigation', { name: 'Screens' });
    await menu.getByRole('link', { name: 'Members' }).waitFor();
    for (const name of ['People', 'API keys', 'Webhooks', 'Audit record', 'Health'])
      expect([name, await menu.getByRole('link', { name }).count()]).toEqual([name, 0]);
    await analyst.page.goto('/keys');
    await analyst.page.getByRole('heading', { name: 'API keys: not for you' }).waitFor();
    expect([...deeds, ...analyst.deeds]).toEqual([]);
  });

  it('proposes, admits, describes and suspends a member, and keeps sharing groups', async () => {
    const { people, api } = scene.alliance;
    await using window = await scene.window(people.root);
    const { page, deeds } = window;
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForURL(/\/members/);
    await page.getByRole('button', { name: 'Propose a member' }).click();
    await dialogOf(page).getByLabel(/^Name/).fill('CERT Estonia');
    await dialogOf(page).getByLabel('Short name').fill('cert-ee');
    await dialogOf(page).getByLabel('Country').fill('est');
    await dialogOf(page).getByLabel('Blocs').fill('EU, NATO');
    await dialogOf(page).getByRole('button', { name: 'Propose' }).click();
    await page.getByRole('heading', { name: 'CERT Estonia' }).waitFor();
    await page.getByRole('button', { name: 'Admit' }).click();
    await dialogOf(page).getByLabel('Reason').fill('decided on 3 May');
    await dialogOf(page).getByRole('button', { name: 'Admit' }).click();
    await page.getByText('CERT Estonia is admitted').waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await dialogOf(page).getByRole('button', { name: 'Add a contact' }).click();
    await dialogOf(page).getByLabel('For what').fill('duty officer');
    await dialogOf(page).getByLabel('Telephone').fill('+372 663 0299');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: '+372 663 0299' }).waitFor();
    await page.getByRole('button', { name: 'Suspend' }).click();
    await dialogOf(page).getByText('Suspend CERT Estonia?').waitFor();
    await dialogOf(page).getByLabel('Reason').fill('keys in a paste');
    await dialogOf(page).getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('CERT Estonia is suspended').waitFor();
    await page.goto('/members?show=suspended');
    await page.getByText('1 member').waitFor();
    await page.getByRole('row', { name: /cert-ee.*EST.*suspended/ }).waitFor();
    await page.goto('/groups');
    await page.getByText('A group is an audience').waitFor();
    await page.getByRole('button', { name: 'Make a group' }).first().click();
    await dialogOf(page).getByLabel('Name').fill('Falcon');
    await dialogOf(page).getByLabel('cert-a').check();
    await dialogOf(page).getByLabel('cert-b').check();
    await dialogOf(page).getByRole('button', { name: 'Make it' }).click();
    const falcon = page.getByRole('region', { name: 'Falcon' });
    await falcon.getByText('cert-b').waitFor();
    await falcon.getByRole('button', { name: 'Add a member' }).click();
    await dialogOf(page).getByLabel('Member').selectOption({ label: 'CERT-C' });
    await dialogOf(page).getByRole('button', { name: 'Add a member' }).click();
    await falcon.getByText('cert-c').waitFor();
    await falcon.getByRole('button', { name: 'Remove cert-b from Falcon' }).click();
    await dialogOf(page).getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('cert-b has left Falcon').waitFor();
    const seen = async (who: 'ana' | 'bo') =>
      (await api(people[who])<{ items: object[] }>('GET', '/api/v1/groups')).body.items.length;
    expect([await seen('ana'), await seen('bo')]).toEqual([1, 0]);
    await using bo = await scene.window(people.bo);
    await bo.page.goto('/groups');
    await bo.page.getByText('Your organisation is in none.').waitFor();
    expect([...deeds, ...bo.deeds]).toEqual([]);
  });

  it('imports and removes warning lists, tells how the hub does, narrows and saves the audit record and finds what was altered', async () => {
    await using window = await scene.window(scene.alliance.people.root);
    const { page, deeds } = window;
    await page.goto('/warninglists');
    await page.getByRole('button', { name: 'Import a list' }).click();
    const list = {
      name: 'Our own resolvers',
      description: 'd',
      version: 3,
      type: 'string',
      list: ['192.0.2.53', '192.0.2.54'],
    };
    const file = (content: string) => ({
      name: 'list.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });
    await dialogOf(page).getByLabel('A list of MISP’s').setInputFiles(file('{"name":1}'));
    await dialogOf(page).getByText('This is not a warning list').waitFor();
    await dialogOf(page)
      .getByLabel('A list of MISP’s')
      .setInputFiles(file(JSON.stringify(list)));
    await dialogOf(page).getByText('2 entries').waitFor();
    expect(await dialogOf(page).getByLabel('Id').inputValue()).toBe('our-own-resolvers');
    await dialogOf(page).getByRole('button', { name: 'Import' }).click();
    await page.getByText('“Our own resolvers” is in use').waitFor();
    await page.getByRole('button', { name: 'Remove Our own resolvers' }).click();
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('“Our own resolvers” is removed').waitFor();
    await page.goto('/health');
    await page.getByText('serving', { exact: true }).waitFor();
    await page.getByText(/\d+ open, \d+ idle, 0 waiting/).waitFor();
    await page.goto('/audit');
    await page.getByLabel('What', { exact: true }).selectOption('warninglist.');
    await page.waitForURL(/action=warninglist/);
    await page.getByRole('row', { name: /root.*warninglist\.remove.*our-own-resolvers/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as NDJSON' }).click();
    const saved = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(saved.map((text) => (JSON.parse(text) as { action: string }).action)).toEqual([
      'warninglist.remove',
      'warninglist.import',
    ]);
    await page.getByLabel('From day').fill('2020-01-01');
    await page.getByLabel('To day').fill('2020-01-02');
    await page.getByText('No such record').waitFor();
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await page.getByText(/\d+ records, unaltered/).waitFor();
    await rowsOf(scene.hub, 'alter table audit_record disable trigger audit_record_stays');
    await rowsOf(
      scene.hub,
      `update audit_record set record = replace(record, 'warninglist.import', 'warninglist.remove')`,
    );
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await page.getByText(/Record #\d+ is not what was written/).waitFor();
    expect(deeds).toEqual([]);
  });

  it('greets a new administrator with first steps, ticks what the hub says is done, and can be put away', async () => {
    const admin = await scene.alliance.person('secretariat', 'org-admin', 'nia');
    await using window = await scene.window();
    const { page, deeds } = window;
    await enter(page, admin);
    const steps = page.getByRole('region', { name: 'First steps' });
    await steps.getByText('of 6 done').waitFor();
    expect(await steps.locator('li', { hasText: 'Make an API key' }).getAttribute('data-done')).toBe('false');
    await scene.alliance.api(admin)('POST', '/api/v1/keys', { name: 'first', scopes: ['read'] });
    await page.reload();
    await steps.locator('li[data-done=true]', { hasText: 'Make an API key' }).waitFor();
    await steps.getByText('Save a search that tells you').waitFor();
    await steps.getByRole('link', { name: 'Submit' }).click();
    await page.getByLabel('Values').fill('first.example');
    await page.getByText('1 of 4 members will see this').waitFor();
    expect(await page.getByLabel('For whom').inputValue()).toBe('organisation');
    await page.goBack();
    await steps.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.goBack();
    await steps.getByRole('button', { name: 'Put away' }).click();
    await steps.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.light[data-light=live]').waitFor();
    expect(await steps.count()).toBe(0);
    expect(deeds).toEqual([]);
  });
});
