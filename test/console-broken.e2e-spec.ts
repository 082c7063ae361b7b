import { withBrowser } from './support/browser.js';
import { goTo, readyLine, type Scene, startScene } from './support/console.js';

withBrowser('a screen of the console that can’t be drawn', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it('says what to do, and has the details to copy; the rest of the console goes on', async () => {
    await using window = await scene.window(scene.alliance.people.ana);
    const { page } = window;
    let body: string | undefined = '{"items":[null]}';
    await page.route(
      (url) => url.pathname === '/api/v1/advisories',
      (route) => (body === undefined ? route.fallback() : route.fulfill({ contentType: 'application/json', body })),
    );
    await page.goto('/advisories?show=secret.example');
    await page.getByRole('heading', { level: 1, name: 'This page can’t be shown' }).waitFor();
    const details = await readyLine(page, 'What happened');
    expect(details).toContain('/advisories');
    expect(details).toMatch(/TypeError: .+/);
    expect(details).not.toContain('secret.example');
    await page.getByRole('button', { name: /What happened/ }).waitFor(); // copies it
    await page.getByRole('link', { name: 'Live feed', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Live feed' }).waitFor();
    await goTo(page, '/advisories');
    await page.getByRole('heading', { level: 1, name: 'This page can’t be shown' }).waitFor();
    body = undefined;
    await page.getByRole('button', { name: 'Load the page anew' }).click();
    await page.getByText('No advisories yet').waitFor();
  }, 120_000);
});
