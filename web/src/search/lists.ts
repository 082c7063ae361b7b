/** Values of one look-up. */
export const MOST = 5_000;
const STORE = 'tocsin.list.';
const KEPT = 8;

/** One a line, or with commas or semicolons between; each once. */
export function valuesIn(text: string): string[] {
  const values = text
    .split(/[\r\n;,]+/)
    .map((value) => value.trim())
    .filter((value) => value !== '' && !value.startsWith('#'));
  return [...new Set(values)];
}

/** Keeps a list for this tab, and gives its name: five thousand values fit in no address. */
export function leaveList(text: string): string {
  const name = crypto.randomUUID().slice(0, 8);
  const known = Object.keys(sessionStorage)
    .filter((key) => key.startsWith(STORE))
    .toSorted((a, b) => timeOf(a) - timeOf(b));
  for (const old of known.slice(0, Math.max(0, known.length - KEPT + 1))) sessionStorage.removeItem(old);
  sessionStorage.setItem(STORE + name, JSON.stringify({ at: Date.now(), text }));
  return name;
}

export const listOf = (name: string): string => read(STORE + name)?.text ?? '';

const timeOf = (key: string): number => read(key)?.at ?? 0;

function read(key: string): { at: number; text: string } | undefined {
  const kept = sessionStorage.getItem(key);
  return kept === null ? undefined : (JSON.parse(kept) as { at: number; text: string });
}
