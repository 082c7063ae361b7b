import { mkdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { PICTURES } from './browser.js';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Ends when what was drawn stays as it is: no animation runs, and nothing was drawn anew in two frames. */
export const SETTLED = `(async () => {
  for (let still = 0; still < 2; still = document.getAnimations().some(({ playState }) => playState === 'running') ? 0 : still + 1)
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 16)));
})()`;

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** What axe finds wrong (WCAG 2.2 AA), in words. */
export async function faultsOf(page: Page, rules: object = { type: 'tag', values: TAGS }): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate<Found>(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'], preload: false })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/**
 * What is wrong with a screen: by all of axe's rules in the light theme, by those of colour in the dark one, which has the same
 * markup; and whether something scrolls sideways at 320 pixels. Keeps pictures, where they are asked for.
 */
export async function looked(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', undefined],
    ['dark', { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.evaluate(SETTLED);
    faults.push(...(await faultsOf(page, rules)).map((fault) => `${name}, ${colorScheme}: ${fault}`));
    await picture(page, `${name}-${colorScheme}`);
  }
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  await page.evaluate(SETTLED);
  const over = await page.evaluate<number>(
    `Math.max(document.documentElement.scrollWidth, document.querySelector('#main')?.scrollWidth ?? 0) - innerWidth`,
  );
  if (over > 0) faults.push(`${name}: ${over} pixels too wide for 320`);
  await picture(page, `${name}-narrow`);
  await page.setViewportSize(size);
  return faults;
}

/** Keeps what is to be seen, where pictures are asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}
