import { withBrowser } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { foundIn, type Scene, startScene } from './support/console.js';
import { csafDocument } from './support/csaf-document.js';
import { METADATA } from './support/csaf-pull.js';
import { looked } from './support/axe.js';
import { provide, Remote, signer } from './support/remote.js';
import { envFor } from './support/sources.js';
import { indicator, MARKING } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';

/** Under what the organisation’s only source comes in. */
async function floorOf({ alliance }: Scene): Promise<unknown> {
  const ask = alliance.api(alliance.people.adminA)<{ items: { tlp: string; audience: unknown }[] }>;
  const [{ tlp, audience } = {}] = (await ask('GET', '/api/v1/sources')).body.items;
  return { tlp, audience };
}

const good = certificate();

withBrowser('sources in the console', () => {
  let scene: Scene;
  let remote: Remote;
  let taxii: TaxiiRemote;
  beforeAll(async () => {
    remote = await Remote.start(good);
    taxii = new TaxiiRemote(remote);
    const answer = remote.otherwise;
    remote.otherwise = (request, response) =>
      request.headers.authorization === 'Bearer good'
        ? answer?.(request, response)
        : void response.writeHead(401, { 'content-type': 'application/taxii+json;version=2.1' }).end('{}');
    scene = await startScene(envFor([remote], good, { CSAF_PULL_MS: '200' }));
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await remote[Symbol.asyncDispose]();
  });

  it('are added, told why they fail, mended, pulled, paused, looked at anew and removed by an administrator', async () => {
    taxii.add(
      '2026-01-01T00:00:00.000Z',
      indicator('taken'),
      indicator('amber', { object_marking_refs: [MARKING.amber] }),
    );
    taxii.add('2026-01-02T00:00:00.000Z', indicator('secret', { object_marking_refs: [MARKING.red] }));
    await using window = await scene.window(scene.alliance.people.adminA);
    const { page, deeds } = window;
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByText('No sources').waitFor();
    await page.getByRole('button', { name: 'Add a source' }).last().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill('Neighbours');
    await form.getByLabel('Address').fill(taxii.url);
    await form.getByLabel('Signs in with').selectOption('bearer');
    await form.getByLabel('Token or key').fill('wrong');
    await form.getByLabel('TLP').selectOption('green');
    await form.getByText('4 of 4 members will see this').waitFor();
    expect(await form.getByRole('option', { name: 'TLP:RED' }).count()).toBe(0);
    await form.getByLabel('For whom').selectOption('list');
    expect(await form.getByRole('button', { name: 'Add it' }).isDisabled()).toBe(true); // nobody is chosen yet
    await form.getByLabel('For whom').selectOption('all');
    expect(await looked(page, 'new-source')).toEqual([]);
    await form.getByRole('button', { name: 'Add it' }).click();

    await page.getByRole('heading', { name: 'Neighbours' }).waitFor();
    await page.getByText('failing', { exact: true }).waitFor();
    await page.getByText('Last error').waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    await form.getByLabel('Signs in with').selectOption('bearer');
    await form.getByLabel('Token or key').fill('good');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Pull now' }).click();
    await page.getByText('in order', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'Not taken' }).getByText('red_requires_individuals').first().waitFor();
    const warned = page.getByRole('region', { name: 'Taken, with a remark' });
    await warned.getByText('So far there is nothing').waitFor();
    await warned.getByRole('link', { name: 'Warning lists' }).waitFor();
    expect((await foundIn(scene, '')).length).toBe(2);
    expect(await looked(page, 'source')).toEqual([]);

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Pull now' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('in order', { exact: true }).waitFor();
    const asked = taxii.asked.length;
    await page.getByRole('button', { name: 'Look at all anew' }).click();
    const ask = page.getByRole('dialog', { name: 'Look at all of “Neighbours” anew?' });
    await ask.getByRole('button', { name: 'Look at all anew' }).click();
    await ask.waitFor({ state: 'hidden' });
    await page.locator('.tiles > div', { hasText: 'Known already' }).getByText('2', { exact: true }).waitFor();
    expect(taxii.asked.length).toBeGreaterThan(asked);

    await page.getByRole('button', { name: 'Change' }).click();
    expect(await form.getByLabel('TLP').inputValue()).toBe('green');
    await form.getByLabel('TLP').selectOption('amber');
    await form.getByLabel('For whom').selectOption('list');
    await form.getByRole('checkbox').first().check();
    await form.getByText('2 of 4 members will see this').waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('region', { name: 'The source' }).getByText('TLP:AMBER').waitFor();
    const floor = await floorOf(scene);
    expect(floor).toEqual({ tlp: 'amber', audience: { organisations: [expect.any(String)] } });
    await page.getByRole('button', { name: 'Change' }).click();
    await form.getByText('2 of 4 members will see this').waitFor();
    await form.getByLabel('Name').fill('Neighbours');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    expect(await floorOf(scene)).toEqual(floor);
    // what no choice can say is not asked for, and is not widened by a change of the name
    const admin = scene.alliance.api(scene.alliance.people.adminA);
    const narrow = { rel_to: ['EU'], except: ['cert-c'] };
    const path = new URL(page.url()).pathname.replace('/sources', '/api/v1/sources');
    expect((await admin('PATCH', path, { audience: narrow })).status).toBe(200);
    await page.reload();
    await page.getByRole('button', { name: 'Change' }).click();
    await form.getByLabel('Name').fill('Neighbours');
    expect(await form.getByLabel('TLP').count()).toBe(0);
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    expect(await floorOf(scene)).toEqual({ tlp: 'amber', audience: narrow });

    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('row', { name: /Neighbours TAXII 2\.1 collection .* in order/ }).waitFor();
    expect(await looked(page, 'sources')).toEqual([]);
    await page.getByRole('link', { name: 'Neighbours' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The source “Neighbours” is removed').waitFor();
    await page.getByText('No sources').waitFor();
    expect((await foundIn(scene, '')).length).toBe(2);
    expect(deeds).toEqual([]);
  });

  it('of CSAF documents are added by address and fingerprint, asked, and removed', async () => {
    const acme = await signer();
    const document = { text: csafDocument({ id: 'A-1', title: 'One' }), updated: '2026-01-01T10:00:00Z' };
    const bad = { text: '{"document":{}}', updated: '2026-01-03T11:00:00Z' };
    await provide(remote, acme, { 'a-1.json': document, 'bad.json': bad });
    await using window = await scene.window(scene.alliance.people.adminA);
    const { page, deeds } = window;
    await page.goto('/sources');
    await page.getByRole('button', { name: 'Add a CSAF provider' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Address').fill(`${remote.url}${METADATA}`);
    await form.getByLabel('OpenPGP fingerprint').fill(acme.fingerprint.replaceAll(/(.{4})/g, '$1 ').trim());
    await form.getByLabel('TLP').selectOption('green');
    await form.getByText('4 of 4 members will see this').waitFor();
    expect(await looked(page, 'new-provider')).toEqual([]);
    await form.getByRole('button', { name: 'Add it' }).click();
    await form.waitFor({ state: 'hidden' });
    const row = page.getByRole('row', { name: new RegExp(`${acme.fingerprint}.* 1 1 in order`) });
    await row.waitFor();
    await row.getByText(/csaf_invalid/).waitFor();
    expect(await looked(page, 'providers')).toEqual([]);
    await row.getByRole('button', { name: 'Pull now' }).click();
    await row.getByRole('button', { name: 'Remove' }).click();
    await form.getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    await page.goto('/advisories');
    await page.getByText('One', { exact: true }).waitFor();
    expect(deeds).toEqual([]);
  });

  it('are no analyst’s: the menu has them not, and the address says whose they are', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page } = window;
    expect(await page.getByRole('link', { name: 'Sources' }).count()).toBe(0);
    await page.goto('/sources');
    await page.getByRole('heading', { name: 'Sources: not for you' }).waitFor();
  });
});
