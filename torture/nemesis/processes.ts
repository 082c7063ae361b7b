import { childrenOf, signal } from '../rig/processes.js';
import { anyHub, type Nemesis, pause, settle } from './nemesis.js';

/** kill -9 of a hub process; it is started again. */
export const killHub: Nemesis = async (scene) => {
  const hub = anyHub(scene);
  await hub.kill();
  scene.killed();
  await pause(scene, 400, 900);
  await settle([hub]);
};

/** kill -9 of all of them at once. */
export const killAllHubs: Nemesis = async (scene) => {
  const { hubs } = scene.stage;
  await Promise.all(hubs.map((hub) => hub.kill()));
  for (const _ of hubs) scene.killed();
  await pause(scene, 400, 900);
  await settle(hubs);
};

/** SIGSTOP of a hub process, long enough for its lease to run out or not; then SIGCONT. */
export const stopHub: Nemesis = async (scene) => {
  const hub = anyHub(scene);
  hub.signal('SIGSTOP');
  await pause(scene, 500, 4_000);
  hub.signal('SIGCONT');
};

/** kill -9 of the postmaster and all its children. */
export const killPostgres: Nemesis = async (scene) => {
  const { postgres, hubs } = scene.stage;
  await postgres.kill();
  scene.killed();
  await pause(scene, 0, 1_500);
  await postgres.restart();
  await settle(hubs);
};

/** kill -9 of one backend: the postmaster throws all out, and recovers by itself. */
export const killBackend: Nemesis = async (scene) => {
  const { postgres, hubs } = scene.stage;
  const children = childrenOf(postgres.pid);
  const victim = children[Math.floor(scene.random() * children.length)];
  if (victim !== undefined) signal([victim], 'SIGKILL');
  scene.killed();
  await pause(scene, 500, 1_000);
  if (!postgres.alive) await postgres.restart();
  await postgres.answering();
  await settle(hubs);
};

/** SIGSTOP of all of Postgres, then SIGCONT. */
export const freezePostgres: Nemesis = ({ stage, random }) => stage.postgres.freeze(500 + random() * 3_000);

/** A reader's process dies amid its work, and starts again from the cursor that it kept. */
export const crashReaders: Nemesis = async (scene) => {
  for (const reader of scene.stage.readers) if (scene.random() < 0.6) reader.crash();
};

const DAY = 86_400_000;
const JUMPS = [-DAY, -3_600_000, -5_000, 5_000, 3_600_000, DAY, 3_650 * DAY];

/** The wall clock of a hub process is set wrong, and right again. */
export const setClock: Nemesis = async (scene) => {
  const hub = anyHub(scene);
  hub.jump(JUMPS[Math.floor(scene.random() * JUMPS.length)]!);
  await pause(scene, 1_000, 3_000);
  hub.jump(0);
};
