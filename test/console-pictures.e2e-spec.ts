import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { PICTURES, startBrowser, withPictures } from './support/browser.js';
import { certificate } from './support/certificate.js';
import { enter, openWindow } from './support/console.js';
import { startCuttable } from './support/cuttable.js';
import { type Demonstrated, demonstrated, pasted } from './support/demonstrated.js';
import { type Hub, startHub } from './support/hub.js';
import { type Pictured, pictured } from './support/pictured.js';
import { Remote } from './support/remote.js';
import { shrunk } from './support/png.js';
import { TaxiiRemote } from './support/taxii-remote.js';
import { envFor } from './support/webhook-hub.js';
import { Receiver } from './support/webhook-receiver.js';

const MOST_BYTES = 150_000;
const WINDOW = { width: 1440, height: 900 };

interface Shot {
  readonly name: string;
  readonly theme?: 'light' | 'dark';
  /** cert-nz unless told: nobody, or cert-us, who keeps the alliance. */
  readonly who?: 'nobody' | 'cert-us';
  readonly path: (demo: Demonstrated & Pictured) => string | Promise<string>;
  /** There once the screen is. */
  readonly there: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

/** A line for each screen. */
const SHOTS: readonly Shot[] = [
  { name: 'sign-in', who: 'nobody', path: () => '/sign-in', there: 'No account' },
  { name: 'warninglists', who: 'cert-us', path: () => '/warninglists', there: 'of every hub' },
  { name: 'health', who: 'cert-us', theme: 'dark', path: () => '/health', there: 'serving' },
  { name: 'feed', path: () => '/feed', there: 'Live', act: openRow },
  { name: 'search', path: () => '/search?q=label%3Ahafnium+type%3Aipv4-addr', there: 'found' },
  { name: 'indicator', path: ({ indicator }) => `/objects/${indicator}?tab=said`, there: 'Seen' },
  { name: 'submit', path: () => '/submit', there: 'Values', act: paste },
  { name: 'lookup', path: () => '/lookup', there: 'Look up many' },
  { name: 'imports', path: () => '/imports', there: 'Imports' },
  { name: 'advisory-new', path: () => '/advisories/new', there: 'Choose what to begin with' },
  { name: 'searches', path: () => '/searches', there: 'Saved searches' },
  { name: 'advisory-edit', path: ({ draft }) => `/advisories/${draft}/edit`, there: 'Saved' },
  { name: 'advisory-work', path: ({ draft }) => `/advisories/${draft}/work`, there: 'Next step' },
  { name: 'matrix', path: ({ answered }) => `/advisories/${answered}`, there: 'Who answered', act: matrix },
  { name: 'member', path: ({ member }) => `/members/${member}`, there: 'By label' },
  { name: 'webhook', path: ({ webhook }) => `/webhooks/${webhook}`, there: 'Deliveries' },
  { name: 'signing-keys', path: () => '/signing-keys', there: 'in use' },
  { name: 'members', path: () => '/members', there: 'cert-de' },
  { name: 'groups', path: () => '/groups', there: 'Sharing groups' },
  { name: 'people', path: () => '/people', there: 'Invite somebody' },
  { name: 'keys', path: () => '/keys', there: 'Make a key' },
  { name: 'webhooks', theme: 'dark', path: () => '/webhooks', there: 'Webhooks' },
  { name: 'sources', path: () => '/sources', there: 'Maritime ISAC' },
  { name: 'source', theme: 'dark', path: ({ source }) => `/sources/${source}`, there: 'Not taken' },
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
  { name: 'import', path: async ({ job }) => `/imports/${await job()}`, there: 'sinkhole-of-march.csv' },
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

function matrix(page: Page): Promise<void> {
  return page
    .getByText('Who answered')
    .first()
    .evaluate((box) => box.scrollIntoView());
}

function below(page: Page): Promise<void> {
  return page.locator('.heat').evaluate((box) => box.scrollIntoView());
}

withPictures('pictures of the console', () => {
  let hub: Hub;
  let url: string;
  let demo: Demonstrated & Pictured;
  let browser: Browser;
  const ends: (() => PromiseLike<unknown>)[] = [];
  beforeAll(async () => {
    const wire = await startCuttable();
    const good = certificate();
    const receiver = await Receiver.start(good);
    const remote = await Remote.start(good);
    const ports = `${receiver.remote.port},${remote.port}`;
    hub = await startHub({
      ALLOWED_ORIGINS: wire.url,
      PUBLIC_URL: wire.url,
      ...envFor(receiver, good, { OUTBOUND_PORTS: ports }),
    });
    ends.push(
      () => hub[Symbol.asyncDispose](),
      () => wire[Symbol.asyncDispose](),
      () => receiver[Symbol.asyncDispose](),
      () => remote[Symbol.asyncDispose](),
    );
    wire.lead(hub.url);
    url = wire.url;
    browser = await startBrowser();
    ends.unshift(() => browser.close());
    const shown = await demonstrated(hub);
    demo = {
      ...shown,
      ...(await pictured(hub, shown, { receiver, taxii: new TaxiiRemote(remote, '/maritime/collections/c1/') })),
    };
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  it.each(['light', 'dark'] as const)(
    'show each screen of the demonstration in one window, %s, and are small',
    async (theme) => {
      const sizes: [string, number][] = [];
      const shots = SHOTS.filter((shot) => (shot.theme ?? 'light') === theme);
      for (const who of ['nobody', 'cert-us', 'cert-nz'] as const) {
        const own = shots.filter((shot) => (shot.who ?? 'cert-nz') === who);
        if (own.length === 0) continue;
        await using window = await openWindow(browser, url, undefined, { ...WINDOW, dark: theme === 'dark' });
        const { page, deeds } = window;
        const profile = demo.made.profiles[who];
        if (profile) await enter(page, profile, profile.password);
        for (const { name, path, there, act } of own) {
          await page.goto(await path(demo));
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
        expect(deeds).toEqual([]);
      }
      expect(sizes.filter(([, size]) => size > MOST_BYTES)).toEqual([]);
    },
  );
});
