import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { enter, type Scene, startScene } from './support/console.js';
import { PASSWORD, rowsOf } from './support/people.js';
import { until } from './support/until.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

const LONG = 120_000;
const good = certificate();
const run = promisify(execFile);
/** As somebody does who pastes it into a shell. */
const pasted = async (line: string) => (await run('sh', ['-c', line], { timeout: 20_000 })).stdout;
const dialog = (page: Page) => page.getByRole('dialog');
/** The text that stands under a title, to be taken elsewhere. */
const line = (page: Page, title: string) =>
  page
    .locator('.ready', { has: page.getByText(title, { exact: true }) })
    .locator('code')
    .innerText();

withBrowser('the console’s administration', () => {
  let scene: Scene;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start(good);
    scene = await startScene(envFor(receiver, good));
  }, 60_000);
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it(
    'invites by a link that is shown once, changes roles and takes that back, and suspends for a reason',
    async () => {
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
      await dialog(page).getByLabel('E-mail').fill('ines@cert-a.example');
      await dialog(page).getByRole('button', { name: 'Make the link' }).click();
      await dialog(page).getByText('it is not shown again').waitFor();
      const link = await line(page, 'One-time link');
      expect(link).toMatch(/\/invite#[\w-]{43}$/);
      await dialog(page).getByRole('button', { name: 'Done' }).click();
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
      await dialog(page).getByText('Suspend Ines?').waitFor();
      await dialog(page).getByLabel('Reason').fill('left the service');
      await dialog(page).getByRole('button', { name: 'Suspend' }).click();
      await ines.getByText('suspended').waitFor();
      await page.goto('/audit?action=person.');
      await page.getByRole('row', { name: /person\.amend.*left the service/ }).waitFor();
      expect(await page.getByRole('row', { name: /left the service/ }).innerText()).toMatch(/active → suspended/);
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'says why the last administrator can’t be suspended, and shows nothing to who may not',
    async () => {
      const { people } = scene.alliance;
      await using window = await scene.window(people.root);
      const { page, deeds } = window;
      await page.goto('/people');
      await page.getByRole('button', { name: 'Actions for root' }).click();
      await page.getByRole('menuitem', { name: 'Suspend' }).click();
      await dialog(page).getByLabel('Reason').fill('to see');
      await dialog(page).getByRole('button', { name: 'Suspend' }).click();
      await dialog(page).getByText('This is the last administrator of the alliance').waitFor();
      await using analyst = await scene.window(people.ana);
      const menu = analyst.page.getByRole('navigation', { name: 'Screens' });
      await menu.getByRole('link', { name: 'Members' }).waitFor();
      for (const name of ['People', 'API keys', 'Webhooks', 'Audit record', 'Health'])
        expect([name, await menu.getByRole('link', { name }).count()]).toEqual([name, 0]);
      await analyst.page.goto('/keys');
      await analyst.page.getByText('Your role does not allow this.').waitFor();
      expect([...deeds, ...analyst.deeds]).toEqual([]);
    },
    LONG,
  );

  it(
    'makes a key, shows it once, and the lines that it shows work when they are pasted into a shell',
    async () => {
      const { people, keys, api } = scene.alliance;
      await api(keys.b)('POST', '/api/v1/indicators', { value: 'pasted.example', tlp: 'green', confidence: 90 });
      await using window = await scene.window(people.adminA);
      const { page, deeds } = window;
      await page.goto('/keys');
      await page.getByRole('button', { name: 'Make a key' }).first().click();
      await dialog(page).getByLabel('Name').fill('SIEM, production');
      await dialog(page).getByLabel('submit: share indicators').check();
      await dialog(page).getByLabel('From addresses').fill('127.0.0.0/8');
      await dialog(page).getByRole('button', { name: 'Make it' }).click();
      await page.getByText('The key “SIEM, production”').first().waitFor();
      const key = await line(page, 'API key');
      expect(key).toMatch(/^tocsin_[0-9a-f]{16}_[\w-]{43}$/);
      expect(JSON.parse(await pasted(await line(page, 'curl: what this key may do')))).toMatchObject({
        key: { name: 'SIEM, production' },
        scopes: ['read', 'feed', 'submit'],
      });
      expect(await pasted(await line(page, 'curl: search'))).toContain('pasted.example');
      const shared = await pasted(await line(page, 'curl: share an indicator with your own organisation alone'));
      expect(JSON.parse(shared)).toMatchObject({ outcome: 'created' });
      expect(JSON.parse(await pasted(await line(page, 'TAXII 2.1: try it')))).toHaveProperty('collections');
      const list = await line(page, 'Blocking list');
      expect(await pasted(list.replace(/ -o \S+$/, ''))).toContain('\npasted.example\n');
      const discovery = await line(page, 'TAXII 2.1: discovery URL');
      const feed = `${await line(page, 'MISP: feed URL')}/manifest.json`;
      for (const url of [discovery, feed])
        expect(JSON.parse(await pasted(`curl -sS -u 'x:${key}' '${url}'`))).toEqual(expect.any(Object));
      const following = await line(page, 'curl: follow the live feed');
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
      expect(await line(page, 'Command line')).toBe(`printf %s '${key}' | tocsin login --url '${scene.url}' --key -`);
      await page.getByRole('button', { name: 'I have kept it' }).click();
      expect(await page.content()).not.toContain(key);
      await page.reload();
      await page.getByRole('row', { name: /SIEM, production/ }).waitFor();
      expect(await page.content()).not.toContain(key);
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'rotates a key with an overlap, and revokes one',
    async () => {
      const { people, org, key: make, api } = scene.alliance;
      const old = await make(org['cert-b'], { scopes: ['read'] });
      await using window = await scene.window(people.adminB);
      const { page, deeds } = window;
      const works = async () => (await api(old)('GET', '/api/v1/me')).status;
      await page.goto('/keys');
      await page.getByRole('button', { name: `Rotate key ${old.id}` }).click();
      await dialog(page).getByLabel('The old key works on for').selectOption('168');
      await dialog(page).getByRole('button', { name: 'Rotate' }).click();
      const next = await line(page, 'API key');
      expect(await works()).toBe(200);
      await page
        .getByRole('row', { name: new RegExp(old.id) })
        .getByText('has a successor')
        .waitFor();
      await page
        .getByRole('button', { name: `Revoke key ${old.id}` })
        .first()
        .click();
      await dialog(page).getByRole('button', { name: 'Revoke' }).click();
      await page.getByText('is revoked').waitFor();
      await until('one of them to be out', async () => {
        const left = await api({ id: '', organisationId: '', text: next })('GET', '/api/v1/me');
        return [await works(), left.status].includes(401);
      });
      await page.getByText('All', { exact: true }).click();
      await page.waitForURL(/show=all/);
      await page.getByText('revoked', { exact: true }).waitFor();
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'proposes, admits, describes and suspends a member, and keeps sharing groups',
    async () => {
      const { people, api } = scene.alliance;
      await using window = await scene.window(people.root);
      const { page, deeds } = window;
      await page.keyboard.press('g');
      await page.keyboard.press('m');
      await page.waitForURL(/\/members/);
      await page.getByRole('button', { name: 'Propose a member' }).click();
      await dialog(page).getByLabel(/^Name/).fill('CERT Estonia');
      await dialog(page).getByLabel('Short name').fill('cert-ee');
      await dialog(page).getByLabel('Country').fill('est');
      await dialog(page).getByLabel('Blocs').fill('EU, NATO');
      await dialog(page).getByRole('button', { name: 'Propose' }).click();
      await page.getByRole('heading', { name: 'CERT Estonia' }).waitFor();
      await page.getByRole('button', { name: 'Admit' }).click();
      await dialog(page).getByLabel('Reason').fill('decided on 3 May');
      await dialog(page).getByRole('button', { name: 'Admit' }).click();
      await page.getByText('CERT Estonia is admitted').waitFor();
      await page.getByRole('button', { name: 'Edit' }).click();
      await dialog(page).getByRole('button', { name: 'Add a contact' }).click();
      await dialog(page).getByLabel('For what').fill('duty officer');
      await dialog(page).getByLabel('Telephone').fill('+372 663 0299');
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await page.getByRole('cell', { name: '+372 663 0299' }).waitFor();
      await page.getByRole('button', { name: 'Suspend' }).click();
      await dialog(page).getByText('Suspend CERT Estonia?').waitFor();
      await dialog(page).getByLabel('Reason').fill('keys in a paste');
      await dialog(page).getByRole('button', { name: 'Suspend' }).click();
      await page.getByText('CERT Estonia is suspended').waitFor();
      await page.goto('/members?show=suspended');
      await page.getByText('1 member').waitFor();
      await page.getByRole('row', { name: /cert-ee.*EST.*suspended/ }).waitFor();
      await page.goto('/groups');
      await page.getByText('A group is an audience').waitFor();
      await page.getByRole('button', { name: 'Make a group' }).first().click();
      await dialog(page).getByLabel('Name').fill('Falcon');
      await dialog(page).getByLabel('cert-a').check();
      await dialog(page).getByLabel('cert-b').check();
      await dialog(page).getByRole('button', { name: 'Make it' }).click();
      const falcon = page.getByRole('region', { name: 'Falcon' });
      await falcon.getByText('cert-b').waitFor();
      await falcon.getByRole('button', { name: 'Add a member' }).click();
      await dialog(page).getByLabel('Member').selectOption({ label: 'CERT-C' });
      await dialog(page).getByRole('button', { name: 'Add a member' }).click();
      await falcon.getByText('cert-c').waitFor();
      await falcon.getByRole('button', { name: 'Remove cert-b from Falcon' }).click();
      await dialog(page).getByRole('button', { name: 'Remove it' }).click();
      await page.getByText('cert-b has left Falcon').waitFor();
      const seen = async (who: 'ana' | 'bo') =>
        (await api(people[who])<{ items: object[] }>('GET', '/api/v1/groups')).body.items.length;
      expect([await seen('ana'), await seen('bo')]).toEqual([1, 0]);
      await using bo = await scene.window(people.bo);
      await bo.page.goto('/groups');
      await bo.page.getByText('Your organisation is in none.').waitFor();
      expect([...deeds, ...bo.deeds]).toEqual([]);
    },
    LONG,
  );

  it(
    'adds a webhook, shows its secret once, posts a test, pauses, goes on, and posts again what was posted',
    async () => {
      const { people, keys, api } = scene.alliance;
      const share = (value: string) =>
        api(keys.b)('POST', '/api/v1/indicators', { value, tlp: 'green', labels: ['hooked'] });
      await using window = await scene.window(people.adminA);
      const { page, deeds } = window;
      await page.goto('/webhooks');
      await page.getByText('You have none yet.').waitFor();
      await page.getByRole('button', { name: 'Add a webhook' }).first().click();
      await dialog(page).getByLabel('Name').fill('SOAR');
      await dialog(page).getByLabel('Address').fill('https://elsewhere.example/hook');
      await dialog(page).getByLabel('Filter').fill('label:hooked');
      await dialog(page).getByRole('button', { name: 'Add it' }).click();
      await dialog(page).getByText('The hub may not connect to this address.').waitFor();
      await dialog(page).getByLabel('Address').fill(receiver.url);
      await dialog(page).getByRole('button', { name: 'Add it' }).click();
      expect(await line(page, 'Secret of “SOAR”')).toMatch(/^whsec_/);
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByRole('link', { name: 'SOAR' }).click();
      await page.getByRole('button', { name: 'Post a test' }).click();
      await page.getByText(/It answered 204 in \d+ ms/).waitFor();
      await page.getByRole('row', { name: /test.*delivered/ }).waitFor();
      await share('n1.hooked.example');
      await until('the first', () => receiver.names.includes('n1.hooked.example'));
      await page.getByRole('row', { name: /1 entry.*delivered/ }).waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('paused', { exact: true }).waitFor();
      await share('n2.hooked.example');
      await page.getByRole('button', { name: 'Go on' }).click();
      await until('the second', () => receiver.names.includes('n2.hooked.example'));
      const before = receiver.names.length;
      await page.getByRole('button', { name: 'Post again' }).first().click();
      await until('one of them again', () => receiver.names.length > before);
      await page.getByRole('button', { name: 'Remove' }).click();
      await dialog(page).getByText('Remove the webhook “SOAR”?').waitFor();
      await dialog(page).getByRole('button', { name: 'Remove' }).click();
      await page.getByText('You have none yet.').waitFor();
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'imports and removes warning lists, tells how the hub does, narrows and saves the audit record and finds what was altered',
    async () => {
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
      await dialog(page).getByLabel('A list of MISP’s').setInputFiles(file('{"name":1}'));
      await dialog(page).getByText('This is not a warning list').waitFor();
      await dialog(page)
        .getByLabel('A list of MISP’s')
        .setInputFiles(file(JSON.stringify(list)));
      await dialog(page).getByText('2 entries').waitFor();
      expect(await dialog(page).getByLabel('Id').inputValue()).toBe('our-own-resolvers');
      await dialog(page).getByRole('button', { name: 'Import' }).click();
      await page.getByText('“Our own resolvers” is in use').waitFor();
      await page.getByRole('button', { name: 'Remove Our own resolvers' }).click();
      await dialog(page).getByRole('button', { name: 'Remove' }).click();
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
    },
    LONG,
  );

  it(
    'sets up a second factor by a code that a camera reads, asks for it, and takes it away',
    async () => {
      const { ray } = scene.alliance.people;
      await using window = await scene.window(ray);
      const { page, deeds } = window;
      await page.goto('/settings');
      const card = page.getByRole('region', { name: 'Second factor' });
      await card.getByLabel('Present password').fill(PASSWORD);
      const answer = page.waitForResponse(/\/me\/totp$/);
      await card.getByRole('button', { name: 'Set it up' }).click();
      const { secret, uri } = (await (await answer).json()) as { secret: string; uri: string };
      expect((await line(page, 'The secret, to be typed in')).replaceAll(' ', '')).toBe(secret);
      const path = (await card.locator('svg.qr path').getAttribute('d')) ?? '';
      const drawn = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)]
        .map(([, x, y]) => `${Number(x) - 4} ${Number(y) - 4}`)
        .toSorted();
      expect(masksOf(uri)).toContainEqual(drawn);
      await card.getByLabel('One-time code').fill('000000');
      await card.getByRole('button', { name: 'Confirm by a first code' }).click();
      await card.getByText('The code is wrong.').waitFor();
      await card.getByLabel('One-time code').fill(totp(secret, -1));
      await card.getByRole('button', { name: 'Confirm by a first code' }).click();
      await card.getByRole('button', { name: 'Remove it' }).waitFor();
      await using other = await scene.window();
      await other.page.goto('/sign-in');
      await other.page.getByLabel('E-mail').fill(ray.email);
      await other.page.locator('input[name=password]').fill(PASSWORD);
      await other.page.locator('button[type=submit]').click();
      await other.page.getByLabel('One-time code').fill(totp(secret));
      await other.page.locator('button[type=submit]').click();
      await other.page.waitForURL(/\/feed/);
      await card.getByLabel('Present password').fill(PASSWORD);
      await card.getByLabel('One-time code').fill(totp(secret, 1));
      await card.getByRole('button', { name: 'Remove it' }).click();
      await card.getByRole('button', { name: 'Set it up' }).waitFor();
      expect([...deeds, ...other.deeds]).toEqual([]);
    },
    LONG,
  );

  it(
    'greets a new administrator with first steps, ticks what the hub says is done, and can be put away',
    async () => {
      const admin = await scene.alliance.person('secretariat', 'org-admin', 'nia');
      await using window = await scene.window();
      const { page, deeds } = window;
      await enter(page, admin);
      const steps = page.getByRole('region', { name: 'First steps' });
      await steps.getByText('of 5 done').waitFor();
      expect(await steps.locator('li', { hasText: 'Make an API key' }).getAttribute('data-done')).toBe('false');
      await scene.alliance.api(admin)('POST', '/api/v1/keys', { name: 'first', scopes: ['read'] });
      await page.reload();
      await steps.locator('li[data-done=true]', { hasText: 'Make an API key' }).waitFor();
      await steps.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
      await page.goBack();
      await steps.getByRole('button', { name: 'Put away' }).click();
      await steps.waitFor({ state: 'detached' });
      await page.reload();
      await page.locator('.light[data-light=live]').waitFor();
      expect(await steps.count()).toBe(0);
      expect(deeds).toEqual([]);
    },
    LONG,
  );

  it(
    'speaks French, whole',
    async () => {
      await using window = await scene.window(scene.alliance.people.adminB, { language: 'fr-FR' });
      const { page, deeds } = window;
      for (const [path, text] of [
        ['/members', 'Nom ou pays'],
        ['/people', 'Inviter quelqu’un'],
        ['/keys', 'Ce par quoi vos machines entrent.'],
        ['/webhooks', 'Ajouter un webhook'],
        ['/audit', 'Enregistrer en NDJSON'],
        ['/settings', 'Le mettre en place'],
      ] as const) {
        await page.goto(path);
        await page.getByText(text).or(page.getByPlaceholder(text)).first().waitFor();
        // a key that has no text shows as itself
        expect(await page.locator('#main').innerText()).not.toMatch(
          /\b(?:admin|members|people|keys|webhooks|audit|factor)\.[a-z]+[A-Z]/,
        );
      }
      expect(deeds).toEqual([]);
    },
    LONG,
  );
});

/** A code of the step `off` steps from now. */
const totp = (secret: string, off = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * off });

type Drawn = Record<'_canvas', { x: number; y: number; w: number }[]>;

/** The dark modules of a text’s QR code, by each mask, as another maker of them has it. */
function masksOf(text: string): string[][] {
  const { default: other } = createRequire(import.meta.url)('pdfmake/js/qrEnc.js') as {
    default: { measure(node: object): Drawn };
  };
  return [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => {
    const { _canvas: canvas } = other.measure({ qr: text, mode: 'octet', eccLevel: 'M', mask });
    const [, ...modules] = canvas;
    return modules.map(({ x, y, w }) => `${x / w} ${y / w}`).toSorted();
  });
}
