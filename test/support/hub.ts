import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModulesContainer } from '@nestjs/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { Fault } from '../../src/kernel/index.js';
import { loadConfig, Rounds } from '../../src/platform/index.js';
import { createDatabase } from './database.js';

export interface Hub extends AsyncDisposable {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly databaseUrl: string;
  /** Another hub process's worth of app on the same database. */
  another(env?: Record<string, string>): Promise<Hub>;
}

/** The whole hub on a database of its own, listening on a free port. `await using hub = await startHub()`. */
export async function startHub(env: Record<string, string> = {}): Promise<Hub> {
  const database = await createDatabase();
  const data = mkdtempSync(join(tmpdir(), 'tocsin-data-'));
  const hub = await start(database.url, { TOCSIN_DATA: data, ...env });
  return {
    ...hub,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await database.drop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function start(databaseUrl: string, env: Record<string, string>): Promise<Hub> {
  const config = loadConfig({ LOG_LEVEL: process.env['TEST_LOG'] ?? 'error', PORT: '0', HOST: '127.0.0.1', ...env });
  const app = await started(() => createApp(config, databaseUrl));
  hurry(app);
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    databaseUrl,
    another: (more = {}) => start(databaseUrl, { ...env, ...more }),
    async [Symbol.asyncDispose]() {
      await app.close();
    },
  };
}

/** Again, as what keeps a hub running would, where its first connections took longer than a request would wait for one. */
async function started(create: () => Promise<NestFastifyApplication>): Promise<NestFastifyApplication> {
  for (let left = 5; ; left -= 1)
    try {
      return await create();
    } catch (error) {
      if (left === 0 || !(error instanceof Fault) || error.status !== 503) throw error;
    }
}

/** What the hub does by itself every second it does several times a second here: a test has nothing else to wait for. */
function hurry(app: NestFastifyApplication): void {
  for (const { providers } of app.get(ModulesContainer).values())
    for (const { instance } of providers.values()) {
      const { rounds } = (instance ?? {}) as { rounds?: unknown };
      if (!(rounds instanceof Rounds)) continue;
      const { pauses } = rounds as unknown as { pauses: { everyMs: number } };
      pauses.everyMs = Math.min(pauses.everyMs, Math.max(50, pauses.everyMs / 5));
    }
}
