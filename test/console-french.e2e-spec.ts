import type { Page } from 'playwright-core';
import { en } from '../web/src/i18n/en.ts';
import { fr } from '../web/src/i18n/fr.ts';
import { faultsOf } from './support/axe.js';
import { withBrowser } from './support/browser.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { furnish, furnishDesk } from './support/furnished.js';
import { inOneLanguageAlone, saidOn } from './support/languages.js';

const isEnglish = inOneLanguageAlone(en, fr);

/** What a French screen says in English; seeded keys have names that read like it. */
const englishOn = async (page: Page): Promise<string[]> =>
  (await saidOn(page)).filter((text) => isEnglish(text) && !/^key [0-9a-f]{16}$/.test(text));

withBrowser('the console in French', () => {
  let scene: Scene;
  let at: Awaited<ReturnType<typeof furnish>> & Awaited<ReturnType<typeof furnishDesk>> & { group: string };
  beforeAll(async () => {
    scene = await startScene();
    const { people, org, api } = scene.alliance;
    const members = [org['cert-a'], org['cert-b']];
    const { body } = await api(people.root)('POST', '/api/v1/groups', { name: 'Faucon', members });
    const admin = api(people.adminA);
    await admin('POST', '/api/v1/keys', { name: 'SIEM', scopes: ['read'] });
    await admin('POST', '/api/v1/signing-keys', { kept_by: 'hub' });
    await admin('POST', '/api/v1/invitations', { email: 'ines@cert-a.example', role: 'analyst' });
    at = { ...(await furnish(scene)), ...(await furnishDesk(scene)), group: String(body['id']) };
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it('says nothing in English on any screen, and axe finds no fault there, either', async () => {
    const { people, org } = scene.alliance;
    const object = `/objects/${at.indicator}`;
    const { place } = fr;
    const screens: Record<'ana' | 'adminA' | 'root', readonly (readonly [path: string, there: string, axe?: true])[]> =
      {
        ana: [
          ['/feed', 'En direct', true],
          ['/feed?q=label%3Anothing', fr.feed.emptyFilter],
          ['/search', place.search],
          ['/search?q=label%3Ahafnium', 'trouvés', true],
          ['/search?q=label%3Anothing', fr.search.none],
          ['/lookup', fr.many.title],
          ['/submit', 'Valeurs', true],
          ['/imports', 'hosts.csv'],
          [`/imports/${at.job}`, 'CSV'],
          ['/advisories', 'Exchange'],
          ['/advisories?show=work', 'SILK HERON'],
          ['/advisories/new', fr.new.title],
          ['/advisories/quotes', fr.quotes.none],
          [`/advisories/${at.advisory}`, 'Réponse de votre organisation', true],
          [`/advisories/${at.request}`, 'Qui a répondu'],
          [`/advisories/${at.draft}/edit`, fr.write.done],
          [`/advisories/${at.draft}/work`, 'By when?'],
          [`/advisories/${at.draft}/work?tab=changes`, fr.work.tab.changes],
          [`/advisories/${at.draft}/work?tab=record`, fr.work.tab.record],
          [object, 'Motif', true],
          [`${object}?tab=said`, fr.said.yours],
          [`${object}?tab=provenance`, fr.provenance.related],
          [`${object}?tab=history`, fr.history.before],
          ['/searches', place.searches],
          [`/searches/${at.search}`, 'HAFNIUM of March'],
          ['/dashboard', 'D’où cela vient', true],
          ['/dashboard?as=table&by=type', fr.dashboard.heat.type],
          ['/settings', fr.notices.publication, true],
          ['/nowhere', fr.notFound.title],
          ['/objects/indicator--00000000-0000-4000-8000-000000000000', fr.fault.not_found],
        ],
        adminA: [
          ['/feed', fr.first.title],
          ['/people', 'ines@cert-a.example'],
          ['/keys', fr.keys.rotate],
          ['/signing-keys', fr.signing.inUse],
          ['/groups', fr.groups.leave],
          [`/groups/${at.group}`, fr.groups.leave, true],
          ['/webhooks', fr.webhooks.none],
          ['/sources', fr.sources.none, true],
          ['/audit', 'key.create', true],
          [`/members/${org['cert-b']}`, fr.figures.mix, true],
        ],
        root: [
          ['/members', 'CERT-B'],
          [`/members/${org['cert-b']}`, fr.members.step.suspend],
          ['/groups', 'Faucon'],
          ['/warninglists', fr.lists.own],
          ['/health', fr.health.yes],
        ],
      };
    const faults: string[] = [];
    for (const [who, paths] of Object.entries(screens)) {
      await using window = await scene.window(people[who as keyof typeof screens], { language: 'fr-FR' });
      const { page, deeds } = window;
      for (const [path, there, axe] of paths) {
        await goTo(page, path);
        await page.getByText(there).locator('visible=true').first().waitFor();
        await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
        expect([path, await page.evaluate('document.documentElement.lang')]).toEqual([path, 'fr']);
        faults.push(...(await englishOn(page)).map((text) => `${who} ${path}: in English: ${text}`));
        if (axe) faults.push(...(await faultsOf(page)).map((fault) => `${who} ${path}: ${fault}`));
      }
      expect(deeds).toEqual([]);
      // what is planted is found: as it is, with a number in it, and where only a screen reader is told it
      await page.evaluate(
        `document.querySelector('#main').insertAdjacentHTML('beforeend', '<p>Saved searches</p><p>7 members</p><i aria-label="Sign out">x</i>')`,
      );
      expect((await englishOn(page)).toSorted()).toEqual(['7 members', 'Saved searches', 'Sign out']);
    }
    expect(faults).toEqual([]);
  });
});
