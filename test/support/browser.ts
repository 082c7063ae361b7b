import type { Browser, Page } from 'playwright-core';
import { CHROMIUM } from './chromium.js';

export { startBrowser } from './chromium.js';

/** Tests that look with a browser: passed over, by name, where there is none. */
export const withBrowser = CHROMIUM ? describe : describe.skip;

/** Where pictures of the console are written, if anywhere. */
export const PICTURES = process.env['CONSOLE_PICTURES'];
/** Tests that do nothing but take pictures: passed over, by name, where none are asked for. */
export const withPictures = PICTURES === undefined ? describe.skip : withBrowser;

/** What a page did that it should not, as the browser itself tells. */
export interface Watch {
  readonly page: Page;
  /** Requests but for the page itself, dialogs, new windows, navigations, messages of a policy, errors of scripts. */
  readonly deeds: string[];
}

/** A new page that is looked at; nothing that it asks for from elsewhere leaves the machine. */
export async function watchedPage(browser: Browser, own: string, headers: Record<string, string> = {}): Promise<Watch> {
  const page = await browser.newPage();
  const deeds: string[] = [];
  await page.route('**/*', (route) => {
    const request = route.request();
    if (request.url().startsWith(own) && request.isNavigationRequest() && request.frame() === page.mainFrame())
      return route.continue({ headers: { ...request.headers(), ...headers } });
    deeds.push(`request ${request.url()}`);
    return route.abort();
  });
  page.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => deeds.push('new window'));
  page.on('pageerror', (error) => deeds.push(`error ${error.message}`));
  page.on('console', (message) => deeds.push(`console ${message.text()}`));
  page.on('frameattached', () => deeds.push('frame'));
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(own) && frame.url() !== 'about:blank') deeds.push(`navigation ${frame.url()}`);
  });
  return { page, deeds };
}
