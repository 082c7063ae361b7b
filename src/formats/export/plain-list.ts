import { type ListFormat, remark } from './listed.js';

/** A value that would end its line, or read as a comment or nothing, where lists are split and trimmed. */
const UNLISTABLE = /[\p{Cc}\p{Zl}\p{Zp}]|^[#;\s]|\s$/u;

/** One canonical value a line; comments begin with `#`. */
export const plainList: ListFormat = {
  mediaType: 'text/plain; charset=utf-8',
  extension: 'txt',
  comment: (text) => `# ${remark(text)}\n`,
  begin: () => '',
  lines: ({ observable: { value } }) => (value === '' || UNLISTABLE.test(value) ? null : `${value}\n`),
};
