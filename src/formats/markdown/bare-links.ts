/** Up to the punctuation behind it. */
const BARE = /\b(?:https?|ftps?):\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}*_]/gi;

/** A text with each URL that stands in it as it is, without a mark of a link, written anew: readers of mails and PDF make links of those. Linear. */
export const withBareLinks = (text: string, write: (url: string) => string): string =>
  text.includes('://') ? text.replace(BARE, write) : text;
