import { preferences } from '../preferences.ts';

const LOOKS = {
  whole: {},
  short: { notation: 'compact', maximumSignificantDigits: 3 },
} satisfies Record<string, Intl.NumberFormatOptions>;
const formats = new Map<string, Intl.NumberFormat>();

function written(count: number, look: keyof typeof LOOKS): string {
  const { language } = preferences();
  const key = `${language} ${look}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, LOOKS[look]);
  formats.set(key, format);
  return format.format(count);
}

/** A number in the console's language, which need not be the browser's. */
export const number = (count: number): string => written(count, 'whole');

/** Where there is room for four figures, `101K`: the whole number must be to be had beside it. */
export const shortNumber = (count: number): string => (count < 10_000 ? number(count) : written(count, 'short'));
