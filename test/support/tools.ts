import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The tracer is there, and may attach to a process that runs. */
function traces(): boolean {
  const idle = spawn('sleep', ['10'], { stdio: 'ignore' });
  try {
    const { error } = spawnSync('strace', ['-o', '/dev/null', '-p', String(idle.pid)], { timeout: 300 });
    return String(error).includes('ETIMEDOUT'); // it would go on for ever
  } finally {
    idle.kill('SIGKILL');
  }
}

/** Tests that let system calls of a process fail: passed over, by name, where no tracer may. */
export const withTracer = traces() ? describe : describe.skip;

/** Tests that take descriptors from a process: passed over, by name, where its limits can't be set. */
export const withLimits = spawnSync('prlimit', ['--version']).error ? describe.skip : describe;

/** Processes that a process has begun and that still run. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}
