import { looked } from './support/axe.js';
import { withBrowser } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { PASSWORD } from './support/people.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

const LONG = 240_000;

withBrowser('the looks of the console’s administration', () => {
  let scene: Scene;
  let receiver: Receiver;
  let webhook: string;
  let group: string;
  beforeAll(async () => {
    const good = certificate();
    receiver = await Receiver.start(good);
    scene = await startScene(envFor(receiver, good));
    ({ webhook, group } = await furnish(scene, receiver));
  }, 60_000);
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it.each(['an organisation’s administrator', 'the alliance’s administrator'])(
    'axe finds no fault (WCAG 2.2 AA) on any screen of %s, light or dark',
    async (who) => {
      const { people, org } = scene.alliance;
      const isOfAlliance = who.startsWith('the alliance');
      const screens: [name: string, path: string, there: string][] = isOfAlliance
        ? [
            ['members', '/members', 'CERT-B'],
            ['no-members', '/members?q=nowhere', 'No such member'],
            ['member', `/members/${org['cert-b']}`, 'duty officer'],
            ['group', `/groups/${group}`, 'Add a member'],
            ['warninglists', '/warninglists', 'of every hub'],
            ['health', '/health', 'serving'],
          ]
        : [
            ['first-steps', '/feed', 'First steps'],
            ['people', '/people', 'al@cert-a.example'],
            ['keys', '/keys', 'SIEM, production'],
            ['signing-keys', '/signing-keys', 'retired'],
            ['groups', '/groups', 'Leave the group'],
            ['webhooks', '/webhooks', 'soar'],
            ['webhook', `/webhooks/${webhook}`, 'delivered'],
            ['audit', '/audit', 'key.create'],
            ['no-audit', '/audit?until=2020-01-01', 'No such record'],
          ];
      await using window = await scene.window(isOfAlliance ? people.root : people.adminA);
      const { page, deeds } = window;
      const faults: string[] = [];
      const look = async (name: string) => faults.push(...(await looked(page, name)));
      for (const [name, path, there] of screens) {
        await goTo(page, path);
        await page.getByText(there).first().waitFor();
        await look(name);
      }
      const dialogs: [name: string, path: string, opens: string, there: string][] = isOfAlliance
        ? [
            ['propose', '/members', 'Propose a member', 'Short name'],
            ['edit-member', `/members/${org['cert-b']}`, 'Edit', 'For what'],
            ['suspend-member', `/members/${org['cert-b']}`, 'Suspend', 'Reason'],
            ['new-group', '/groups', 'Make a group', 'What newcomers see'],
            ['import-list', '/warninglists', 'Import a list', 'list.json'],
          ]
        : [
            ['new-person', '/people', 'Invite somebody', 'E-mail'],
            ['new-webhook', '/webhooks', 'Add a webhook', 'Sends up to'],
            ['change-webhook', `/webhooks/${webhook}`, 'Change the webhook', 'The secret stays'],
            ['new-signing-key', '/signing-keys', 'Make a signing key', 'It takes the place'],
          ];
      for (const [name, path, opens, there] of dialogs) {
        await goTo(page, path);
        await page.getByRole('button', { name: opens, exact: true }).first().click();
        await page.getByRole('dialog').getByText(there).first().waitFor();
        await look(name);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      if (!isOfAlliance) {
        await goTo(page, '/people');
        await page.getByRole('button', { name: 'Actions for ana' }).click();
        await page.getByRole('menuitem', { name: 'Suspend' }).waitFor();
        await look('person-menu');
        await page.getByRole('menuitem', { name: 'Suspend' }).click();
        await page.getByRole('dialog').getByLabel('Reason').waitFor();
        await look('suspend-person');
        await page.keyboard.press('Escape');
        await goTo(page, '/settings');
        await page.getByRole('region', { name: 'Second factor' }).getByLabel('Present password').fill(PASSWORD);
        await page.getByRole('button', { name: 'Set it up' }).click();
        await page.locator('svg.qr').waitFor();
        await look('enrolment');
        await goTo(page, '/keys');
        await page.getByRole('button', { name: 'Make a key' }).click();
        await page.getByRole('dialog').getByLabel('Name').fill('MISP');
        await look('new-key');
        await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
        await page.getByText('Ready to paste').waitFor();
        await look('made-key');
      }
      expect(faults).toEqual([]);
      expect(deeds).toEqual([]);
    },
    LONG,
  );
});

/** Something to be administered: a contact, a group, keys, a webhook that was posted to. */
async function furnish({ alliance }: Scene, receiver: Receiver): Promise<{ webhook: string; group: string }> {
  const { people, org, api } = alliance;
  const [root, admin] = [api(people.root), api(people.adminA)];
  const contacts = [{ role: 'duty officer', email: 'duty@cert-b.example', phone: '+32 2 501 05 60' }];
  await root('PATCH', `/api/v1/organisations/${org['cert-b']}`, { contacts });
  const { body: made } = await root('POST', '/api/v1/groups', {
    name: 'Falcon',
    description: 'Intrusions into energy suppliers',
    members: [org['cert-a'], org['cert-b']],
  });
  await admin('POST', '/api/v1/keys', { name: 'SIEM, production', scopes: ['read', 'feed'], cidrs: ['192.0.2.0/24'] });
  for (let i = 0; i < 2; i += 1) await admin('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
  await admin('POST', '/api/v1/invitations', { email: 'ines@cert-a.example', role: 'analyst' });
  await admin('PATCH', `/api/v1/people/${people.al.id}`, { status: 'suspended', reason: 'left the service' });
  const { body } = await admin('POST', '/api/v1/webhooks', { name: 'soar', url: receiver.url, filter: 'type:url' });
  await admin('POST', `/api/v1/webhooks/${String(body['id'])}/test`);
  return { webhook: String(body['id']), group: String(made['id']) };
}
