import { setImmediate } from 'node:timers/promises';

/** Entries of a line. */
const LINE = 5_000;

/** A JSON array, so many entries a line: what is printed and parsed in one go, others having the event loop in between. */
export async function printEntries(entries: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (let from = 0; from < entries.length; from += LINE) {
    lines.push(JSON.stringify(entries.slice(from, from + LINE)).slice(1, -1));
    await setImmediate();
  }
  return `[${lines.join(',\n')}]`;
}

/** What {@link printEntries} has printed. */
export async function parseEntries(text: string): Promise<string[]> {
  const entries: string[] = [];
  for (const line of text.slice(1, -1).split(',\n')) {
    for (const entry of JSON.parse(`[${line}]`) as string[]) entries.push(entry);
    await setImmediate();
  }
  return entries;
}
