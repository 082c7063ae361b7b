import { withBrowser } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { goTo, type Scene, startScene } from './support/console.js';
import { furnish, furnishDesk, furnishOffice } from './support/furnished.js';
import {
  allianceScreens,
  analystScreens,
  authorScreens,
  GATE_SCREENS,
  officeScreens,
  type Screen,
} from './support/screens.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';
import { zoomed } from './support/zoomed.js';

/** The page's policy takes styles from no markup. */
const PLANTED = `(() => {
  document.activeElement.blur();
  const main = document.querySelector('main');
  main.insertAdjacentHTML('beforeend', \`<div>
    <h4>Too deep</h4><h1>One more</h1><p>Small print</p><div tabindex="0"></div><button aria-label="a"></button><button aria-label="b"></button>
  </div>\`);
  const styles = { '.shell': 'height: 100dvh', main: 'overflow: auto', 'main > div:last-of-type p': 'font-size: 9px',
    'main div[tabindex]': 'width: 1400px; height: 9px', 'main [aria-label=a]': 'width: 10px', 'main [aria-label=b]': 'width: 30px; height: 30px' };
  for (const [one, style] of Object.entries(styles)) document.querySelector(one).style.cssText = style;
})()`;

withBrowser('the console, enlarged and heard', () => {
  let scene: Scene;
  let receiver: Receiver;
  let screens: Record<'nobody' | 'ana' | 'adminA' | 'root', readonly Screen[]>;
  beforeAll(async () => {
    const good = certificate();
    receiver = await Receiver.start(good);
    scene = await startScene(envFor(receiver, good));
    const seen = await furnish(scene);
    const desk = await furnishDesk(scene);
    const office = await furnishOffice(scene, receiver);
    screens = {
      nobody: GATE_SCREENS,
      ana: [...analystScreens(seen), ...authorScreens(desk)],
      adminA: officeScreens(office),
      root: allianceScreens({ member: scene.alliance.org['cert-b'], group: office.group }),
    };
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('finds what is planted', async () => {
    await using window = await scene.window(scene.alliance.people.root);
    const { page } = window;
    const look = await zoomed(page);
    await goTo(page, '/health');
    await page.getByText('serving').first().waitFor();
    await page.locator('main h1:focus').waitFor();
    expect(await look('health')).toEqual([]);
    await page.evaluate(PLANTED);
    const faults = await look('health');
    expect(faults.map((fault) => fault.replaceAll(/\d+ (?=pixels)| tabindex 0.*/g, ''))).toEqual([
      'health: the focus is nowhere: body',
      'health: 2 first headings',
      'health: headings 1, 2, 4',
      'health: no name: generic div',
      'health: small, 16 × 6: <button aria-label="a"></button>',
      'health at 400 %: pixels too wide',
      'health at 400 %: only pixels of it are seen',
      'health at 400 %: 2 first headings',
      'health at 400 %: headings 1, 2, 4',
      'health at 400 %: small, 16 × 6: <button aria-label="a"></button>',
      'health, text twice as large: pixels too wide',
      'health, text twice as large: pixels, as before: <p></p>',
    ]);
  });

  it.each(['nobody', 'ana', 'adminA', 'root'] as const)(
    'at 400 %, with text twice as large and by what it tells a screen reader, each screen of %s is whole',
    async (who) => {
      await using window = await scene.window(who === 'nobody' ? undefined : scene.alliance.people[who]);
      const { page, deeds } = window;
      const look = await zoomed(page);
      const faults: string[] = [];
      await page.goto(who === 'nobody' ? '/sign-in' : '/settings');
      await page.locator('h1').waitFor();
      for (const [name, path, there] of screens[who]) {
        await goTo(page, path);
        await page.getByText(there).first().waitFor();
        await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
        faults.push(...(await look(name)));
      }
      expect(faults).toEqual([]);
      expect(deeds).toEqual([]);
    },
  );

  it('the focus goes on from what is taken away', async () => {
    await using window = await scene.window(scene.alliance.people.adminA);
    const { page } = window;
    await goTo(page, '/people');
    await page.locator('h1:focus', { hasText: 'People' }).waitFor();
    // a dialog that is closed: to what opened it
    await page.getByRole('button', { name: 'Invite somebody' }).press('Enter');
    await page.getByRole('dialog').getByLabel('E-mail').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('button:focus', { hasText: 'Invite somebody' }).waitFor();
    // a drawer that is closed: to its row
    await goTo(page, '/search?q=label%3Ahafnium');
    await page.locator('.scroller .row').first().press('Enter');
    await page.locator('.drawer').getByRole('button', { name: 'Close' }).press('Enter');
    await page.locator('.scroller .row:focus').waitFor();
    // a button that could not be pressed while its deed was under way: back
    await goTo(page, '/settings');
    const form = page.getByRole('form', { name: 'Password' });
    await form.getByLabel('Present password').fill('none of the bitterns');
    await form.getByLabel('New password').fill('five bitterns wade at noon');
    await form.getByRole('button', { name: 'Change password' }).press('Enter');
    await form.getByRole('alert').waitFor();
    await form.locator('button:focus', { hasText: 'Change password' }).waitFor();
    // a thing that is gone for good: to the heading of what it was in
    await goTo(page, '/keys');
    await page.getByRole('row', { name: /SIEM/ }).getByRole('button', { name: 'Revoke' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).press('Enter');
    await page.locator('h1:focus', { hasText: 'API keys' }).waitFor();
  });
});
