/**
 * Whether `If-None-Match` names this version (RFC 9110, 13.1.2): compared weakly, since what packs an answer on its way may
 * have marked the tag as weak or with its coding.
 */
export function isKnown(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  return ifNoneMatch?.split(',').some((tag) => plain(tag) === plain(etag)) ?? false;
}

const plain = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/-gzip(?="$)/, '');
