/** Longest name, in presentation form without the dot at its end, that fits 255 octets (RFC 1035, 2.3.4). */
const LONGEST_NAME = 253;

/** A name of letters, digits, hyphens and underscores in labels of at most 63: what no zone, hosts file or rule can misread. */
const NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

export const isHostName = (name: string): boolean => name.length <= LONGEST_NAME && NAME.test(name);
