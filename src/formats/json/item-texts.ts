import { JsonCutter } from './json-cutter.js';
import { compactJson, keepText } from './json-text.js';

/**
 * Keeps the texts of the items of a body that was parsed as a whole ({@link textOf}): of an array, of the list of this name in
 * an object, or of the one object that it is. Only the text of that very item is kept, never that of what is around it.
 */
export function keepItemTexts(body: object, raw: Buffer, list: string): void {
  const listed: unknown = Array.isArray(body) ? body : (body as Record<string, unknown>)[list];
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [body];
  const begins = Array.isArray(body) ? '[' : Array.isArray(listed) ? `${list}[` : 'line ';
  const texts = new JsonCutter(list, Infinity)
    .push(raw)
    .flatMap((cut) => (cut.kind === 'value' && cut.bytes && placeInFile(cut.at).startsWith(begins) ? [cut.bytes] : []));
  if (texts.length !== items.length) return;
  for (const [i, item] of items.entries())
    if (typeof item === 'object' && item !== null) keepText(item, compactJson(texts[i]!));
}

/** A place without the line that its file begins in. */
const placeInFile = (at: string): string => at.replace(/^line \d+, /, '');
