import { parsePattern, readStix } from '../../src/formats/index.js';
import type { Figures, Result } from '../report.js';

const PATTERNS = 50_000;
const OBJECTS = 50_000;
const PIECE = 64 * 1024;

/** Things a second, and what they cost. */
async function timed(count: number, work: () => unknown): Promise<Figures> {
  const begin = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { rate: count / ((performance.now() - begin) / 1_000), cpuSeconds: (user + system) / 1_000_000 };
}

/** As members send them: mostly one value, some with several tests, a few long. */
function patternOf(i: number): string {
  const ip = `203.0.${(i >> 8) % 256}.${i % 256}`;
  if (i % 10 < 7) return `[ipv4-addr:value = '${ip}']`;
  if (i % 10 < 9) return `[file:hashes.'SHA-256' = '${String(i).padStart(64, '0')}' OR file:name = 'a-${i}.exe']`;
  return `([network-traffic:dst_ref.value = '${ip}' AND network-traffic:dst_port IN (80, 443, ${i % 65_536})] FOLLOWEDBY [url:value LIKE 'http://x${i}.example/%']) WITHIN 300 SECONDS`;
}

/** Patterns parsed on one core. */
export async function patterns(): Promise<Result[]> {
  const all = Array.from({ length: PATTERNS }, (_, i) => patternOf(i));
  const run = () => all.forEach((pattern) => parsePattern(pattern));
  run();
  const hub = await timed(PATTERNS, run);
  const bar = 50_000;
  return [{ case: 'STIX patterns parsed', hub, peers: {}, ratio: {}, bar: '≥ 50,000/s', met: hub.rate! >= bar }];
}

const uuid = (i: number): string => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;

function objectOf(i: number): string {
  return JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuid(i)}`,
    created_by_ref: `identity--${uuid(0)}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name: `Indicator ${i}`,
    description: `What was seen of it, in some words, number ${i}. `.repeat(4),
    indicator_types: ['malicious-activity'],
    pattern: patternOf(i),
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
  });
}

/** Objects read from a bundle as its bytes come, checked and with their texts kept; beside what parses it whole and keeps no text. */
export async function stix(): Promise<Result[]> {
  const text = `{"type":"bundle","objects":[${Array.from({ length: OBJECTS }, (_, i) => objectOf(i)).join()}]}`;
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  }
  const read = async () => {
    let count = 0;
    for await (const found of readStix(pieces())) if ('item' in found) count += 1;
    if (count !== OBJECTS) throw new Error(`${count} of ${OBJECTS} objects were read`);
  };
  await read();
  const hub = await timed(OBJECTS, read);
  const peer = await timed(OBJECTS, () => JSON.parse(bytes.toString('utf8')) as unknown);
  const ratio = hub.rate! / peer.rate!;
  return [
    {
      case: `STIX read from a bundle of ${OBJECTS} objects, ${(bytes.length / (1 << 20)).toFixed(0)} MiB`,
      hub,
      peers: { 'JSON.parse of the whole': peer },
      ratio: { 'JSON.parse of the whole': ratio },
      bar: '≥ 20,000/s',
      met: hub.rate! >= 20_000,
    },
  ];
}
