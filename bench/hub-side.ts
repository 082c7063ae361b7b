import type { HubProcess } from '../test/support/process.js';
import { cpuSeconds, familyCpuSeconds } from './gauge.js';
import type { Rig } from './rig.js';

/** Sends items as a member would, and resolves once they are acknowledged, which is: on disk. */
export async function submit(hub: Pick<HubProcess, 'url'>, token: string, body: unknown): Promise<void> {
  const response = await fetch(`${hub.url}/api/v1/indicators`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok || /"outcome":"rejected"/.test(text)) throw new Error(`${response.status} ${text.slice(0, 500)}`);
}

/** CPU that the hub process and its Postgres use while `work` runs. */
export async function measured<T>(
  rig: Rig,
  hub: Pick<HubProcess, 'pid'>,
  work: () => Promise<T>,
): Promise<{ result: T; cpuSeconds: number; databaseCpuSeconds: number }> {
  const [before, databaseBefore] = [cpuSeconds(hub.pid), familyCpuSeconds(rig.postgresPid)];
  const result = await work();
  return {
    result,
    cpuSeconds: cpuSeconds(hub.pid) - before,
    databaseCpuSeconds: familyCpuSeconds(rig.postgresPid) - databaseBefore,
  };
}
