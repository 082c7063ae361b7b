import { readFileSync } from 'node:fs';
import { Control } from './control.js';
import { type Hub, startHub } from './hub.js';
import { type Alliance, type Key, type Person, seedAlliance } from './people.js';
import { type HubProcess, spawnHub } from './process.js';

/** A hub in a process of its own to be attacked, with the alliance behind it and a control beside it. */
export interface Target extends AsyncDisposable {
  readonly url: string;
  readonly hub: Hub;
  readonly alliance: Alliance;
  readonly process: HubProcess;
  readonly control: Control;
  /** Resident memory of the attacked process, in bytes. */
  readonly memory: () => number;
}

const SECRET = 'only-for-tests-0123456789-abcdefgh';

/** `await using target = await startTarget()`. Ends by looking whether the process lived through it all. */
export async function startTarget(env: Record<string, string> = {}): Promise<Target> {
  const hub = await startHub({ TOCSIN_SECRET: SECRET, ...env });
  const alliance = await seedAlliance(hub);
  const process = await spawnHub({ TOCSIN_SECRET: SECRET, ...env, DATABASE_URL: hub.databaseUrl });
  const control = await Control.over(hub, alliance, process.url);
  return {
    url: process.url,
    hub,
    alliance,
    process,
    control,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))?.[1]) * 1024,
    async [Symbol.asyncDispose]() {
      const ended = process.ended();
      for (const part of [control, process, hub]) await part[Symbol.asyncDispose]();
      expect(ended).toBeUndefined();
    },
  };
}

/** The headers that say who is asking. */
export const asking = (who: Key | Person): Record<string, string> =>
  'cookie' in who ? { cookie: who.cookie, 'sec-fetch-site': 'same-origin' } : { authorization: `Bearer ${who.text}` };
