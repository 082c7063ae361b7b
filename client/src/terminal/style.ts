import type { Tlp } from '../types.js';

/** Colours, or none where nobody would see them. */
export interface Style {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly tlp: (label: Tlp | undefined) => string;
}

/** Each label's colour on black, as FIRST asks; the words stand there in any case. */
const TLP_COLOUR: Record<Tlp, string> = { clear: '97', green: '92', amber: '93', 'amber+strict': '93', red: '91' };
export const TLP_WIDTH = 'TLP:AMBER+STRICT'.length;

/** The label as it is always written. */
export const tlpText = (label: Tlp | undefined): string => (label ? `TLP:${label.toUpperCase()}` : '-');

export function styleOf(coloured: boolean): Style {
  const paint = (code: string) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    dim: paint('2'),
    bold: paint('1'),
    red: paint('31'),
    yellow: paint('33'),
    green: paint('32'),
    tlp: (label) => (label ? paint(`40;${TLP_COLOUR[label]}`)(tlpText(label)) : tlpText(label)),
  };
}
