import { io, type Socket } from 'socket.io-client';
import { type Hub, startHub } from './support/hub.js';
import { imported, type Job } from './support/importing.js';
import { type Alliance, type Key, type Person, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

interface Watching {
  readonly socket: Socket;
  readonly jobs: Job[];
  readonly byes: { code: string }[];
  readonly errors: string[];
}

describe('how imports go, live', () => {
  let hub: Hub;
  let alliance: Alliance;
  const open: Socket[] = [];
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(async () => {
    for (const socket of open) socket.close();
    await hub[Symbol.asyncDispose]();
  });

  function watch(who?: Key | Person): Watching {
    const own =
      who && 'cookie' in who
        ? { extraHeaders: { cookie: who.cookie, origin: hub.url } }
        : { auth: who ? { token: who.text } : {} };
    const socket = io(`${hub.url}/imports`, { transports: ['websocket'], forceNew: true, reconnection: false, ...own });
    const watching: Watching = { socket, jobs: [], byes: [], errors: [] };
    socket.on('import', (job: Job) => watching.jobs.push(job));
    socket.on('bye', (bye: { code: string }) => watching.byes.push(bye));
    socket.on('connect_error', (error: Error & { data?: { code: string } }) =>
      watching.errors.push(error.data?.code ?? error.message),
    );
    open.push(socket);
    return watching;
  }

  it('is told to the organisation whose import it is, and to no other', async () => {
    const [a, b] = [watch(alliance.keys.a), watch(alliance.keys.b)];
    const constituent = watch(await alliance.key(alliance.org['cert-a'], { kind: 'constituent' }));
    await until('all to be connected', () => [a, b, constituent].every(({ socket }) => socket.connected));
    const list = Array.from({ length: 2_000 }, (_, i) => `n${i}.watched.example\n`).join('');
    const own = await imported(hub, alliance.keys.a, list, { tlp: 'green' });
    const other = await imported(hub, alliance.keys.b, 'other.example\n', { tlp: 'green' });
    await until('the end to be told', () => a.jobs.at(-1)?.state === 'done' && b.jobs.at(-1)?.state === 'done');
    expect(new Set(a.jobs.map(({ id }) => id))).toEqual(new Set([own.id]));
    expect(new Set(b.jobs.map(({ id }) => id))).toEqual(new Set([other.id]));
    expect(a.jobs.at(-1)).toEqual(own);
    expect(constituent.jobs).toEqual([]);
  });

  it('asks for the right to submit', async () => {
    const [nobody, reader] = [watch(), watch(await alliance.key(alliance.org['cert-a'], { scopes: ['read', 'feed'] }))];
    await until('both to be refused', () => nobody.errors.length > 0 && reader.errors.length > 0);
    expect([...nobody.errors, ...reader.errors]).toEqual(['unauthorized', 'insufficient_scope']);
  });

  it('ends with the credential, and with whoever has something to say', async () => {
    const key = await alliance.key(alliance.org['cert-a']);
    const [revoked, talking] = [watch(key), watch(alliance.keys.a)];
    await until('both to be connected', () => revoked.socket.connected && talking.socket.connected);
    talking.socket.emit('subscribe', {});
    await alliance.api(alliance.people.adminA)('DELETE', `/api/v1/keys/${key.id}`);
    await until('both to be sent away', () => revoked.socket.disconnected && talking.socket.disconnected);
    expect([revoked.byes[0]?.code, talking.byes[0]?.code]).toEqual(['credential_revoked', 'protocol_error']);
  });
});
