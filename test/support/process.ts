import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

/** A hub in a process of its own, as in production: what can be killed. */
export interface HubProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** How the process ended and what it said; undefined while it lives. */
  readonly ended: () => string | undefined;
  readonly output: () => string;
  /** Sends the signal and resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts the compiled hub and resolves when it is ready. All that use one database must share `TOCSIN_SECRET`. */
export async function spawnHub(env: Record<string, string>, args: string[] = []): Promise<HubProcess> {
  const port = env['PORT'] ? Number(env['PORT']) : await freePort();
  const data = mkdtempSync(join(tmpdir(), 'tocsin-process-'));
  // with the flags of `npm start`
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=128', '--initial-old-space-size=256', 'dist/src/main.js', ...args],
    {
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'error',
        HOST: '127.0.0.1',
        TOCSIN_DATA: data,
        ...env,
        PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/health/ready`).then(
      (r) => r.ok,
      () => false,
    );
  await until(
    'the hub to be ready',
    () => (child.exitCode === null ? ready() : Promise.reject(new Error(output))),
    90_000, // on a machine that has much else to do
  );
  return {
    url,
    pid: child.pid ?? 0,
    ended: () =>
      child.exitCode === null && child.signalCode === null
        ? undefined
        : `ended with ${child.signalCode ?? child.exitCode}: ${output}`,
    output: () => output,
    kill: (signal) => kill(child, signal),
    async [Symbol.asyncDispose]() {
      await kill(child, 'SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
