import { withBrowser } from './support/browser.js';
import { type Scene, startScene } from './support/console.js';
import { until } from './support/until.js';

const LONG = 120_000;

withBrowser('what a person chose of the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it(
    'is the same in another browser, and nobody else’s',
    async () => {
      const { ana, al } = scene.alliance.people;
      const kept = async (who: typeof ana) =>
        (await scene.alliance.api(who)<{ person: { preferences: object } }>('GET', '/api/v1/me')).body.person
          .preferences;
      {
        await using window = await scene.window(ana);
        await window.page.goto('/settings');
        await window.page.getByRole('combobox', { name: 'Language' }).selectOption('fr');
        await window.page.getByRole('heading', { name: 'Réglages' }).waitFor();
        await until('it to be kept', async () => JSON.stringify(await kept(ana)).includes('fr'));
        expect(window.deeds).toEqual([]);
      }
      await using elsewhere = await scene.window(ana);
      await elsewhere.page.goto('/settings');
      await elsewhere.page.getByRole('heading', { name: 'Réglages' }).waitFor();
      // also where the page is there first, and learns later who looks at it
      await elsewhere.page.evaluate('localStorage.clear()');
      await elsewhere.page.route('**/api/v1/me', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await route.continue();
      });
      await elsewhere.page.reload();
      await elsewhere.page.getByRole('heading', { name: 'Réglages' }).waitFor();
      expect(await kept(ana)).toEqual({ language: 'fr' });
      expect(await kept(al)).toEqual({});
    },
    LONG,
  );

  it('is kept part by part, and nothing else with it', async () => {
    const { people, api } = scene.alliance;
    const bo = api(people.bo);
    const change = (preferences: object) => bo<{ person: object }>('PATCH', '/api/v1/me', { preferences });
    await change({ zone: 'local' });
    expect((await change({ single_keys: false })).body.person).toMatchObject({
      name: expect.any(String),
      preferences: { zone: 'local', single_keys: false },
    });
    for (const wrong of [{ zone: 'mars' }, { theme: 'dark' }, []]) expect((await change(wrong)).status).toBe(422);
    expect((await api(scene.alliance.keys.b)('PATCH', '/api/v1/me', { preferences: {} })).status).toBe(403);
  });
});
