import { connect } from 'node:net';
import { Follower } from './support/follower.js';
import { auditWhole } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Key, seedAlliance } from './support/people.js';
import { type HubProcess, spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'only-for-tests-0123456789-abcdefgh';
const SOCKETS = 150;
let number = 0;

/** Subscribes as a member's client would after a disconnect: at a process that is there, again when it is told to wait. */
async function resumed(urls: readonly string[], key: Key, after: string): Promise<Follower> {
  for (let i = Math.floor(Math.random() * urls.length); ; i += 1) {
    const follower = await Follower.open(urls[i % urls.length]!, key.text, { after }).catch((error: Error) => {
      if (!/rate_limited|unavailable|websocket error|server_restart/.test(error.message)) throw error;
    });
    if (follower) return follower;
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
  }
}

describe('hub processes that stop while they are used', () => {
  let hub: Hub;
  let alliance: Alliance;
  const env = { TOCSIN_SECRET: SECRET, SOCKETS_PER_ORGANISATION: '1000' };
  beforeAll(async () => {
    hub = await startHub(env);
    alliance = await seedAlliance(hub);
  });
  afterAll(async () => {
    await auditWhole(alliance);
    await hub[Symbol.asyncDispose]();
  });

  const spawn = (): Promise<HubProcess> => spawnHub({ ...env, DATABASE_URL: hub.databaseUrl });
  const publish = async (at: { url: string } = hub) => {
    const value = `n${number++}.restarts.example`;
    const answer = await alliance.api(alliance.keys.a, at)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    expect(answer.status).toBe(201);
    return value;
  };

  it('E22: connections that have said nothing, or half a request, do not hold up a stop', async () => {
    await using stopping = await spawn();
    const { port } = new URL(stopping.url);
    const silent = Array.from({ length: 20 }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of silent) socket.on('error', () => undefined);
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    for (const socket of silent.slice(10)) socket.write('GET /api/v1/search HTTP/1.1\r\nhost: x\r\n');
    await until('it serves', async () => (await fetch(`${stopping.url}/health/live`)).ok);
    const begin = performance.now();
    await stopping.kill('SIGTERM');
    expect(performance.now() - begin).toBeLessThan(8_000); // Node itself would wait for a minute
    for (const socket of silent) socket.destroy();
  });

  it(`E22, M23: ${SOCKETS} sockets of a process that is told to stop resume elsewhere, all at once, and lose nothing`, async () => {
    await using stopping = await spawn();
    await using staying = await spawn();
    const keys: Key[] = [];
    for (const name of ['cert-a', 'cert-b', 'cert-c'] as const)
      for (let i = 0; i < 4; i += 1) keys.push(await alliance.key(alliance.org[name]));
    const followers = await Promise.all(
      Array.from({ length: SOCKETS }, (_, i) => resumed([stopping.url], keys[i % keys.length]!, 'now')),
    );
    const marker = await publish(staying);
    await until('all are served', () => followers.every((one) => one.values.includes(marker)));
    const published: string[] = [];
    const stop = { now: false };
    const publishing = (async () => {
      while (!stop.now) published.push(await publish(staying));
    })();
    await until('some are published', () => published.length > 5);
    const gone = stopping.kill('SIGTERM');
    await until('all are told', () => followers.every((one) => one.byes[0]));
    expect(new Set(followers.map((one) => `${one.byes[0]?.code} ${one.byes[0]?.retryable}`))).toEqual(
      new Set(['server_restart true']),
    );
    const again = await Promise.all(
      followers.map((one, i) => resumed([hub.url, staying.url], keys[i % keys.length]!, one.cursor)),
    );
    await gone;
    stop.now = true;
    await publishing;
    const last = await publish(staying);
    await until('all are served again', () => again.every((one) => one.values.includes(last)));
    const due = [marker, ...published, last];
    // what was on its way unacknowledged may come again; nothing is missing, and nothing out of its order
    for (const [i, one] of again.entries()) expect([...new Set([...followers[i]!.values, ...one.values])]).toEqual(due);
    for (const one of again) one.close();
  });

  it('M12: a member that is cut off 30 times resumes exactly where it was', async () => {
    await using other = await spawn();
    const got: string[] = [];
    const published: string[] = [];
    const stop = { now: false };
    const publishing = (async () => {
      while (!stop.now) published.push(await publish());
    })();
    let reader = await Follower.open(other.url, alliance.keys.b.text);
    for (let i = 0; i < 30; i += 1) {
      await until('something came', () => reader.entries.length > 0);
      reader.socket.io.engine.close(); // no goodbye
      got.push(...reader.values);
      reader = await resumed(i % 2 ? [other.url] : [hub.url], alliance.keys.b, reader.cursor);
    }
    stop.now = true;
    await publishing;
    const last = published.at(-1)!;
    await until('the last', () => reader.values.includes(last));
    got.push(...reader.values);
    reader.close();
    expect(got).toEqual(published.slice(published.indexOf(got[0]!)));
    expect(got.length).toBeGreaterThan(30);
  });
});
