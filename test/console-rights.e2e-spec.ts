import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';

withBrowser('what the console offers to whom', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('a screen of deeds that the hub would refuse says for whom it is, and offers none', async () => {
    const { ray, ana, adminA, root } = scene.alliance.people;
    const office = ['/people', '/keys', '/webhooks', '/webhooks/x', '/sources', '/signing-keys', '/audit'];
    const closed = new Map([
      [ray, [...office, '/submit', '/imports', '/health']],
      [ana, [...office, '/health']],
      [adminA, ['/health']],
      [root, ['/webhooks', '/sources']],
    ]);
    const open = new Map([
      [ray, ['/feed', '/search', '/members', '/groups', '/warninglists', '/settings']],
      [ana, ['/submit', '/imports']],
      [adminA, office.filter((path) => path !== '/webhooks/x')],
      [root, ['/people', '/health', '/warninglists']],
    ]);
    for (const who of closed.keys()) {
      await using window = await scene.window(who);
      const { page, deeds } = window;
      const isClosed = page.getByRole('heading', { name: /: not for you$/ });
      for (const path of closed.get(who)!) {
        await goTo(page, path);
        await isClosed.waitFor();
        expect([path, await page.locator('main').getByRole('button').count()]).toEqual([path, 0]);
      }
      for (const path of open.get(who)!) {
        await goTo(page, path);
        await page.locator('main h1').waitFor();
        expect([path, await isClosed.count()]).toEqual([path, 0]);
      }
      expect(deeds).toEqual([]);
    }
  });

  it('who can’t sign, for there is no key, is told so, and led to where one is made', async () => {
    const { people, api } = scene.alliance;
    const ana = api(people.ana);
    const draft = { kind: 'alert', title: 'Patch now', tlp: 'green', severity: 'high', body: 'Words.' };
    const { body } = await ana('POST', '/api/v1/advisories', { ...draft, signers: ['cert-a', 'cert-b'] });
    const path = `/advisories/${String(body['id'])}`;
    for (const step of ['review', 'call']) {
      const { body: work } = await ana('GET', `/api/v1${path}/work`);
      const { status } = await ana('POST', `/api/v1${path}/${step}`, {
        ...(step === 'call' && { revision: work['revision'] }),
      });
      expect([step, status]).toEqual([step, 200]);
    }
    await using ofAna = await scene.window(people.ana);
    await goTo(ofAna.page, `${path}/work`);
    await ofAna.page.getByText('Your organisation has no signing key').waitFor();
    expect(await ofAna.page.getByRole('button', { name: /^Sign/ }).count()).toBe(0);
    await goTo(ofAna.page, `${path}/edit`);
    await ofAna.page.getByText('Nobody has signed it yet.').waitFor();
    await ofAna.page.getByRole('button', { name: 'Change it', exact: true }).waitFor();
    await using ofAdmin = await scene.window(people.adminA);
    const { page } = ofAdmin;
    await goTo(page, `${path}/work`);
    await page.getByRole('link', { name: 'Make a signing key' }).click();
    await page.waitForURL(/\/signing-keys$/);
    const { status } = await api(people.adminA)('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
    expect(status).toBe(201);
    await ofAna.page.reload();
    await goTo(ofAna.page, `${path}/work`);
    await ofAna.page.getByRole('button', { name: 'Sign for cert-a' }).waitFor();
  });
});
