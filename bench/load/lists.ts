import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemOf } from './indicators.js';

/** Published lists, where they are at hand: one value a line, comments after `#`. */
const LISTS = '../shared/data/open-load';
const VALUE = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9_-]+\.)+[a-z]{2,}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** The distinct values of all published lists; none where they are not at hand. */
function published(): string[] {
  if (!existsSync(LISTS)) return [];
  const lines = filesIn(LISTS).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const values = lines.map((line) => line.split(/[#\s,;]/)[0]!.toLowerCase()).filter((value) => VALUE.test(value));
  return [...new Set(values)];
}

/** So many items to submit in bulk: real values first, generated ones to make up the number. */
export function bulkItems(count: number): { items: Record<string, unknown>[]; real: number } {
  const real = published().slice(0, count);
  const items = Array.from({ length: count }, (_, i) => {
    const value = real[i];
    return value === undefined ? itemOf(i) : { value, tlp: 'green', confidence: 50, labels: ['list'] };
  });
  return { items, real: real.length };
}
