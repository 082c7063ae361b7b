import ipaddr from 'ipaddr.js';
import { Fault } from '../../kernel/index.js';
import type { Config } from '../config.js';

type Allowed = Pick<Config['outbound'], 'hosts' | 'ports' | 'privateNetworks'>;

const blocked = (why: string): Fault => new Fault('blocked_destination', why);

/**
 * A URL that the hub may ask: `https`, no user name, a port and a host that the settings allow. What it resolves to is looked
 * at by {@link assertPublic}. Fault: `blocked_destination`.
 */
export function destination(text: string, { hosts, ports }: Allowed): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') throw blocked('only https is spoken');
  if (url.username !== '' || url.password !== '') throw blocked('the URL has a user name or password');
  if (!ports.includes(Number(url.port || 443))) throw blocked('the port is not one that is allowed');
  const host = hostOf(url);
  if (!hosts.some((allowed) => isHost(host, allowed))) throw blocked('the host is not one that is allowed');
  return url;
}

/** As names are compared: without the dot at the end, and an address without brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/\.$/, '').replace(/^\[(.*)\]$/, '$1');

function isHost(host: string, allowed: string): boolean {
  if (allowed === '*') return true;
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
}

/** What is routed to everybody on the internet, today (RFC 4291, 2.4); what maps or tunnels IPv4 is not. */
const PUBLIC_V6 = ipaddr.parseCIDR('2000::/3');

/** Throws `blocked_destination` unless the address is public, or in a network that the settings name. */
export function assertPublic(address: string, { privateNetworks }: Allowed): void {
  if (!ipaddr.isValid(address)) throw blocked('the host has no address');
  const parsed = ipaddr.process(address); // an IPv4-mapped address is the IPv4 one
  if (privateNetworks.some((network) => isWithin(parsed, network))) return;
  const isPublic = parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || isWithin(parsed, PUBLIC_V6.join('/')));
  if (!isPublic) throw blocked('the host is not on the public internet');
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, cidr: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return network.kind() === address.kind() && address.match(network, bits);
}
