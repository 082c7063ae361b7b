import * as basic from '@secvisogram/csaf-validator-lib/basic.js';
import validate from '@secvisogram/csaf-validator-lib/validateStrict.js';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { ADVISORIES, begun, button, saved } from './support/editing.js';

withBrowser('advisories in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
    const { people, api } = scene.alliance;
    await api(people.adminB)('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('brings an advisory of two members from a template to its readers’ answers: reviewed, signed, edited, signed again', async () => {
    const { people, api } = scene.alliance;
    await api(people.ana)('POST', '/api/v1/indicators', { value: 'hxxps://lure[.]example/owa', tlp: 'green' });
    await using ofAna = await scene.window(people.ana);
    await using ofBo = await scene.window(people.bo);
    const [a, b] = [ofAna.page, ofBo.page];

    // the key of one of them, made by its administrator
    await using ofAdmin = await scene.window(people.adminA);
    await ofAdmin.page.goto('/signing-keys');
    await button(ofAdmin.page, 'Make a signing key').click();
    await button(ofAdmin.page, 'Make it').click();
    await ofAdmin.page.getByRole('row', { name: /the hub.*in use/ }).waitFor();

    // written
    await a.goto('/advisories');
    await a.getByRole('heading', { level: 1, name: 'Advisories' }).waitFor();
    await a.keyboard.press('n');
    await a.waitForURL(/\/advisories\/new/);
    await a.getByRole('button', { name: /^Advisory/ }).click();
    await a.waitForURL(/\/report--[\w-]+\/edit/);
    const id = /report--[\w-]+/.exec(a.url())![0];
    await a.getByLabel('Title').first().fill('Mail gateway under attack');
    await a.getByRole('textbox', { name: 'Text' }).fill('## Summary\n\nPatch **now**.\n\nLook for `w3wp.exe`.');
    await a.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Summary' }).waitFor();
    await a.getByLabel('TLP').selectOption('green');
    await a.getByText('4 of 4 members will see this').waitFor();
    for (const name of ['cert-a', 'cert-b'])
      await a.getByRole('group', { name: 'Asked to sign' }).getByLabel(name).check();
    await button(a, 'Add a vulnerability').click();
    await a.getByRole('group', { name: 'Vulnerabilities 1' }).getByLabel('CVE').fill('CVE-2026-1234');
    await button(a, 'Add CVSS 3.1').click();
    for (const metric of ['Confidentiality', 'Integrity', 'Availability'])
      await a.getByRole('group', { name: 'CVSS 3.1' }).getByLabel(metric).selectOption('H');
    await a.getByText('9.8 critical').waitFor();
    await button(a, 'Add a product').click();
    await a.getByLabel('Vendor').fill('Example');
    await a.getByText('Not whole yet, and not saved: Products').waitFor();
    await a.getByRole('textbox', { name: 'Product' }).fill('Mail gateway');
    await a.getByLabel('Versions').fill('7.2');
    await a.getByLabel('Paste values or ids').fill('hxxps://lure[.]example/owa\nnobody[.]knows[.]example');
    await button(a, 'Link what is known').click();
    await a.getByText('1 linked. 1 is not known here and stays in the field.').waitFor();
    await saved(a);
    await button(a, 'Done').click();
    await a.waitForURL(/\/work$/);
    const { body: work } = await api(people.ana)<{ body: Record<string, unknown> }>('GET', `${ADVISORIES}/${id}/work`);
    expect(work.body).toMatchObject({
      title: 'Mail gateway under attack',
      signers: ['cert-a', 'cert-b'],
      vulnerabilities: [{ cve: 'CVE-2026-1234', cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'] }],
      products: [{ vendor: 'Example', name: 'Mail gateway', version: '7.2', status: 'affected' }],
      indicators: [expect.stringMatching(/^indicator--/)],
    });

    // reviewed by the other member
    await button(a, 'Show for review').click();
    await button(a, 'Call for signatures').waitFor();
    await b.goto('/advisories?show=work');
    await b.getByRole('link', { name: /Mail gateway under attack/ }).click();
    const passage = b.locator('.passage', { hasText: 'Patch now.' });
    await passage.getByRole('button', { name: 'Comment on this passage' }).click();
    await passage.getByLabel('Your comment on this passage').fill('By when?');
    await passage.getByRole('button', { name: 'Comment', exact: true }).click();
    await passage.getByText('By when?').waitFor();
    await a.reload();
    await a.locator('.passage', { hasText: 'Patch now.' }).getByText('By when?').waitFor();
    await a.getByText('1 open comment').first().waitFor();
    await button(a, 'Resolve').click();
    await a.getByText('0 open comments').waitFor();

    // signed; an edit makes it void
    await button(a, 'Call for signatures').click();
    await button(a, 'Sign for cert-a').waitFor();
    await b.reload();
    await button(b, 'Sign for cert-b').click();
    await b.getByText('1 of 2 have signed').waitFor();
    await a.keyboard.press('e');
    await a.getByText('The text is fixed while it is signed').waitFor();
    await a.getByText('1 organisation has signed').waitFor();
    await button(a, 'Change it, and void 1 signature').click();
    await a.getByRole('textbox', { name: 'Text' }).fill('## Summary\n\nPatch **by Friday**.\n\nLook for `w3wp.exe`.');
    await saved(a);
    await button(a, 'Done').click();
    await a.getByText('void: the text was changed').waitFor();
    await a.getByText('0 of 2 have signed').waitFor();
    await a.getByRole('tab', { name: 'Changes' }).click();
    await a.waitForURL(/tab=changes/);
    await a.locator('ins', { hasText: 'by Friday' }).first().waitFor();
    await a.getByRole('tab', { name: 'Text' }).click();

    // signed again, published at quorum, after one was shown to whom
    await button(a, 'Call for signatures').click();
    await button(a, 'Sign for cert-a').click();
    await a.getByText('1 of 2 have signed').waitFor();
    await b.reload();
    await button(b, 'Sign for cert-b').click();
    await b.getByText('2 of 2 have signed').waitFor();
    await a.reload();
    await button(a, 'Publish').click();
    const dialog = a.getByRole('dialog');
    await dialog.getByText('4 of 4 members will see this').waitFor();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await a.waitForURL(new RegExp(`/advisories/${id}$`));
    await a.getByText('checked in this browser: good').waitFor();

    // read and answered by another member, by keys alone
    await using ofCy = await scene.window(people.cy);
    const c = ofCy.page;
    await c.locator('.rail .count').getByText('1').waitFor();
    await c.goto('/advisories');
    await c.getByRole('link', { name: /Mail gateway under attack/ }).waitFor();
    await c.keyboard.press('.');
    await c.waitForURL(new RegExp(`/advisories/${id}$`));
    await c.getByText('9.8 critical').waitFor();
    await c.getByText('hxxps://lure[.]example/owa').waitFor();
    await c.getByText('Not answered yet').waitFor();
    await c.keyboard.press('a');
    await c.keyboard.press('Tab');
    await c.keyboard.press('Enter');
    await c.getByRole('status').getByText('Acting').waitFor();
    await c.locator('.rail .count').waitFor({ state: 'detached' });

    // seen by its authors
    await a.reload();
    const row = (name: string) => a.getByRole('row', { name: new RegExp(`^${name}`) }).innerText();
    await a
      .getByRole('row', { name: /^cert-c/ })
      .getByText('Acting')
      .waitFor();
    expect(await row('secretariat')).toContain('No answer');
    await a.getByText('2 No answer').waitFor();
    const { body: csaf } = await api(people.cy)('GET', `${ADVISORIES}/${id}/export?format=csaf-2.0`);
    expect((await validate(Object.values(basic), csaf)).isValid).toBe(true);
    for (const { deeds } of [ofAdmin, ofAna, ofBo, ofCy]) expect(deeds).toEqual([]);
  });

  it('asks who said it for leave to quote, answers requests in a thread, and says with a reason what supersedes them', async () => {
    const { people, api } = scene.alliance;
    const quoted = { value: 'quoted.example', tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b'] } };
    await api(people.bo)('POST', '/api/v1/indicators', quoted);
    const id = await begun(scene, {
      kind: 'request-for-information',
      title: 'Who has seen it?',
      body: 'Has anybody met quoted[.]example?',
    });
    await using ofAna = await scene.window(people.ana);
    await using ofBo = await scene.window(people.bo);
    await using ofCy = await scene.window(people.cy);
    const [a, b, c] = [ofAna.page, ofBo.page, ofCy.page];
    // a mail leads here, also before it is published
    await a.goto(`/advisories/${id}`);
    await a.waitForURL(/\/work$/);
    await button(a, 'Publish').click();
    const dialog = a.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await dialog.getByText('quoted[.]example').waitFor();
    await dialog.getByRole('button', { name: 'Ask them for leave to quote' }).click();
    await dialog.getByText('1 value was asked for').waitFor();
    await b.goto('/advisories');
    await b.getByRole('link', { name: '1 member asks for leave to quote you' }).click();
    await b.waitForURL(/\/advisories\/quotes/);
    await button(b, 'Give leave').click();
    await b.getByText('Nobody asks').waitFor();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await a.waitForURL(new RegExp(`/advisories/${id}$`));

    await b.goto(`/advisories/${id}`);
    await b.getByLabel('Your answer').fill('We have, **twice**.');
    await b.getByLabel('For whom').selectOption({ label: 'To cert-a alone' });
    await button(b, 'Answer').last().click();
    await b.getByText('We have, twice.').waitFor();
    await a.reload();
    await a.getByText('We have, twice.').waitFor();
    await c.goto(`/advisories/${id}`);
    await c.getByText('Nobody has answered yet').waitFor();

    await a.getByRole('link', { name: 'Its page for authors' }).click();
    const next = await begun(scene, { kind: 'alert', title: 'What we know by now' });
    await api(people.ana)('POST', `${ADVISORIES}/${next}/publish`, {});
    await button(a, 'Withdraw').click();
    await dialog.getByLabel('Reason, which readers see').fill('It is answered');
    await dialog.getByLabel('Superseded by').selectOption({ label: 'What we know by now' });
    await dialog.getByRole('button', { name: 'Say that it is superseded' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await c.reload();
    await c.getByText('It is answered').waitFor();
    await c.getByRole('link', { name: 'What we know by now' }).click();
    await c.waitForURL(new RegExp(`/advisories/${next}$`));
    await goTo(c, '/advisories');
    await c.getByRole('link', { name: /Who has seen it\?.*superseded/ }).waitFor();
    for (const { deeds } of [ofAna, ofBo, ofCy]) expect(deeds).toEqual([]);
  });
});
