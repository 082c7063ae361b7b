/** Controls, the escape character among them, and what turns the direction of writing: others' text must not move the cursor. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]+/gu;

/** Text from elsewhere, on one line and with nothing in it that a terminal would obey. */
export const printable = (text: string): string => text.replaceAll(UNSAFE, ' ');

/** `1,234 entries`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
