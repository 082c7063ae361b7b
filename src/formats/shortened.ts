/** The beginning of a text, so long at the most, and never half of a character that takes two code units. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
