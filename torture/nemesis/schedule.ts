import { seeded } from '../random.js';
import type { Nemesis } from './nemesis.js';
import { clients, cut, delay, reset, swallow, throttle, wire } from './network.js';
import * as processes from './processes.js';
import { restoreBackup } from './restore.js';
import * as sessions from './sessions.js';

export interface Step {
  readonly fault: string;
  readonly nemesis: Nemesis;
  /** Of the numbers that the nemesis gets. */
  readonly seed: number;
}

/** What one round is made of: at least 20 kills, and every fault. */
const ROUND: readonly [fault: string, nemesis: Nemesis, times: number][] = [
  ['hub killed', processes.killHub, 12],
  ['all hubs killed', processes.killAllHubs, 1],
  ['hub stopped', processes.stopHub, 2],
  ['postgres killed', processes.killPostgres, 4],
  ['backend killed', processes.killBackend, 2],
  ['postgres stopped', processes.freezePostgres, 2],
  ['readers crashed', processes.crashReaders, 3],
  ['clock set', processes.setClock, 2],
  ['client connections cut', cut(clients), 2],
  ['client connections reset', reset(clients), 2],
  ['client connections throttled', throttle(clients), 1],
  ['client connections swallowed', swallow(clients), 1],
  ['client connections delayed', delay(clients), 1],
  ['database connections cut', cut(wire), 1],
  ['database connections reset', reset(wire), 2],
  ['database connections swallowed', swallow(wire), 2],
  ['database connections delayed', delay(wire), 1],
  ['connections exhausted', sessions.exhaustConnections, 2],
  ['sessions terminated', sessions.terminateSessions, 1],
  ['head locked', sessions.lockHead, 1],
  ['log locked', sessions.lockLog, 1],
  ['audit log locked', sessions.sleepUnderLock, 1],
];

/** What may go on beside any other fault: it breaks nothing that the other counts on to mend. */
const BESIDE: readonly [fault: string, nemesis: Nemesis][] = [
  ['client connections cut', cut(clients)],
  ['client connections reset', reset(clients)],
  ['client connections throttled', throttle(clients)],
  ['client connections delayed', delay(clients)],
  ['readers crashed', processes.crashReaders],
];
/** One step of so many has another fault beside it. */
const BESIDE_EVERY = 4;

/** The same steps, to some of which another comes: both at once. */
function withBeside(steps: readonly Step[], random: () => number): Step[] {
  return steps.map((step, i) => {
    if (i % BESIDE_EVERY !== 0) return step;
    const [fault, nemesis] = BESIDE[Math.floor(random() * BESIDE.length)]!;
    const own = seeded(Math.floor(random() * 2 ** 32)); // numbers of its own: which of the two asks first is chance
    const both: Nemesis = async (scene) => {
      await Promise.all([step.nemesis(scene), nemesis({ ...scene, random: own })]);
    };
    return { ...step, fault: `${step.fault}, and ${fault}`, nemesis: both };
  });
}

/** The steps of one round, in an order that the seed decides; a backup is restored amid them. */
export function round(seed: number): Step[] {
  const random = seeded(seed);
  const steps = ROUND.flatMap(([fault, nemesis, times]) => Array.from({ length: times }, () => ({ fault, nemesis })));
  for (let i = steps.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [steps[i], steps[j]] = [steps[j]!, steps[i]!];
  }
  const middle = Math.floor(steps.length * (0.3 + random() * 0.4));
  steps.splice(middle, 0, { fault: 'backup restored', nemesis: restoreBackup });
  const seeds = steps.map((step) => ({ ...step, seed: Math.floor(random() * 2 ** 32) }));
  return withBeside(seeds, random);
}
