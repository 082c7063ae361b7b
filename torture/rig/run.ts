import { setTimeout as sleep } from 'node:timers/promises';
import { check, type Verdict } from '../checker/check.js';
import { type Ack, evidenceOf, expectations, type ReaderHistory } from '../checker/evidence.js';
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

type Say = (line: string) => void;
type Expected = readonly (readonly [id: string, expected: { readonly last: Ack }])[];

/** After healing, all that was acknowledged must be with all whom it is for within so long. */
const CONVERGE_MS = 30_000;

/**
 * Runs the stage under the steps until they end, heals all, waits until everybody has everything, takes a last look and
 * checks. `steps` may be endless: the caller ends it.
 */
export async function run(stage: Stage, steps: Iterable<Step>, say: Say, convergeMs = CONVERGE_MS): Promise<Outcome> {
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
  const behind = await converge(stage, published, Math.max(1_000, end - performance.now()), say);
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

/** Deliveries a second, over all readers, that the rig and the hubs together make of it on two cores: it checks each. */
const DELIVERIES_PER_S = 15_000;

/**
 * Waits until every reader has what it must have; the names of those that have not within `ms`. Where a backup was restored
 * shortly before, readers have the whole log to read again: they are given the time that this takes.
 */
async function converge(stage: Stage, published: readonly Published[], ms: number, say: Say): Promise<string[]> {
  const marks = readLines<Mark>(stage.marks.path);
  const { acks } = evidenceOf(published, [], marks, undefined as never);
  const expected = [...expectations({ acks })];
  const waiting = stage.readers.map((reader) => waitingOf(reader, expected));
  const lacking = waiting.reduce((sum, reader) => sum + reader.lacking(), 0);
  say(`${lacking} deliveries are still to be made`);
  const end = performance.now() + ms + (lacking / DELIVERIES_PER_S) * 1_000;
  for (;;) {
    const behind = waiting.filter((reader) => !reader.hasAll()).map(({ name }) => name);
    if (behind.length === 0 || performance.now() > end) {
      stage.mark('converged');
      return behind;
    }
    await sleep(200);
  }
}

/** What a reader still lacks of what it must have. It is asked often: what it has been found to have is not looked at again. */
function waitingOf({ held, options: { name, org, minConfidence = 0 } }: Reader, expected: Expected) {
  const due = expected
    .filter(([, { last }]) => last.intent.confidence >= minConfidence && entitled(last.intent.to, last.by, org))
    .map(([id]) => id);
  let [next, had] = [0, 0];
  return {
    name,
    lacking: () => due.filter((id) => !held.has(id)).length,
    hasAll: () => {
      if (held.size < had) next = 0; // it had to begin anew
      had = held.size;
      while (next < due.length && held.has(due[next]!)) next += 1;
      return next === due.length;
    },
  };
}
