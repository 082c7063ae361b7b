import type { CDPSession, Page } from 'playwright-core';
import { SETTLED } from './axe.js';

const USUAL = { width: 1360, height: 820 };
/** A window of 1280 × 1024 at 400 %. */
const AT_400_PERCENT = { width: 320, height: 256 };
const UNHURRIED = { standard: 16, fixed: 13 };
const TWICE = { standard: 32, fixed: 26 };

/** What is to be seen, and what a finger or the keyboard can come to. */
const SEEN = `
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0 && !one.closest('.sr');
  const told = (one) => one.cloneNode(false).outerHTML.replace(/ (?:class|id|style|data-[a-z-]+)="[^"]*"/g, '').slice(0, 80);
  const all = (of) => [...document.querySelectorAll(of)].filter(isSeen);`;

const HEADINGS = `(() => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.checkVisibility()).map((one) => Number(one.localName[1]));
  const first = levels.filter((level) => level === 1).length;
  const jump = levels.findIndex((level, i) => level > (levels[i - 1] ?? 0) + 1);
  return [...(first === 1 ? [] : [first + ' first headings']), ...(jump < 0 ? [] : ['headings ' + levels.slice(0, jump + 1).join(', ')])];
})()`;

const FOCUS = `(() => {
  const here = document.activeElement;
  return here?.closest('main, [role=dialog]') ? [] : ['the focus is nowhere: ' + here?.localName];
})()`;

const SIDEWAYS = `(() => {
  const main = document.querySelector('main');
  const over = Math.max(document.documentElement.scrollWidth, main.scrollWidth) - innerWidth;
  return over > 0 ? [over + ' pixels too wide'] : [];
})()`;

/** At 400 % no frame that stays takes the place of what it is around. */
const CUT_OFF = `(() => {
  const main = document.querySelector('main');
  return main.scrollHeight > main.clientHeight + 1 ? ['only ' + main.clientHeight + ' pixels of it are seen'] : [];
})()`;

/** WCAG 2.5.8: 24 pixels, or as much room; in a line of text anything. A label is part of what it is of. */
const SMALL = `(() => {${SEEN}
  const STOP = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role=option], [role=menuitem]';
  const boxOf = (one) => (one.matches('[type=checkbox], [type=radio]') && one.labels?.[0] ? one.labels[0] : one).getBoundingClientRect();
  const isInText = (one) => getComputedStyle(one).display === 'inline' &&
    [...one.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
  const stops = all(STOP).map((one) => ({ one, box: boxOf(one) }));
  const isNear = (box, x, y) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12;
  return stops.filter(({ one, box }) => {
    if ((box.width > 23.9 && box.height > 23.9) || isInText(one)) return false;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return stops.some((other) => other.one !== one && !other.one.contains(one) && !one.contains(other.one) && isNear(other.box, x, y));
  }).map(({ one, box }) => 'small, ' + Math.round(box.width) + ' × ' + Math.round(box.height) + ': ' + told(one));
})()`;

/** How large the smallest text is, and where; drawings are as large as their box. */
const SMALLEST = `(() => {${SEEN}
  const said = all('body *').filter((one) => !one.closest('svg') && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ''));
  const sizes = said.map((one) => [Number.parseFloat(getComputedStyle(one).fontSize), told(one)]);
  return sizes.reduce((least, size) => (size[0] < least[0] ? size : least), [Infinity, '']);
})()`;

interface Node {
  readonly ignored: boolean;
  readonly backendDOMNodeId?: number;
  readonly role?: { value: string };
  readonly name?: { value: string };
  readonly properties?: readonly { name: string; value: { value: unknown } }[];
}

/** What can have the focus and has no name, as the browser tells it to a screen reader. */
async function nameless(cdp: CDPSession): Promise<string[]> {
  const { nodes } = (await cdp.send('Accessibility.getFullAXTree')) as unknown as { nodes: Node[] };
  const found = nodes.filter(
    ({ ignored, role, name, properties }) =>
      !ignored &&
      !['RootWebArea', 'main'].includes(role?.value ?? '') &&
      (name?.value ?? '').trim() === '' &&
      properties?.some((one) => one.name === 'focusable' && one.value.value === true),
  );
  return Promise.all(
    found.map(async ({ backendDOMNodeId: backendNodeId = 0, role }) => {
      const { node } = await cdp.send('DOM.describeNode', { backendNodeId });
      return `no name: ${role?.value} ${node.localName} ${(node.attributes ?? []).join(' ').slice(0, 80)}`;
    }),
  );
}

/** Looks at a page as those do who need it larger, or hear it. */
export async function zoomed(page: Page): Promise<(name: string) => Promise<string[]>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Page.enable');
  await cdp.send('Accessibility.enable');
  const ask = <T = string[]>(question: string) => page.evaluate<T>(question);
  const draw = async (size: { width: number; height: number }, fontSizes = UNHURRIED) => {
    await cdp.send('Page.setFontSizes', { fontSizes });
    await page.setViewportSize(size);
    await ask(SETTLED);
  };
  return async (name) => {
    const faults: string[] = [];
    const found = (where: string, these: readonly string[]) =>
      faults.push(...these.map((fault) => `${name}${where}: ${fault}`));
    found('', [...(await ask(FOCUS)), ...(await ask(HEADINGS)), ...(await nameless(cdp)), ...(await ask(SMALL))]);
    const [usual] = await ask<[number, string]>(SMALLEST);
    await draw(AT_400_PERCENT);
    found(' at 400 %', [
      ...(await ask(SIDEWAYS)),
      ...(await ask(CUT_OFF)),
      ...(await ask(HEADINGS)),
      ...(await ask(SMALL)),
    ]);
    await draw(USUAL, TWICE);
    const [twice, where] = await ask<[number, string]>(SMALLEST);
    found(', text twice as large', await ask(SIDEWAYS));
    if (twice < 2 * usual) found(', text twice as large', [`${twice} pixels, as before: ${where}`]);
    await draw(USUAL);
    return faults;
  };
}
