import { preferences } from '../preferences.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** A number in the console's language, which need not be the browser's. */
export function number(count: number): string {
  const { language } = preferences();
  const format = formats.get(language) ?? new Intl.NumberFormat(language);
  formats.set(language, format);
  return format.format(count);
}
