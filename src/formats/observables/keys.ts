import { hash } from 'node:crypto';
import type { Observable } from '../../kernel/index.js';
import { isPlainIpv4 } from './address.js';
import { splitUrl } from './url.js';

/** The address or CIDR block of an address observable, as Postgres `inet` reads it; null for every other type. */
export function networkOf({ type, value }: Observable): string | null {
  return type === 'ipv4-addr' || type === 'ipv6-addr' ? value : null;
}

/**
 * The labels of the observable's host from the top down, each followed by a dot (`com.example.www.`), so that a prefix
 * search finds a name and all below it. For names, mailboxes and URLs with a name as host; null for every other.
 */
export function reverseHostOf(observable: Observable): string | null {
  const host = hostOf(observable);
  if (host === null || host.startsWith('[') || isPlainIpv4(host)) return null;
  return `${host.split('.').toReversed().join('.')}.`;
}

/** The host a canonical observable is at or names: of a name, mailbox or URL (IPv6 in brackets); else null. */
export function hostOf({ type, value }: Observable): string | null {
  if (type === 'domain-name') return value;
  if (type === 'email-addr') return value.slice(value.lastIndexOf('@') + 1);
  return type === 'url' ? (splitUrl(value)?.host ?? null) : null;
}

/** Key of an observable: the first eight bytes of SHA-256 over type, NUL and value, as a signed 64-bit integer. */
export function observableHash({ type, value }: Observable): bigint {
  return hash('sha256', `${type}\0${value}`, 'buffer').readBigInt64BE(0);
}
