import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBrowser } from './browser.js';
import { type Cuttable, startCuttable } from './cuttable.js';
import { type Hub, startHub } from './hub.js';
import { type Alliance, PASSWORD, type Person, seedAlliance } from './people.js';

/** A hub with an alliance, and a browser in front of it. */
export interface Scene extends AsyncDisposable {
  readonly hub: Hub;
  readonly alliance: Alliance;
  readonly browser: Browser;
  /** Between the two; its address is where the console is. */
  readonly wire: Cuttable;
  readonly url: string;
  /** A window of somebody who is signed in, or of nobody. What it does that it should not is in `deeds`. */
  window(who?: Person, options?: WindowOptions): Promise<Window>;
}

export interface WindowOptions {
  readonly dark?: boolean;
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
}

export interface Window extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to elsewhere, messages of the policy, errors of scripts. */
  readonly deeds: string[];
}

export async function startScene(env: Record<string, string> = {}): Promise<Scene> {
  const wire = await startCuttable();
  const hub = await startHub({ ALLOWED_ORIGINS: wire.url, PUBLIC_URL: wire.url, ...env });
  wire.lead(hub.url);
  const [alliance, browser] = await Promise.all([seedAlliance(hub), startBrowser()]);
  return {
    hub,
    alliance,
    browser,
    wire,
    url: wire.url,
    window: (who, options) => openWindow(browser, wire.url, who, options),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await wire[Symbol.asyncDispose]();
      await hub[Symbol.asyncDispose]();
    },
  };
}

/** What cert-a’s key finds: a person’s oldest session ends when a sixth begins, a key goes on. */
export async function foundIn({ alliance }: Scene, q: string): Promise<Record<string, unknown>[]> {
  const path = `/api/v1/search?limit=500&q=${encodeURIComponent(q)}`;
  const { status, body } = await alliance.api(alliance.keys.a)<{ objects: Record<string, unknown>[] }>('GET', path);
  if (status !== 200) throw new Error(`${q}: ${JSON.stringify(body)}`);
  return body.objects;
}

/** A window of a browser before a hub at `url`; see {@link Scene}. */
export async function openWindow(
  browser: Browser,
  url: string,
  who?: Person,
  options: WindowOptions = {},
): Promise<Window> {
  const context = await browser.newContext({
    locale: options.language ?? 'en-GB',
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1360, height: options.height ?? 820 },
    baseURL: url,
    reducedMotion: 'reduce',
  });
  const deeds: string[] = [];
  // looked at and not held up: each that is goes by way of this process, and past the browser's cache
  context.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) deeds.push(`request ${request.url()}`);
  });
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => deeds.push(`error ${error.message}`));
  page.on('popup', () => deeds.push('new window'));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => deeds.push('dialog')));
  page.on('console', (message) => {
    // that a request was refused is the page's to show; that the policy was broken is ours to know
    if (/Content Security Policy|Warning:|Uncaught/.test(message.text())) deeds.push(`console ${message.text()}`);
  });
  if (who) await arrive(context, page, who, url);
  return { page, context, deeds, [Symbol.asyncDispose]: () => context.close() };
}

/** With the session that somebody has open; by the sign-in page, where that has ended. */
async function arrive(context: BrowserContext, page: Page, who: Person, url: string): Promise<void> {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(who.cookie) ?? [];
  await context.addCookies([
    { name, value, url: url.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Strict' },
  ]);
  await page.goto('/feed');
  const gate = page.locator('input[name=password]');
  await page.locator('.rail').or(gate).first().waitFor();
  if (await gate.isVisible()) await enter(page, who);
}

/** To another address of the console, as a link leads there: the page is not loaded anew. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'));`);

/** A file let fall on the place that is for it. */
export async function drop(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const base64 = Buffer.from(content).toString('base64');
  const data = await page.evaluateHandle(
    `(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (char) => char.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], ${JSON.stringify(name)}));
      return data;
    })()`,
  );
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: data });
}

/** As people do it: by the sign-in page. */
export async function enter(page: Page, { email }: Pick<Person, 'email'>, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('.rail').waitFor();
}

export const dialogOf = (page: Page) => page.getByRole('dialog');

/** The text that stands under a title, to be taken elsewhere. */
export const readyLine = (page: Page, title: string): Promise<string> =>
  page
    .locator('.ready', { has: page.getByText(title, { exact: true }) })
    .locator('code')
    .innerText();
