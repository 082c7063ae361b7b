import { Fault } from '../../kernel/index.js';
import { layoutOf } from './layout.js';
import type { Line } from './text-lines.js';

/** What a file is by its first bytes, where it is no text: packed, or something to look at. */
const PACKED: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
];

/** Throws `unsupported_media_type` for a packed file: nothing is unpacked here, for what is small may become huge. */
export function refusePacked(head: Uint8Array): void {
  const found = PACKED.find(([, magic]) => magic.every((byte, index) => head[index] === byte));
  if (found) throw new Fault('unsupported_media_type', `this is a ${found[0]} file: unpack it, and send what is in it`);
}

/** A format of lists that these lines are of, by their content. */
export function sniffLists(head: readonly Line[]): 'zeek' | 'ndjson' | 'json' | 'csv' | 'list' {
  const texts = head.filter(({ text }) => text.trim() !== '').map(({ text }) => text);
  if (texts.some((text) => /^#fields[\t ]/.test(text))) return 'zeek';
  const first = texts[0] ?? '';
  if (/^\s*\{.*\}\s*$/.test(first)) return /"items"\s*:\s*\[/.test(first) ? 'json' : 'ndjson';
  // `[` may also begin a defanged value
  if (/^\s*(?:\{\s*(?:"|$)|\[\s*(?:[{"\]]|$))/.test(first)) return documentOf(texts);
  return layoutOf(head) === undefined ? 'list' : 'csv';
}

/** A JSON document has the hub's own items; of what else it may be, its sender must say the format. */
function documentOf(texts: readonly string[]): 'json' {
  const text = texts.join('\n');
  if (/^\s*\[\s*["\]]/.test(text) || /"(?:value|pattern|items)"\s*:/.test(text)) return 'json';
  throw new Fault('unsupported_media_type', 'this is a JSON document: say which format it has');
}
