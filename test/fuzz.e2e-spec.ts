import * as fc from 'fast-check';
import { Callers } from './support/fuzz/callers.js';
import { frame } from './support/fuzz/frames.js';
import { submissions } from './support/fuzz/indicators.js';
import { type ApiDocument, type Shot, shotsFrom } from './support/fuzz/requests.js';
import { INSPECTED } from './support/inspector.js';
import { RawFeed } from './support/raw-feed.js';
import { complaints, Strain } from './support/strain.js';
import { startTarget, type Target } from './support/target.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 20_000);
const FRAMES = Math.ceil(RUNS / 5);
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** At work at once, as members would be. */
const ABREAST = 8;
/** Frames of one connection. */
const TOGETHER = 8;
/** Shots between two looks at whether everybody is still signed in. */
const ROUND = 160;
/** Shots made at a time: arbitrary values are large. */
const SAMPLE = 1_600;

describe(`input that nobody thought of (FUZZ_SEED=${SEED})`, () => {
  let target: Target;
  let strain: Strain;
  beforeAll(async () => {
    // what the hub may remember is bounded low, so that what grows without bound is seen
    target = await startTarget({
      ...INSPECTED,
      FEED_RING: '500',
      RATE_LIMIT: '1000000',
      SOCKETS_PER_ORGANISATION: '50',
    });
    strain = await Strain.on(target);
  });
  afterAll(async () => {
    strain[Symbol.dispose]();
    await target[Symbol.asyncDispose]();
  });

  /** The answer's status, and what is wrong with it. A stream is left as soon as it has begun. */
  const fire = async (shot: Shot, who: Record<string, string>): Promise<{ status: number; wrong?: unknown }> => {
    const abort = new AbortController();
    const response = await fetch(`${target.url}${shot.path}`, {
      method: shot.method,
      headers: { ...who, ...shot.headers },
      signal: abort.signal,
      ...(shot.body !== undefined && { body: shot.body }),
    });
    const { status, ok, headers } = response;
    const endless = ok && shot.path.startsWith('/api/v1/feed');
    const body = endless ? '' : await response.text();
    abort.abort();
    const retry = status === 503 && headers.has('retry-after');
    const bare = status >= 400 && !(headers.get('content-type') ?? '').startsWith('application/problem+json');
    return { status, ...(((status >= 500 && !retry) || bare) && { wrong: { ...shot, status, body } }) };
  };

  /** Fires so many shots, a few at a time, and counts what was answered. */
  const attack = async (shot: fc.Arbitrary<Shot>, runs: number, callers: Callers) => {
    const seen = new Map<number, number>();
    const wrong: unknown[] = [];
    for (let from = 0; from < runs; from += SAMPLE) {
      const shots = fc.sample(fc.tuple(shot, fc.nat({ max: 8 })), {
        numRuns: Math.min(SAMPLE, runs - from),
        seed: SEED + from,
      });
      for (let i = 0; i < shots.length; i += ABREAST) {
        if (i % ROUND === 0) await callers.refresh();
        const answers = await Promise.all(shots.slice(i, i + ABREAST).map(([one, by]) => fire(one, callers.at(by))));
        for (const answer of answers) {
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
          if (answer.wrong) wrong.push(answer.wrong);
        }
      }
    }
    return { seen, wrong };
  };

  const everyShot = async (): Promise<fc.Arbitrary<Shot>> => {
    const document = (await (await fetch(`${target.url}/api/docs/json`)).json()) as ApiDocument;
    const operations = shotsFrom(document);
    expect(operations.length).toBeGreaterThan(20);
    return fc.oneof(...operations, ...submissions, ...submissions, ...submissions);
  };

  it(`F21: ${RUNS} requests from the OpenAPI document and the grammars: no 5xx, nobody waits, memory flat`, async () => {
    const [shot, callers] = [await everyShot(), await Callers.of(target)];
    await attack(shot, Math.min(RUNS, 2_000), callers); // what is compiled and remembered once, is
    let result: Awaited<ReturnType<typeof attack>> | undefined;
    const felt = await strain.during(async () => {
      result = await attack(shot, RUNS, callers);
    });
    const { seen, wrong } = result!;
    console.log(JSON.stringify(felt), JSON.stringify([...seen]));
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(target.process.ended()).toBeUndefined();
    expect(complaints(felt)).toEqual([]);
    const times = (...statuses: number[]) => statuses.reduce((sum, status) => sum + (seen.get(status) ?? 0), 0);
    expect(times(401, 404, 429)).toBeLessThan(RUNS / 2); // most of them reached a handler
    expect(times(200, 201)).toBeGreaterThan(RUNS / 20);
  }, 3_600_000);
});
