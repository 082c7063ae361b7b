import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Nemesis, pause, type Scene, settle } from './nemesis.js';

const run = promisify(execFile);
let count = 0;

/** A backup is made while all goes on; later the hubs are stopped, and it takes the place of everything. */
export const restoreBackup: Nemesis = async (scene) => {
  const { stage } = scene;
  const folder = join(stage.dir, `backup-${++count}`);
  stage.mark('backup');
  await backup(scene, 'save', folder);
  stage.mark('saved');
  await pause(scene, 1_000, 2_000);
  await Promise.all(stage.hubs.map((hub) => hub.kill(true)));
  for (const _ of stage.hubs) scene.killed();
  stage.mark('restoring');
  for (const publisher of stage.publishers) publisher.forget();
  await backup(scene, 'load', folder);
  stage.mark('restored');
  for (const hub of stage.hubs) hub.start();
  await settle(stage.hubs);
};

/** As an operator does it: by the hub's own program. */
async function backup({ stage }: Scene, verb: 'save' | 'load', folder: string): Promise<void> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: stage.postgres.url(), TOCSIN_DATA: stage.dir };
  await run(process.execPath, [join(stage.options.dist, 'src/backup.js'), verb, folder], { env });
}
