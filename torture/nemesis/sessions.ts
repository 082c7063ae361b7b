import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sql } from '../rig/sql.js';
import { type Nemesis, pause } from './nemesis.js';

async function session(url: string, connectionTimeoutMillis = 30_000): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis, application_name: 'torture' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Whatever fails here is part of the harm. */
const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

/** Every connection that Postgres has to give is taken, and the hubs' own are thrown out. */
export const exhaustConnections: Nemesis = async (scene) => {
  const url = scene.stage.postgres.url();
  const taken: pg.Client[] = [];
  const most = performance.now() + 4_000;
  await quietly(
    sql(url, `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'tocsin%'`),
  );
  for (let tries = 0; tries < 250 && performance.now() < most; tries++) {
    const client = await session(url, 3_000).catch(() => undefined);
    if (client) taken.push(client);
    else await sleep(50); // hubs that let go and come back meet the same
  }
  await pause(scene, 500, 2_000);
  await Promise.all(taken.map((client) => quietly(client.end())));
};

/** Somebody sits on a lock that hubs need, within a transaction that he forgot. */
const holding =
  (lock: string): Nemesis =>
  async (scene) => {
    const client = await session(scene.stage.postgres.url());
    try {
      await client.query(`begin; set local lock_timeout = '2s'`);
      await quietly(client.query(lock));
      await pause(scene, 1_000, 3_500);
      await quietly(client.query('rollback'));
    } finally {
      await quietly(client.end());
    }
  };

export const lockHead = holding('select * from head for update');
export const lockLog = holding('lock table entry in share mode');
export const sleepUnderLock = holding('lock table audit_record in exclusive mode; select pg_sleep(1)');

/** All sessions of the hubs are ended, several times. */
export const terminateSessions: Nemesis = async (scene) => {
  const url = scene.stage.postgres.url();
  for (let i = 0; i < 3; i++) {
    await quietly(
      sql(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'tocsin%' and random() < 0.7`,
      ),
    );
    await sleep(100 + scene.random() * 400);
  }
};
