import { extracting, viewOf } from '../../src/formats/index.js';
import type { Result } from '../report.js';

const MEGABYTES = 4;

/** A report as they are written: mostly prose, a value now and then, and a table of them at the end. */
function report(megabytes: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < megabytes * 1e6; i += 1) {
    const part =
      i % 10 < 8
        ? 'The implant waits for its operators, then looks for credentials, compresses what it found and sends it away in small pieces. '
        : `It asked hxxps://c${i}[.]bench.example/gate and 198.51.${i % 250}[.]7.\n| sample ${i} | ${i.toString(16).padStart(64, 'a1')} |\n`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

/** Megabytes of a report a second in one process, beside the bare search for one expression in the same text. */
export function extract(): Promise<Result[]> {
  const text = report(MEGABYTES);
  const ours = rate(text, () => {
    for (const _ of extracting(viewOf(text, 'text'))); // as the hub's door does, which lets others in between
  });
  const peer = rate(text, () => [...text.matchAll(/(?:[\w-]+(?:\.|\[\.\]))+[a-z]{2,}/gi)].length);
  return Promise.resolve([
    {
      case: `indicators of a report, MB of ${MEGABYTES}`,
      hub: { rate: ours },
      peers: { 'one expression': { rate: peer } },
      ratio: { 'one expression': ours / peer },
      bar: '≥ 2 MB/s',
      met: ours >= 2,
    },
  ]);
}

function rate(text: string, work: () => unknown): number {
  const best = Math.min(...Array.from({ length: 3 }, () => seconds(work)));
  return text.length / 1e6 / best;
}

function seconds(work: () => unknown): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1_000;
}
