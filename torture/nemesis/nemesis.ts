import { setTimeout as sleep } from 'node:timers/promises';
import type { HubUnit } from '../rig/hub.js';
import type { Stage } from '../rig/stage.js';

/** What a nemesis works on, and the numbers that the seed gives it. */
export interface Scene {
  readonly stage: Stage;
  readonly random: () => number;
  /** Called for each process that is killed. */
  readonly killed: () => void;
}

/** Does one kind of harm, and leaves nothing broken behind that would not mend by itself. */
export type Nemesis = (scene: Scene) => Promise<void>;

export const anyHub = ({ stage, random }: Scene): HubUnit =>
  stage.hubs[Math.floor(random() * stage.hubs.length)] as HubUnit;

const PATIENCE_MS = 2_500;

/** Some of the hubs, at least one. */
export const someHubs = (scene: Scene): HubUnit[] => {
  const some = scene.stage.hubs.filter(() => scene.random() < 0.5);
  return some.length > 0 ? some : [anyHub(scene)];
};

/** Waits between `least` and `most` milliseconds. */
export const pause = ({ random }: Scene, least: number, most: number): Promise<void> =>
  sleep(least + random() * (most - least));

/** Waits until the hubs are able to serve, but not long: a process that is still starting is a fair victim, too. */
export async function settle(hubs: readonly HubUnit[]): Promise<void> {
  const ready = Promise.all(hubs.map((hub) => hub.ready())).catch(() => undefined); // started anew meanwhile
  await Promise.race([ready, sleep(PATIENCE_MS, undefined, { ref: false })]);
}
