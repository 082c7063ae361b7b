import type { Observable, StixObject } from '../../kernel/index.js';
import { isRecord } from './object-shapes.js';
import { firstValid, typesOfPath } from './pattern-observables.js';

/** Where a cyber observable, or an object like one, says its value. */
const PROPERTIES = ['value', 'name', 'path', 'key', 'number', 'address'] as const;
const HTTP = 'extensions.http-request-ext.request_header.User-Agent';

/**
 * What a cyber observable is, and what a vulnerability is named, as observables: by the paths that patterns name them by.
 * Values that are not valid for their type are passed over. Objects of other types have none.
 */
export function objectObservables(object: StixObject): Observable[] {
  const { type, hashes } = object;
  const found = PROPERTIES.flatMap((name) => at(`${type}:${name}`, object[name]));
  if (isRecord(hashes))
    for (const [algorithm, digest] of Object.entries(hashes)) found.push(...at(`${type}:hashes.${algorithm}`, digest));
  if (type === 'network-traffic') found.push(...userAgent(object));
  return found;
}

function at(path: string, value: unknown): Observable[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const types = typesOfPath(path);
  return types.length === 0 ? [] : firstValid(types, String(value));
}

function userAgent({ extensions }: StixObject): Observable[] {
  const request = isRecord(extensions) ? extensions['http-request-ext'] : undefined;
  const header = isRecord(request) ? request['request_header'] : undefined;
  if (!isRecord(header)) return [];
  const agents = header['User-Agent'];
  return (Array.isArray(agents) ? agents : [agents]).flatMap((agent) => at(`network-traffic:${HTTP}`, agent));
}
