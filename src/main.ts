import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { claimHistory, Embedded, grantRuntime, loadConfig, migrate } from './platform/index.js';
import { welcome } from './welcome.js';

const say = (line: string) => process.stdout.write(`${line}\n`);

const parts: { app?: NestFastifyApplication; embedded?: Embedded } = {};

/** Nest first (sockets say bye, what was taken in is answered), then the database. */
let closing: Promise<void> | undefined;
const shutdown = () => (closing ??= (parts.app?.close() ?? Promise.resolve()).then(() => parts.embedded?.stop()));

/** Ends the process with `code` once all is closed; at once when that fails. */
function end(code: number): void {
  shutdown().then(
    () => process.exit(code),
    () => process.exit(1),
  );
}

async function boot(): Promise<void> {
  const config = loadConfig();
  if (config.databaseUrl === undefined) parts.embedded = await Embedded.start(config.dataDir, say);
  const databaseUrl = config.databaseUrl ?? parts.embedded?.url ?? '';
  const owner = config.ownerUrl ?? databaseUrl;
  await migrate(owner);
  if (owner !== databaseUrl) await grantRuntime(owner, databaseUrl);
  await claimHistory(owner);
  parts.app = await createApp(config, databaseUrl);
  await parts.app.listen(config.port, config.host);
  await welcome(parts.app, config, { demo: process.argv.includes('--demo'), say });
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(0));
try {
  await boot();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  end(1);
}
