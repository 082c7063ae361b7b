import type { Page } from 'playwright-core';

/** Texts by their keys, one within the other. */
interface Texts {
  readonly [key: string]: string | Texts;
}

const flat = (texts: Texts): string[] =>
  Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : flat(text)));
const written = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
/** Said with whatever stands in its gaps; what is but gaps and marks says nothing of a language. */
const saying = (text: string): string[] => {
  const parts = text.split(/\{\{\w+\}\}/);
  return /\p{L}{3}/u.test(parts.join('')) ? [parts.map(written).join('.+')] : [];
};

/** Tells what is one of the `foreign` texts and none of one’s own. */
export function inOneLanguageAlone(foreign: Texts, own: Texts): (said: string) => boolean {
  const [theirs, ours] = [foreign, own].map(
    (texts) => new RegExp(`^(?:${flat(texts).flatMap(saying).join('|')})$`, 'u'),
  ) as [RegExp, RegExp];
  return (said) => theirs.test(said) && !ours.test(said);
}

const SAID = `(() => {
  const said = new Set([document.title]);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const box = text.parentElement;
    // what the hub itself says is marked as English; code is of no language, and advisories are of their authors'
    if (box.closest('script, style, code, pre, [lang=en], .prose, .diff')) continue;
    if (box.closest('option') || box.checkVisibility()) said.add(text.data.trim());
  }
  for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
    for (const box of document.querySelectorAll('[' + name + ']')) said.add(box.getAttribute(name).trim());
  return [...said];
})()`;

/** All that a page says: to be seen, to be chosen, and told to screen readers. */
export const saidOn = (page: Page): Promise<string[]> => page.evaluate<string[]>(SAID);
