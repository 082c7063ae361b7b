import fs from 'node:fs';
import path from 'node:path';
import { backup, Embedded, loadConfig, migrate, restore, runningEmbedded } from './platform/index.js';

const say = (line: string) => process.stderr.write(`${line}\n`);
const USAGE = `npm run backup [-- FOLDER]    saves everything into a new folder; the hub may run on
npm run restore -- FOLDER     puts a backup in the place of everything; stop the hub first`;

const config = loadConfig();
/** As who may do everything. */
const databaseUrl = config.ownerUrl ?? config.databaseUrl;
const [verb, folder] = process.argv.slice(2);
if (verb !== 'save' && verb !== 'load') throw new Error(USAGE);

try {
  await (verb === 'save' ? save() : load());
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** On the database that is set, on the embedded one of a running hub, or on the embedded one started for this. */
async function save(): Promise<void> {
  const to = folder ?? path.join(config.dataDir, 'backups', new Date().toISOString().replaceAll(':', '-'));
  fs.mkdirSync(path.dirname(to), { recursive: true });
  const running = databaseUrl ?? (await runningEmbedded(config.dataDir));
  const { tables } = running === undefined ? await alone((url) => backup(url, to)) : await backup(running, to);
  say(`saved ${tables.reduce((sum, table) => sum + table.rows, 0)} rows of ${tables.length} tables to ${to}`);
}

async function load(): Promise<void> {
  if (folder === undefined) throw new Error(USAGE);
  const { at } =
    databaseUrl === undefined ? await alone((url) => restore(url, folder)) : await restore(databaseUrl, folder);
  say(`restored the backup of ${at}; cursors from before are refused from now on`);
}

async function alone<T>(work: (url: string) => Promise<T>): Promise<T> {
  const embedded = await Embedded.start(config.dataDir, say);
  try {
    await migrate(embedded.url);
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}
