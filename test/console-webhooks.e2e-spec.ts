import { withBrowser } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { dialogOf, readyLine, type Scene, startScene } from './support/console.js';
import { until } from './support/until.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

const good = certificate();

withBrowser('webhooks in the console', () => {
  let scene: Scene;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start(good);
    scene = await startScene(envFor(receiver, good));
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('are added, show their secret once, post a test, pause, go on, post again what was posted, and are changed and removed', async () => {
    const { people, keys, api } = scene.alliance;
    const share = (value: string) =>
      api(keys.b)('POST', '/api/v1/indicators', { value, tlp: 'green', labels: ['hooked'] });
    await using window = await scene.window(people.adminA);
    const { page, deeds } = window;
    await page.goto('/webhooks');
    await page.getByText('You have none yet.').waitFor();
    await page.getByRole('button', { name: 'Add a webhook' }).first().click();
    await dialogOf(page).getByLabel('Name').fill('SOAR');
    await dialogOf(page).getByLabel('Address').fill('https://elsewhere.example/hook');
    await dialogOf(page).getByLabel('Filter').fill('label:hooked');
    await dialogOf(page).getByRole('button', { name: 'Add it' }).click();
    await dialogOf(page).getByText('The hub may not connect to this address.').waitFor();
    expect(await dialogOf(page).getByLabel('Address').getAttribute('aria-invalid')).toBe('true');
    expect(await dialogOf(page).getByLabel('Name').getAttribute('aria-invalid')).not.toBe('true');
    await dialogOf(page).getByLabel('Address').fill(receiver.url);
    await dialogOf(page).getByRole('button', { name: 'Add it' }).click();
    expect(await readyLine(page, 'Secret of “SOAR”')).toMatch(/^whsec_/);
    await page.getByRole('link', { name: 'SOAR' }).click();
    await dialogOf(page).getByText('Leave without it?').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await readyLine(page, 'Secret of “SOAR”')).toMatch(/^whsec_/);
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
    await page.getByRole('button', { name: 'Change the webhook' }).click();
    await dialogOf(page).getByLabel('Address').fill('https://elsewhere.example/hook');
    await dialogOf(page).getByLabel('Name').fill('SOAR two');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await dialogOf(page).getByText('The hub may not connect to this address.').waitFor();
    await dialogOf(page).getByLabel('Address').fill(receiver.url);
    await dialogOf(page).getByLabel('Filter').fill('label:hooked -type:url');
    await dialogOf(page).getByLabel('Sends up to').selectOption('green');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByText('The webhook “SOAR two” is changed').waitFor();
    await page.getByRole('heading', { level: 1, name: 'SOAR two' }).waitFor();
    const about = page.getByRole('region', { name: 'The webhook' });
    await about.getByText('label:hooked -type:url').waitFor();
    await about.getByText('TLP:GREEN', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'New secret' }).click();
    await dialogOf(page).getByRole('button', { name: 'New secret' }).click();
    expect(await readyLine(page, 'Secret of “SOAR two”')).toMatch(/^whsec_/);
    await page.goBack();
    await dialogOf(page).getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('link', { name: 'SOAR two' }).click();
    await about.waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialogOf(page).getByText('Remove the webhook “SOAR two”?').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('You have none yet.').waitFor();
    expect(deeds).toEqual([]);
  });
});
