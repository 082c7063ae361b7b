import type { IncomingHttpHeaders } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isChange = (method: string): boolean => !SAFE.has(method);

/**
 * Whether a change was not made by another site through somebody's browser (ASVS 3.5.1). Browsers say where a request
 * comes from in Sec-Fetch-Site, older ones in Origin. `cookie`: a session came with it, so one of the two must be there.
 */
export function isOwnOrigin(
  request: { readonly method: string; readonly headers: IncomingHttpHeaders },
  allowedOrigins: readonly string[],
  cookie: boolean,
): boolean {
  if (!isChange(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined ? !cookie : allowedOrigins.includes(origin);
}
