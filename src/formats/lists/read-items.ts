import { Fault } from '../../kernel/index.js';
import { parseJson } from '../json/parse-json.js';
import type { Found, Reader } from '../reading.js';
import { namedItem } from './named-item.js';
import { type Line, textLines } from './text-lines.js';

/** Reads JSON lines of the hub's own items: an indicator by value or by pattern, a value as a string, or a STIX object, on each. */
export const itemsReader: Reader = async function* (bytes) {
  for await (const lines of textLines(bytes))
    for (const line of lines) if (line.text.trim() || line.tooLong) yield item(line);
};

function item({ no, text, tooLong }: Line): Found {
  const at = `line ${no}`;
  if (tooLong) return { at, fault: new Fault('body_too_large', 'the line is too long') };
  try {
    return { at, item: lineItem(parseJson(Buffer.from(text))) };
  } catch (error) {
    if (error instanceof Fault) return { at, fault: error };
    throw error;
  }
}

const lineItem = (json: unknown): unknown => (typeof json === 'string' ? { value: json } : namedItem(json));
