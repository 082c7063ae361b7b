/**
 * The kinds of observable that members exchange. Names are STIX 2.1 object types where there is one; a hash is named by
 * its algorithm as STIX spells it, since a look-up for a hash never asks for the file around it.
 */
export const OBSERVABLE_TYPES = [
  'ipv4-addr', // address or CIDR
  'ipv6-addr', // address or CIDR
  'domain-name',
  'url',
  'email-addr',
  'MD5',
  'SHA-1',
  'SHA-256',
  'SHA-512',
  'SSDEEP',
  'TLSH',
  'file-name',
  'file-path',
  'mutex',
  'windows-registry-key',
  'autonomous-system', // value is the number in decimal
  'user-agent',
  'x509-certificate', // SHA-1 or SHA-256 fingerprint
  'ja3',
  'ja4',
  'vulnerability', // CVE id
  'cryptocurrency-wallet',
] as const;
export type ObservableType = (typeof OBSERVABLE_TYPES)[number];

/** What assertions of several members have in common: a canonical value. */
export interface Observable {
  readonly type: ObservableType;
  /** Canonical: RFC 5952, A-labels, URL normal form, lower-case hex. Two equal things have equal values. */
  readonly value: string;
}
