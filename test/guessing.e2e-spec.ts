import { startHub } from './support/hub.js';
import { type Answer, client, PASSWORD, rowsOf, seedAlliance, signIn } from './support/people.js';

describe('limits of guessing', () => {
  it('A01: lets 30 tries a minute from one address through to the hash; the rest waits, and other addresses don’t', async () => {
    await using hub = await startHub({ TRUST_PROXY: '127.0.0.1' });
    const { people } = await seedAlliance(hub);
    const sprayer = { 'x-forwarded-for': '198.51.100.7' };
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const { status, headers } = await signIn(hub, `person${i}@cert-a.example`, 'Winter2026Winter2026', sprayer);
      statuses.push(status);
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual(Array(10).fill(429));
    expect((await signIn(hub, people.ana.email, PASSWORD, { 'x-forwarded-for': '198.51.100.8' })).status).toBe(201);
    const refusals = await rowsOf<{ record: string }>(
      hub,
      `select record from audit_record where record like '%session.refuse%'`,
    );
    expect(refusals.length).toBeGreaterThanOrEqual(31);
  });

  it('A02, P18: slows guesses at one account down, over all processes, whatever X-Forwarded-For says', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people } = await seedAlliance(hub);
    const tries: Answer[] = [];
    for (let i = 0; i < 8; i += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${i}` };
      tries.push(await signIn(i % 2 ? hub : second, people.ana.email, 'not the right words', headers));
    }
    expect(tries.slice(0, 5).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(
      tries.slice(5).filter(({ status, headers }) => status === 429 && headers.has('retry-after')).length,
    ).toBeGreaterThan(1);
    expect((await signIn(hub, people.ana.email)).status).toBe(429);
    expect((await signIn(hub, people.al.email)).status).toBe(201);
    const recorded = await rowsOf<{ record: string }>(
      hub,
      `select record from audit_record where record like '%session.refuse%'`,
    );
    expect(recorded.some(({ record }) => record.includes('203.0.113.'))).toBe(false);
  });

  it('A09: hashes four at a time, queues few and sheds the rest at once', async () => {
    await using hub = await startHub({ TRUST_PROXY: '127.0.0.1' });
    const { people } = await seedAlliance(hub);
    const started = performance.now();
    const crowd = Array.from({ length: 120 }, (_, i) =>
      signIn(hub, `person${i}@cert-b.example`, 'wrong words here', { 'x-forwarded-for': `198.51.100.${i}` }),
    );
    const quick = performance.now();
    expect((await client(hub.url)('GET', '/health/ready')).status).toBe(200);
    expect(performance.now() - quick).toBeLessThan(10_000);
    const statuses = (await Promise.all(crowd)).map(({ status }) => status);
    expect(statuses.every((status) => [401, 429, 503].includes(status))).toBe(true);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect((await signIn(hub, people.bo.email)).status).toBe(201);
  });
});
