const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32 = 1;
const BECH32M = 0x2bc830a3;

/**
 * Whether the lower-case text is a segregated-witness address of Bitcoin or Litecoin: BIP 173 (bech32) for witness
 * version 0, BIP 350 (bech32m) for the later ones.
 */
export function isSegwitAddress(text: string): boolean {
  const [, prefix, data] = /^(bc|tb|ltc)1([02-9ac-hj-np-z]{8,84})$/.exec(text) ?? [];
  if (prefix === undefined || data === undefined || text.length > 90) return false;
  const values = Array.from(data, (char) => ALPHABET.indexOf(char));
  const version = values[0] ?? 0;
  const program = values.slice(1, -6);
  const bytes = Math.floor((program.length * 5) / 8);
  const padding = (program.length * 5) % 8;
  const last = program.at(-1) ?? 0;
  if (version > 16 || padding > 4 || (last & (2 ** padding - 1)) !== 0) return false;
  if (version === 0 ? bytes !== 20 && bytes !== 32 : bytes < 2 || bytes > 40) return false;
  return polymod([...expand(prefix), ...values]) === (version === 0 ? BECH32 : BECH32M);
}

function expand(prefix: string): number[] {
  const codes = Array.from(prefix, (char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= generator;
  }
  return sum;
}
