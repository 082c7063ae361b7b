import { readdirSync, readFileSync } from 'node:fs';
import { until } from '../../test/support/until.js';

/** The processes whose parent this is. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => statOf(child)?.parent === pid);
}

/** Sends a signal to those that still are. */
export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      continue; // ended meanwhile
    }
  }
}

/** Resolves when none of them runs any more. */
export const gone = (pids: readonly number[]) =>
  until('processes to end', () => pids.every((pid) => (statOf(pid)?.state ?? 'Z') === 'Z'), 20_000);

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const [state = '', parent = ''] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
