import { isBase58Check } from './base58.js';
import { isSegwitAddress } from './bech32.js';
import { printable } from './plain-text.js';
import { withoutInvisible } from './refang.js';
import { refuse } from './refuse.js';

/**
 * An address of a cryptocurrency wallet: Bitcoin and its kin (Base58Check, bech32, bech32m: checksums verified),
 * Ethereum (0x and 40 hex digits), Monero (base58 of the right shape). Lower case where case carries nothing but a
 * checksum (bech32, Ethereum), kept as written in base58.
 */
export function wallet(input: string): string {
  const text = withoutInvisible(printable(input, 256));
  const lower = text.toLowerCase();
  if (/^0x[0-9a-f]{40}$/.test(lower)) return lower;
  // BIP 173 forbids mixed case.
  if ((text === lower || text === text.toUpperCase()) && isSegwitAddress(lower)) return lower;
  if (isBase58Check(text) || /^[48][1-9A-HJ-NP-Za-km-z]{94}$|^4[1-9A-HJ-NP-Za-km-z]{105}$/.test(text)) return text;
  return refuse('not an address of a wallet known here (Bitcoin, Ethereum, Monero)');
}
