import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withBrowser } from './support/browser.js';
import { dialogOf, goTo, readyLine, type Scene, startScene } from './support/console.js';
import { registered } from './support/keys.js';
import { rowsOf } from './support/people.js';
import { until } from './support/until.js';

const run = promisify(execFile);
/** As somebody does who pastes it into a shell. */
const pasted = async (line: string) => (await run('sh', ['-c', line], { timeout: 20_000 })).stdout;

withBrowser('an organisation’s administration in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('invites by a link that is shown once, changes roles and takes that back, and suspends for a reason', async () => {
    const { people } = scene.alliance;
    await using window = await scene.window(people.adminA);
    const { page, deeds } = window;
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await page.waitForURL(/\/people/);
    await page
      .getByRole('row', { name: /ana@cert-a/ })
      .getByText('Analyst')
      .waitFor();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await dialogOf(page).getByLabel('E-mail').fill('ines@cert-a.example');
    await dialogOf(page).getByRole('button', { name: 'Make the link' }).click();
    await dialogOf(page).getByText('it is not shown again').waitFor();
    const link = await readyLine(page, 'One-time link');
    expect(link).toMatch(/\/invite#[\w-]{43}$/);
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('row', { name: /ines@cert-a.*joining/ }).waitFor();
    expect(await page.content()).not.toContain(link);
    await using other = await scene.window();
    await other.page.goto(link);
    await other.page.getByLabel('Your name').fill('Ines');
    await other.page.locator('input[name=password]').fill('three herons stand in fog');
    await other.page.locator('button[type=submit]').click();
    await other.page.waitForURL(/\/sign-in/);
    await page.reload();
    const ines = page.getByRole('row', { name: /Ines/ });
    await ines.getByText('never').waitFor();
    await page.getByRole('button', { name: 'Actions for Ines' }).click();
    await page.getByRole('menuitem', { name: 'Make Reader' }).click();
    await page.getByText('Ines is Reader now').waitFor();
    await ines.getByText('Reader').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await ines.getByText('Analyst').waitFor();
    await page.getByRole('button', { name: 'Actions for Ines' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    await dialogOf(page).getByText('Suspend Ines?').waitFor();
    await dialogOf(page).getByLabel('Reason').fill('left the service');
    await dialogOf(page).getByRole('button', { name: 'Suspend' }).click();
    await ines.getByText('suspended').waitFor();
    await page.goto('/audit?action=person.');
    await page.getByRole('row', { name: /person\.amend.*left the service/ }).waitFor();
    expect(await page.getByRole('row', { name: /left the service/ }).innerText()).toMatch(/active → suspended/);
    expect(deeds).toEqual([]);
  });

  it('makes a key, shows it once, and the lines that it shows work when they are pasted into a shell', async () => {
    const { people, keys, api } = scene.alliance;
    await api(keys.b)('POST', '/api/v1/indicators', { value: 'pasted.example', tlp: 'green', confidence: 90 });
    await using window = await scene.window(people.adminA);
    const { page, deeds } = window;
    await page.goto('/keys');
    await page.getByRole('button', { name: 'Make a key' }).first().click();
    await dialogOf(page).getByLabel('Name').fill('SIEM, production');
    await dialogOf(page).getByLabel('submit: share indicators').check();
    await dialogOf(page).getByLabel('From addresses').fill('127.0.0.0/8');
    await dialogOf(page).getByRole('button', { name: 'Make it' }).click();
    await page.getByText('The key “SIEM, production”').first().waitFor();
    const key = await readyLine(page, 'API key');
    expect(key).toMatch(/^tocsin_[0-9a-f]{16}_[0-9a-f]{64}$/);
    expect(JSON.parse(await pasted(await readyLine(page, 'curl: what this key may do')))).toMatchObject({
      key: { name: 'SIEM, production' },
      scopes: ['read', 'feed', 'submit'],
    });
    expect(await pasted(await readyLine(page, 'curl: search'))).toContain('pasted.example');
    const shared = await pasted(await readyLine(page, 'curl: share an indicator with your own organisation alone'));
    expect(JSON.parse(shared)).toMatchObject({ outcome: 'created' });
    expect(JSON.parse(await pasted(await readyLine(page, 'TAXII 2.1: try it')))).toHaveProperty('collections');
    const list = await readyLine(page, 'Blocking list');
    expect(await pasted(list.replace(/ -o \S+$/, ''))).toContain('\npasted.example\n');
    const discovery = await readyLine(page, 'TAXII 2.1: discovery URL');
    const feed = `${await readyLine(page, 'MISP: feed URL')}/manifest.json`;
    for (const url of [discovery, feed])
      expect(JSON.parse(await pasted(`curl -sS -u 'x:${key}' '${url}'`))).toEqual(expect.any(Object));
    const following = await readyLine(page, 'curl: follow the live feed');
    const seen = run('sh', ['-c', `${following} | head -n 1`], { timeout: 20_000 });
    const [first] = await Promise.all([
      seen,
      until('it to follow', async () => {
        await api(keys.b)('POST', '/api/v1/indicators', { value: `n${Date.now()}.example`, tlp: 'green' });
        const row = await rowsOf<{ used: boolean }>(
          scene.hub,
          'select last_used_at is not null as used from api_key where id = $1',
          [key.slice(7, 23)],
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
        return row[0]?.used;
      }),
    ]);
    expect(JSON.parse(first.stdout)).toHaveProperty('cursor');
    expect(await readyLine(page, 'Command line')).toBe(
      `printf %s '${key}' | tocsin login --url '${scene.url}' --key -`,
    );
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.content()).not.toContain(key);
    await page.reload();
    await page.getByRole('row', { name: /SIEM, production/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    await goTo(page, '/people');
    // made by himself: one; none by the others
    await page.getByRole('row', { name: /^adminA.* 1 / }).waitFor();
    expect(deeds).toEqual([]);
  });

  it('rotates a key with an overlap, and revokes one', async () => {
    const { people, org, key: make, api } = scene.alliance;
    const old = await make(org['cert-b'], { scopes: ['read'] });
    await using window = await scene.window(people.adminB);
    const { page, deeds } = window;
    const works = async () => (await api(old)('GET', '/api/v1/me')).status;
    await page.goto('/keys');
    await page.getByRole('button', { name: `Rotate key ${old.id}` }).click();
    await dialogOf(page).getByLabel('The old key works on for').selectOption('168');
    await dialogOf(page).getByRole('button', { name: 'Rotate' }).click();
    const next = await readyLine(page, 'API key');
    expect(await works()).toBe(200);
    await page
      .getByRole('row', { name: new RegExp(old.id) })
      .getByText('has a successor')
      .waitFor();
    await page
      .getByRole('button', { name: `Revoke key ${old.id}` })
      .first()
      .click();
    await dialogOf(page).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('is revoked').waitFor();
    await until('one of them to be out', async () => {
      const left = await api({ id: '', organisationId: '', text: next })('GET', '/api/v1/me');
      return [await works(), left.status].includes(401);
    });
    await page.getByText('All', { exact: true }).click();
    await page.waitForURL(/show=all/);
    await page.getByText('revoked', { exact: true }).waitFor();
    expect(deeds).toEqual([]);
  });

  it('makes a signing key, registers one of its own, retires and revokes; chooses its mails; leaves a group; keeps an administrator', async () => {
    const { people, org, keys, api } = scene.alliance;
    const admin = api(people.adminA);
    const members = [org['cert-a'], org['cert-b']];
    await api(people.root)('POST', '/api/v1/groups', { name: 'Falcon', members });
    await api(keys.b)('POST', '/api/v1/indicators', { value: 'counted.example', tlp: 'amber', labels: ['counted'] });
    await using window = await scene.window(people.adminA);
    const { page, deeds } = window;
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    const dialog = dialogOf(page);
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByText('No signing key yet').waitFor();
    await button('Make a signing key').click();
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('row', { name: /the hub.*in use/ }).waitFor();
    await button('Make a signing key').click();
    await dialog.getByLabel('Who keeps the private key').selectOption('member');
    await dialog.getByLabel('What is in registration.json').fill('the wrong file');
    await dialog.getByRole('button', { name: 'Register it' }).click();
    await dialog.getByText('This is not what the command writes').waitFor();
    const registration = registered(org['cert-b']);
    await dialog.getByLabel('What is in registration.json').fill(JSON.stringify(registration));
    await dialog.getByRole('button', { name: 'Register it' }).click();
    await dialog.getByText('The signature is not good for this text and this key.').waitFor();
    await dialog.getByLabel('What is in registration.json').fill(JSON.stringify(registered(org['cert-a'])));
    await dialog.getByRole('button', { name: 'Register it' }).click();
    await page.getByRole('row', { name: /yourselves.*in use/ }).waitFor();
    await page.getByRole('row', { name: /the hub.*retired/ }).waitFor();
    await button(/^Retire /).click();
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await page.getByRole('row', { name: /yourselves.*retired/ }).waitFor();
    await button(/^Revoke /)
      .last()
      .click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('row', { name: /the hub.*revoked/ }).waitFor();

    await goTo(page, '/settings');
    const mails = page.getByRole('form', { name: 'Mails about advisories' });
    await mails.getByLabel('Published, changed, withdrawn').selectOption('digest');
    await mails.getByLabel('To be answered').selectOption('off');
    await mails.getByRole('button', { name: 'Save' }).click();
    await mails.getByText('Saved.').waitFor();
    expect((await admin('GET', '/api/v1/me/notices')).body).toEqual({
      publication: 'digest',
      review: 'instant',
      signature: 'instant',
      reminder: 'off',
    });

    await goTo(page, `/members/${org['cert-b']}`);
    const figures = page.getByRole('region', { name: 'What it shares with you' });
    await figures.getByText('TLP:AMBER', { exact: true }).waitFor();
    await figures.getByRole('link').first().click();
    await page.waitForURL(/\/search\?q=from%3Acert-b/);
    await page.getByText('counted[.]example').waitFor();

    await goTo(page, '/people');
    await button('Actions for adminA').click();
    await page.getByRole('menuitem', { name: 'Make Analyst' }).click();
    await page.getByText('This is the last administrator who can sign in.').waitFor();
    await page.getByText('The organisation would be left').waitFor();

    await goTo(page, '/groups');
    await page.getByRole('link', { name: 'Falcon' }).click();
    await page.waitForURL(/\/groups\/[\w-]{36}$/);
    await page.getByRole('heading', { level: 1, name: 'Falcon' }).waitFor();
    await button('Leave the group').click();
    await dialog.getByRole('button', { name: 'Leave the group' }).click();
    await page.getByText('Your organisation is in none.').waitFor();
    expect((await admin<{ items: object[] }>('GET', '/api/v1/groups')).body.items).toEqual([]);
    expect(deeds).toEqual([]);
  });
});
