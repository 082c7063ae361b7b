import { sha256 } from '../../kernel/index.js';

/**
 * What shows that an organisation was asked to sign a version of an advisory: told with its signature. Nobody who does not know the
 * nonce can make that of another.
 */
export const opening = (nonce: Buffer, version: number, organisation: string): string =>
  sha256(Buffer.concat([nonce, Buffer.from(`signer ${version} ${organisation}`)])).toString('base64url');

/** The mark that stands for an organisation among those asked, in the text that is signed. */
const mark = (opened: string, organisation: string): string => sha256(`${opened} ${organisation}`).toString('hex');

/** Marks of all who are asked, in an order that says nothing. */
export const marksOf = (nonce: Buffer, version: number, organisations: readonly string[]): string[] =>
  organisations.map((one) => mark(opening(nonce, version, one), one)).toSorted();
