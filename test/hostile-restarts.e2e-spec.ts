import { connect } from 'node:net';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Key, seedAlliance } from './support/people.js';
import { type HubProcess, spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'only-for-tests-0123456789-abcdefgh';
const SOCKETS = 500;
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
  afterAll(() => hub[Symbol.asyncDispose]());

  const spawn = (): Promise<HubProcess> => spawnHub({ ...env, DATABASE_URL: hub.databaseUrl });
  const publish = async (at: { url: string } = hub) => {
    const value = `n${number++}.restarts.example`;
    const answer = await alliance.api(alliance.keys.a, at)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    expect(answer.status).toBe(201);
    return value;
  };

  it('E22: connections that have said nothing, or half a request, do not hold up a stop', async () => {
    await using hub_ = await spawn();
    const { port } = new URL(hub_.url);
    const silent = Array.from({ length: 20 }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of silent) socket.on('error', () => undefined);
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    for (const socket of silent.slice(10)) socket.write('GET /api/v1/search HTTP/1.1\r\nhost: x\r\n');
    await until('it serves', async () => (await fetch(`${hub_.url}/health/live`)).ok);
    const begin = performance.now();
    await hub_.kill('SIGTERM');
    expect(performance.now() - begin).toBeLessThan(8_000); // Node itself would wait for a minute
    for (const socket of silent) socket.destroy();
  }, 60_000);
});
