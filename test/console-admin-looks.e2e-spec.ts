import { looked } from './support/axe.js';
import { withBrowser } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { furnishOffice } from './support/furnished.js';
import { PASSWORD } from './support/people.js';
import { allianceScreens, officeScreens } from './support/screens.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

withBrowser('the looks of the console’s administration', () => {
  let scene: Scene;
  let receiver: Receiver;
  let webhook: string;
  let group: string;
  beforeAll(async () => {
    const good = certificate();
    receiver = await Receiver.start(good);
    scene = await startScene(envFor(receiver, good));
    ({ webhook, group } = await furnishOffice(scene, receiver));
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it.each(['an organisation’s administrator', 'the alliance’s administrator'])(
    'axe finds no fault (WCAG 2.2 AA) on any screen of %s, light or dark',
    async (who) => {
      const { people, org } = scene.alliance;
      const isOfAlliance = who.startsWith('the alliance');
      const screens = isOfAlliance ? allianceScreens({ member: org['cert-b'], group }) : officeScreens({ webhook });
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
  );
});
