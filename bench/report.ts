import type { Machine } from './machine.js';

/** What one side of a case did. */
export interface Figures {
  /** Things a second: deliveries, items, entries; whatever the case counts. */
  readonly rate?: number;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  /** Of the server process alone, and of its Postgres. */
  readonly cpuSeconds?: number;
  readonly databaseCpuSeconds?: number;
  readonly memoryBytes?: number;
  /** Of a browser. */
  readonly framesPerSecond?: number;
  readonly repaintsPerSecond?: number;
}

/** One line of the table. */
export interface Result {
  readonly case: string;
  readonly hub: Figures;
  /** By the peer's name. */
  readonly peers: Readonly<Record<string, Figures>>;
  /** The hub's figure by the peer's, in the sense of the bar. */
  readonly ratio: Readonly<Record<string, number>>;
  /** What must hold, in words. */
  readonly bar: string;
  readonly met: boolean;
}

/** What `--json FILE` holds. */
export interface Report {
  readonly machine: Machine;
  readonly cases: readonly Result[];
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3).replace(/\.?0+$/, '');

function figures(of: Figures): string {
  const { rate, p50, p99, cpuSeconds, databaseCpuSeconds, memoryBytes } = of;
  return [
    rate !== undefined && `${number(rate)}/s`,
    p50 !== undefined && `p50 ${number(p50)} ms`,
    p99 !== undefined && `p99 ${number(p99)} ms`,
    cpuSeconds !== undefined && `cpu ${number(cpuSeconds)} s`,
    databaseCpuSeconds !== undefined && `db ${number(databaseCpuSeconds)} s`,
    memoryBytes !== undefined && `${number(memoryBytes / 1024)} KiB`,
    of.framesPerSecond !== undefined && `${number(of.framesPerSecond)} frames/s`,
    of.repaintsPerSecond !== undefined && `${number(of.repaintsPerSecond)} repaints/s`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** A result as lines of a table for people. */
export function printed({ case: name, hub, peers, ratio, bar, met }: Result): string {
  const lines = [`${met ? 'met ' : 'MISS'}  ${name}`, `        hub: ${figures(hub)}`];
  for (const [peer, theirs] of Object.entries(peers)) lines.push(`        ${peer}: ${figures(theirs)}`);
  const ratios = Object.entries(ratio).map(([peer, value]) => `${value.toFixed(2)} × ${peer}`);
  lines.push(`        ${ratios.join('; ')}   (bar: ${bar})`);
  return lines.join('\n');
}
