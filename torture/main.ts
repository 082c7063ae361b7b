import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillDisk, removeDisks, smallDisk } from './nemesis/disk.js';
import { round, type Step } from './nemesis/schedule.js';
import { type Options, optionsOf } from './options.js';
import { type Control, controls } from './planted/controls.js';
import { removeCopies } from './planted/plant.js';
import { type Outcome, run } from './rig/run.js';
import { closeAll, Stage } from './rig/stage.js';

const begun = performance.now();
const say = (line: string) =>
  void process.stdout.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${line}\n`);

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = resolve(ROOT, 'dist');

/** At least; see the schedule. */
const KILLS_A_ROUND = 20;

/** What a restore undoes does not count as acknowledged. */
const MARGIN = 1.2;

/** A second without harm: the load goes on. */
const calm = (): Promise<void> => sleep(1_000);

/** Twice the time that was asked for, and it ends all the same. */
const PATIENCE = 2;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void tidy().finally(() => process.exit(130)));
}
try {
  process.exitCode = (await torture(optionsOf(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
} finally {
  await tidy();
}
process.exit();

async function tidy(): Promise<void> {
  await closeAll();
  await removeDisks();
  removeCopies();
}

async function torture(options: Options): Promise<boolean> {
  say(`seed ${options.seed}`);
  const planted = options.controls ? await controls(ROOT, options.seed, say) : [];
  const outcomes = [await main(options), ...(await disk(options))];
  const result = summary(options, outcomes, planted);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  for (const text of result.violations) say(`VIOLATION ${text}`);
  const undone = outcomes.reduce((sum, outcome) => sum + outcome.undone, 0);
  say(
    `seed ${result.seed}: ${result.acknowledged} acknowledged (and ${undone} undone by restores), ${result.kills} kills, ` +
      `${result.faults} faults, ${result.lost} lost, ${result.violations.length} violations, ` +
      `${planted.filter(({ caught }) => caught).length} of ${planted.length} planted bugs caught`,
  );
  return result.lost === 0 && result.violations.length === 0 && planted.every(({ caught }) => caught);
}

async function main(options: Options): Promise<Outcome> {
  const { seed, hubs, smoke } = options;
  const stage = await Stage.open({
    dist: DIST,
    hubs,
    seed,
    pace: {
      workers: 4,
      pauseMs: 60,
      ...(smoke ? { batches: 0.15, batchItems: 80 } : { batches: 0.3, batchItems: 300 }),
    },
  });
  try {
    await stage.start();
    return keepEvidence(stage, await run(stage, rounds(options, stage), say));
  } finally {
    await stage.close();
  }
}

/** What was found can be looked into after the run. */
function keepEvidence(stage: Stage, outcome: Outcome): Outcome {
  if (outcome.violations.length > 0) say(`the clients' ledgers are kept in ${stage.keepLedgers()}`);
  return outcome;
}

/** Round after round, until there is enough of everything. */
function* rounds({ seed, minutes, acknowledged, kills, smoke }: Options, stage: Stage): Generator<Step> {
  const from = performance.now();
  const passed = () => (performance.now() - from) / 60_000;
  for (let i = 0; i < 100; i++) {
    const enough = i * KILLS_A_ROUND >= kills && passed() >= minutes && (smoke || stage.acknowledged >= acknowledged);
    if (i > 0 && (enough || passed() > Math.max(minutes, 5) * PATIENCE)) break;
    say(`round ${i + 1}`);
    yield* round(seed + i * 104_729);
  }
  for (let i = 0; i < 90 && stage.acknowledged < acknowledged * MARGIN; i++)
    yield { fault: 'none', nemesis: calm, seed: i };
}

/** The same on a disk that is full now and then. */
async function disk({ seed, smoke }: Options): Promise<Outcome[]> {
  const dir = await smallDisk(300);
  if (dir === undefined) {
    say('skipped: disk full (no small disk can be mounted here)');
    return [];
  }
  const stage = await Stage.open({
    dist: DIST,
    hubs: 2,
    seed: seed + 1,
    dir: resolve(dir, 'postgres'),
    readers: 'few',
    pace: { workers: 3, pauseMs: 60, batches: 0.1, batchItems: 20 },
  });
  try {
    await stage.start();
    const step = (i: number): Step => ({ fault: 'disk full', nemesis: fillDisk(dir), seed: seed + i });
    const steps = Array.from({ length: smoke ? 2 : 10 }, (_, i) => step(i));
    return [keepEvidence(stage, await run(stage, steps, say))];
  } finally {
    await stage.close();
  }
}

function summary({ seed, acknowledged, kills }: Options, outcomes: readonly Outcome[], planted: readonly Control[]) {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const result = {
    seed,
    acknowledged: sum((o) => o.acknowledged),
    kills: sum((o) => o.kills),
    faults: sum((o) =>
      Object.entries(o.faults).reduce((total, [fault, count]) => total + (fault === 'none' ? 0 : count), 0),
    ),
    lost: sum((o) => o.lost),
    violations: outcomes.flatMap((o) => o.violations),
    planted,
  };
  if (result.acknowledged < acknowledged) result.violations.push(`too little: fewer than ${acknowledged} acknowledged`);
  if (result.kills < kills) result.violations.push(`too little: fewer than ${kills} kills`);
  return result;
}
