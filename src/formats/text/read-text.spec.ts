import { itemIn } from '../reading.js';
import { readText } from './read-text.js';

const REPORT = 'Seen at 203.0.113.9 – “naïve”, and at evil[.]example.';

async function values(bytes: Buffer): Promise<unknown[]> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  const found: unknown[] = [];
  for await (const one of readText(pieces())) found.push((itemIn(one)?.item as { value?: unknown })?.value);
  return found;
}

describe('a report', () => {
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(REPORT)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${REPORT}`)],
    ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${REPORT}`, 'utf16le')],
    ['UTF-16', Buffer.from(REPORT, 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(`\uFEFF${REPORT}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(REPORT.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1')],
    ['UTF-8 with a bad byte at its end', Buffer.concat([Buffer.from(`\uFEFF${REPORT}\n`), Buffer.from([0xff])])],
  ])('is read in %s', async (_, bytes) => {
    expect(await values(bytes)).toEqual(['203.0.113.9', 'evil.example']);
  });
});
