import { run } from '../rig/run.js';
import { Stage } from '../rig/stage.js';
import { BUGS, type Bug } from './bugs.js';
import { plant } from './plant.js';

export interface Control {
  readonly bug: string;
  readonly caught: boolean;
}

/** Without faults a hub is quick: what has not come by then does not come. */
const CONVERGE_MS = 4_000;

/** Stages at a time: a control waits for much of its time. */
const AT_ONCE = 2;

/** Runs the hub with each bug planted in it. The checker that finds nothing then is none. */
export async function controls(root: string, seed: number, say: (line: string) => void): Promise<Control[]> {
  const results: Control[] = [];
  const left = BUGS.entries();
  const next = async (): Promise<void> => {
    for (const [i, bug] of left) results[i] = await judged(root, seed, bug, say);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return results;
}

async function judged(root: string, seed: number, bug: Bug, say: (line: string) => void): Promise<Control> {
  const begun = performance.now();
  // one that could not be run to its end caught nothing
  const violations = await control(root, seed, bug).catch((error: unknown) => [`not run: ${String(error)}`]);
  const caught = violations.some((text) => bug.breaks.some((name) => text.startsWith(`${name}:`)));
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(
    `planted: ${bug.bug}: ${caught ? `caught (${violations[0]})` : `NOT CAUGHT (${violations.join('; ')})`}, ${seconds} s`,
  );
  return { bug: bug.bug, caught };
}

async function control(root: string, seed: number, { patches, stage: own, scenario }: Bug): Promise<readonly string[]> {
  const copy = plant(root, patches);
  try {
    const stage = await Stage.open({
      dist: copy.dist,
      hubs: 2,
      seed,
      readers: 'few',
      pace: { workers: 3, pauseMs: 40, batches: 0.1, batchItems: 10 },
      ...own,
    });
    try {
      await stage.start();
      const steps = scenario.map((nemesis, i) => ({ fault: 'scenario', nemesis, seed: seed + i }));
      return (await run(stage, steps, () => undefined, CONVERGE_MS)).violations;
    } finally {
      await stage.close();
    }
  } finally {
    copy.remove();
  }
}
