import { setTimeout as sleep } from 'node:timers/promises';
import { check, type Verdict } from '../checker/check.js';
import { evidenceOf, expectations, type ReaderHistory } from '../checker/evidence.js';
import { type Mark, type Published, readLines, type Read } from '../clients/records.js';
import type { Reader } from '../clients/reader.js';
import type { Step } from '../nemesis/schedule.js';
import { seeded } from '../random.js';
import { entitled } from './alliance.js';
import { PUBLISHERS, type Stage } from './stage.js';
import { witnessOf } from './witness.js';

export interface Outcome extends Verdict {
  readonly kills: number;
  /** How often each kind of fault was made. */
  readonly faults: Readonly<Record<string, number>>;
}

/** After healing, all that was acknowledged must be with all whom it is for within so long. */
const CONVERGE_MS = 30_000;

/**
 * Runs the stage under the steps until they end, heals all, waits until everybody has everything, takes a last look and
 * checks. `steps` may be endless: the caller ends it.
 */
export async function run(
  stage: Stage,
  steps: Iterable<Step>,
  say: (line: string) => void,
  convergeMs = CONVERGE_MS,
): Promise<Outcome> {
  let kills = 0;
  const faults: Record<string, number> = {};
  for (const { fault, nemesis, seed } of steps) {
    const random = seeded(seed);
    const begun = performance.now();
    await nemesis({ stage, random, killed: () => (kills += 1) });
    faults[fault] = (faults[fault] ?? 0) + 1;
    say(
      `${fault} (${((performance.now() - begun) / 1_000).toFixed(1)} s), ${stage.acknowledged} acknowledged, ${kills} kills`,
    );
    await sleep(200 + random() * 500);
  }
  await heal(stage);
  say('healed');
  const end = performance.now() + convergeMs;
  await Promise.all(stage.publishers.map((publisher) => publisher.stop(convergeMs)));
  const published = publishedOf(stage);
  const behind = await converge(stage, published, Math.max(1_000, end - performance.now()));
  say(behind.length === 0 ? 'everybody has everything' : `behind: ${behind.join(', ')}`);
  const witness = await witnessOf(stage, idsOf(published), behind);
  await Promise.all(stage.readers.map((reader) => reader.stop()));
  const marks = readLines<Mark>(stage.marks.path);
  return { ...check(evidenceOf(published, stage.readers.map(historyOf(stage)), marks, witness)), kills, faults };
}

async function heal(stage: Stage): Promise<void> {
  for (const hub of stage.hubs) {
    hub.door.heal();
    hub.wire.heal();
    hub.signal('SIGCONT');
    hub.start();
  }
  if (!stage.postgres.alive) await stage.postgres.restart();
  await stage.postgres.answering();
  await Promise.all(stage.hubs.map((hub) => hub.ready()));
  stage.mark('healed');
}

const publishedOf = (stage: Stage): Published[] =>
  PUBLISHERS.flatMap((by) => readLines<Published>(stage.ledgerFile(`publisher ${by}`)));

const idsOf = (published: readonly Published[]): string[] =>
  published
    .flatMap((line) => (line.do === 'ok' ? line.outcomes.map(([, id]) => id) : []))
    .filter((id) => id.includes('--'));

const historyOf =
  (stage: Stage) =>
  ({ options: { name, org, minConfidence } }: Reader): ReaderHistory => ({
    name,
    org,
    minConfidence,
    get lines() {
      return readLines<Read>(stage.ledgerFile(`reader ${name}`));
    },
  });

/** Waits until every reader has what it must have; the names of those that have not by then. */
async function converge(stage: Stage, published: readonly Published[], ms: number): Promise<string[]> {
  const marks = readLines<Mark>(stage.marks.path);
  const { acks } = evidenceOf(published, [], marks, undefined as never);
  const expected = [...expectations({ acks })];
  const lacks = ({ held, options: { org, minConfidence = 0 } }: Reader) =>
    expected.some(
      ([id, { last }]) =>
        !held.has(id) && last.intent.confidence >= minConfidence && entitled(last.intent.to, last.by, org),
    );
  const end = performance.now() + ms;
  for (;;) {
    const behind = stage.readers.filter(lacks).map(({ options }) => options.name);
    if (behind.length === 0 || performance.now() > end) {
      stage.mark('converged');
      return behind;
    }
    await sleep(200);
  }
}
