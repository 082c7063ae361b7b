import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { PICTURES, startBrowser, withPictures } from './support/browser.js';
import { enter, openWindow } from './support/console.js';
import { startCuttable } from './support/cuttable.js';
import { type Demonstrated, demonstrated, pasted } from './support/demonstrated.js';
import { type Hub, startHub } from './support/hub.js';
import { shrunk } from './support/png.js';

const LONG = 240_000;
const MOST_BYTES = 200_000;
const WINDOW = { width: 1440, height: 900 };

interface Shot {
  readonly name: string;
  readonly theme?: 'light' | 'dark';
  readonly path: (demo: Demonstrated) => string;
  /** There once the screen is. */
  readonly there: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

/** A line for each screen. */
const SHOTS: readonly Shot[] = [
  { name: 'feed', path: () => '/feed', there: 'Live', act: openRow },
  { name: 'search', path: () => '/search?q=label%3Ahafnium+type%3Aipv4-addr', there: 'found' },
  { name: 'indicator', path: ({ indicator }) => `/objects/${indicator}?tab=said`, there: 'Seen' },
  { name: 'submit', path: () => '/submit', there: 'Values', act: paste },
  { name: 'lookup', path: () => '/lookup', there: 'Look up many' },
  { name: 'imports', path: () => '/imports', there: 'Imports' },
  { name: 'advisory-new', path: () => '/advisories/new', there: 'Choose what to begin with' },
  { name: 'searches', path: () => '/searches', there: 'Saved searches' },
  { name: 'members', path: () => '/members', there: 'cert-de' },
  { name: 'groups', path: () => '/groups', there: 'Sharing groups' },
  { name: 'people', path: () => '/people', there: 'Invite somebody' },
  { name: 'keys', path: () => '/keys', there: 'Make a key' },
  { name: 'webhooks', theme: 'dark', path: () => '/webhooks', there: 'Webhooks' },
  { name: 'audit', path: () => '/audit', there: 'Audit record' },
  { name: 'advisories', path: () => '/advisories', there: 'Exchange' },
  { name: 'advisory', theme: 'dark', path: ({ advisory }) => `/advisories/${advisory}`, there: '✓ cert-nz' },
  { name: 'dashboard', path: () => '/dashboard', there: 'Where it comes from' },
  {
    name: 'dashboard-dark',
    theme: 'dark',
    path: () => '/dashboard?by=type',
    there: 'Where it comes from',
    act: below,
  },
  { name: 'settings', theme: 'dark', path: () => '/settings', there: 'Where you are signed in' },
];

async function openRow(page: Page): Promise<void> {
  await page.locator('.scroller .row[data-id^=indicator]').nth(3).click();
  await page.getByRole('complementary').getByText('STIX id').waitFor();
}

async function paste(page: Page): Promise<void> {
  await page.getByLabel('Values').fill(pasted());
  await page.getByLabel('TLP').selectOption('amber');
  await page.getByText('members will see this').waitFor();
}

function below(page: Page): Promise<void> {
  return page.locator('.heat').evaluate((box) => box.scrollIntoView());
}

withPictures('pictures of the console', () => {
  let hub: Hub;
  let url: string;
  let demo: Demonstrated;
  let browser: Browser;
  const ends: (() => PromiseLike<unknown>)[] = [];
  beforeAll(async () => {
    const wire = await startCuttable();
    hub = await startHub({ ALLOWED_ORIGINS: wire.url, PUBLIC_URL: wire.url });
    ends.push(
      () => hub[Symbol.asyncDispose](),
      () => wire[Symbol.asyncDispose](),
    );
    wire.lead(hub.url);
    url = wire.url;
    browser = await startBrowser();
    ends.unshift(() => browser.close());
    demo = await demonstrated(hub);
  }, 120_000);
  afterAll(async () => {
    for (const end of ends) await end();
  });

  it.each(['light', 'dark'] as const)(
    'show each screen of the demonstration in one window, %s, and are small',
    async (theme) => {
      await using window = await openWindow(browser, url, undefined, { ...WINDOW, dark: theme === 'dark' });
      const { page, deeds } = window;
      const { email, password } = demo.made.profiles['cert-nz']!;
      await enter(page, { email }, password);
      const sizes: [string, number][] = [];
      for (const { name, path, there, act } of SHOTS.filter((shot) => (shot.theme ?? 'light') === theme)) {
        await page.goto(path(demo));
        await page.getByText(there).first().waitFor();
        await act?.(page);
        await page.waitForTimeout(800);
        const png = shrunk(await page.screenshot());
        sizes.push([name, png.length]);
        if (PICTURES) {
          mkdirSync(PICTURES, { recursive: true });
          writeFileSync(`${PICTURES}/${name}.png`, png);
        }
      }
      expect(sizes.filter(([, size]) => size > MOST_BYTES)).toEqual([]);
      expect(deeds).toEqual([]);
    },
    LONG,
  );
});
