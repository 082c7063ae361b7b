import { withBrowser } from './support/browser.js';
import { goTo, readyLine, type Scene, startScene } from './support/console.js';

withBrowser('a screen of the console that can’t be drawn', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it('says what to do, and has the details to copy; the rest of the console goes on', async () => {
    await using window = await scene.window(scene.alliance.people.adminA);
    const { page } = window;
    let body: string | undefined = '{"items":[null]}';
    await page.route(
      (url) => url.pathname === '/api/v1/webhooks',
      (route) => (body === undefined ? route.fallback() : route.fulfill({ contentType: 'application/json', body })),
    );
    await goTo(page, '/webhooks?filter=secret.example');
    await page.getByRole('heading', { level: 1, name: 'This page can’t be shown' }).waitFor();
    const details = await readyLine(page, 'What happened');
    expect(details).toContain('/webhooks');
    expect(details).toMatch(/TypeError: .+/);
    expect(details).not.toContain('secret.example');
    await page.getByRole('button', { name: /What happened/ }).waitFor(); // copies it
    await page.getByRole('link', { name: 'Live feed', exact: true }).click();
    await page.getByText('The wire is open').waitFor();
    await goTo(page, '/webhooks');
    await page.getByRole('heading', { level: 1, name: 'This page can’t be shown' }).waitFor();
    body = undefined;
    await page.getByRole('button', { name: 'Load the page anew' }).click();
    await page.getByText('No webhooks').waitFor();
  }, 120_000);
});
