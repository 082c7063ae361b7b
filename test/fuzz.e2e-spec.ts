import * as fc from 'fast-check';
import { setTimeout } from 'node:timers/promises';
import { Database } from '../src/platform/index.js';
import { Callers } from './support/fuzz/callers.js';
import { frame } from './support/fuzz/frames.js';
import { submissions } from './support/fuzz/indicators.js';
import { type ApiDocument, type Shot, shotsFrom } from './support/fuzz/requests.js';
import { INSPECTED } from './support/inspector.js';
import { RawFeed } from './support/raw-feed.js';
import { complaints, Strain } from './support/strain.js';
import { asking, startTarget, type Target } from './support/target.js';
import { until } from './support/until.js';

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

  /** What there is of an answer that broke off: as it must, when its reader has been signed out meanwhile, and only then. */
  const rest = async (response: Response, who: Record<string, string>): Promise<string> => {
    try {
      return await response.text();
    } catch (error) {
      const { status } = await fetch(`${target.url}/api/v1/me`, { headers: who });
      if (status !== 401) throw error;
      return '';
    }
  };

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
    const body = endless ? '' : await rest(response, who);
    abort.abort();
    const retry = status === 503 && headers.has('retry-after');
    const told = shot.path.startsWith('/taxii2') ? 'application/taxii+json' : 'application/problem+json';
    const bare = status >= 400 && !(headers.get('content-type') ?? '').startsWith(told);
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
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(target.process.ended()).toBeUndefined();
    expect(complaints(felt)).toEqual([]);
    const times = (...statuses: number[]) => statuses.reduce((sum, status) => sum + (seen.get(status) ?? 0), 0);
    expect(times(401, 404, 429)).toBeLessThan(RUNS / 2); // most of them reached a handler
    expect(times(200, 201)).toBeGreaterThan(RUNS / 20);
  }, 3_600_000);

  /** Says frames on a socket that is subscribed, and waits until the hub has answered what came after them, or hung up. */
  const say = async (frames: readonly (string | Buffer)[], token: string): Promise<boolean> => {
    using raw = new RawFeed(target.url);
    await raw.opened().catch(() => undefined);
    raw.send(`40/feed,{"token":"${token}"}`);
    await until('an answer', () => raw.closed ?? raw.messages.some((m) => /^4[04]\/feed,/.test(m)));
    raw.send('42/feed,["subscribe",{}]');
    for (const one of frames) raw.send(one);
    raw.send('42/feed,777["subscribe",{}]');
    await until(
      'the last is answered',
      () => raw.closed ?? raw.messages.some((m) => m.startsWith('43/feed,777[')),
      10_000,
    );
    return raw.messages.some((m) => m.startsWith('40/feed,'));
  };

  it(`E13, E15, E16: ${FRAMES} frames from the protocols’ grammars: the process alive, nobody waits, memory flat`, async () => {
    const { alliance } = target;
    const keys = await Promise.all(Array.from({ length: 10 }, () => alliance.key(alliance.org['cert-b'])));
    const frames = fc.sample(frame, { numRuns: FRAMES, seed: SEED });
    let served = 0;
    const attackBy = async (from: number, to: number) => {
      for (let i = from; i < to; i += TOGETHER * ABREAST) {
        const groups = Array.from({ length: ABREAST }, (_, j) =>
          frames.slice(i + j * TOGETHER, i + (j + 1) * TOGETHER),
        );
        const joined = await Promise.all(groups.map((group, j) => say(group, keys[(i + j) % keys.length]!.text)));
        served += joined.filter(Boolean).length;
      }
    };
    await attackBy(0, FRAMES / 10);
    const felt = await strain.during(() => attackBy(FRAMES / 10, FRAMES));
    expect(target.process.ended()).toBeUndefined();
    expect(complaints(felt)).toEqual([]);
    expect(served).toBeGreaterThan(FRAMES / TOGETHER / 2); // most were said by somebody who was let in
    await until('all are forgotten', async () => {
      const text = await (await fetch(`${target.url}/metrics`)).text();
      return [...text.matchAll(/^tocsin_subscribers\{.*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0) <= 1;
    });
  }, 3_600_000);

  it('what is planted is noticed: a 500, a blocked loop, a leak', async () => {
    const { alliance } = target;
    const database = target.hub.app.get(Database).api;
    const posted: Shot = {
      method: 'POST',
      path: '/api/v1/indicators',
      headers: {},
      body: '{"value":"planted.example","tlp":"green"}',
    };
    const json = { ...posted, headers: { 'content-type': 'application/json' } };
    await database.query(
      `create function planted() returns trigger language plpgsql as $$ begin raise 'planted' using errcode = 'XX000'; end $$;
       create trigger planted before insert on object for each row execute function planted()`,
    );
    const answer = await fire(json, asking(alliance.keys.b));
    await database.query('drop trigger planted on object; drop function planted()');
    expect(answer).toMatchObject({ status: 500, wrong: expect.anything() });
    const felt = await strain.during(async () => {
      await strain.inspector.run(`
        globalThis.leak = [];
        const blocked = setInterval(() => {
          const end = Date.now() + 150;
          while (Date.now() < end);
          leak.push(Array.from({ length: 200_000 }, (_, i) => 'leaked ' + i));
        }, 170);
        setTimeout(() => clearInterval(blocked), 3_000);
      `);
      await setTimeout(3_500);
    });
    await strain.inspector.run('delete globalThis.leak');
    expect(complaints(felt)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^event-loop lag/), expect.stringMatching(/^the heap grew/)]),
    );
  });
});
