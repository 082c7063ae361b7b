import type { ObservableType } from '../../kernel/index.js';
import { ipv4, ipv6 } from './address.js';
import { fingerprint, hexDigest, ja4, ssdeep, tlsh } from './digest.js';
import { domain } from './domain.js';
import { email } from './email.js';
import { autonomousSystem, fileName, filePath, registryKey, vulnerability } from './names.js';
import { plainText } from './plain-text.js';
import { url } from './url.js';
import { wallet } from './wallet.js';

const text = (input: string): string => plainText(input);

const CANONICAL: Record<ObservableType, (input: string) => string> = {
  'ipv4-addr': ipv4,
  'ipv6-addr': ipv6,
  'domain-name': domain,
  url,
  'email-addr': email,
  MD5: hexDigest(32),
  'SHA-1': hexDigest(40),
  'SHA-256': hexDigest(64),
  'SHA-512': hexDigest(128),
  SSDEEP: ssdeep,
  TLSH: tlsh,
  'file-name': fileName,
  'file-path': filePath,
  mutex: text,
  'windows-registry-key': registryKey,
  'autonomous-system': autonomousSystem,
  'user-agent': text,
  'x509-certificate': fingerprint,
  ja3: hexDigest(32),
  ja4,
  vulnerability,
  'cryptocurrency-wallet': wallet,
};

/**
 * The one form of a value: addresses, names, URLs and mailboxes are refanged first, then everything is checked and
 * written as its type wants it. Equal things get equal texts, and `canonical(t, canonical(t, x)) === canonical(t, x)`.
 * Throws `observable_invalid` with a detail that never repeats the value.
 */
export function canonical(type: ObservableType, input: string): string {
  return CANONICAL[type](input);
}
