import type { Page } from 'playwright-core';
import type { Scene } from './console.js';

export const ADVISORIES = '/api/v1/advisories';

/** Resolves once the editor says that all is on the hub’s disk. */
export const saved = (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .getByText(/^Saved \d\d:\d\d:\d\dZ$/)
    .waitFor();

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** An advisory of ana’s, begun by the API; its id. */
export async function begun({ alliance }: Scene, more: Record<string, unknown>): Promise<string> {
  const text = { kind: 'advisory', title: 'Begun', tlp: 'green', body: 'First words.', ...more };
  const { body } = await alliance.api(alliance.people.ana)('POST', ADVISORIES, text);
  return String(body['id']);
}
