import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { until } from '../../test/support/until.js';
import type { Nemesis } from '../nemesis/nemesis.js';
import { clients, reset } from '../nemesis/network.js';
import { killAllHubs, killPostgres } from '../nemesis/processes.js';
import { restoreBackup } from '../nemesis/restore.js';
import { sql } from '../rig/sql.js';

/** Load, and the fault that brings a bug out. */
export type Scenario = readonly Nemesis[];

/** Until so many more items are acknowledged. */
const load =
  (items: number): Nemesis =>
  async ({ stage }) => {
    const enough = stage.acknowledged + items;
    await until(`${items} more to be acknowledged`, () => stage.acknowledged >= enough, 60_000);
  };
const times = <T>(count: number, ...all: T[]): T[] => Array.from({ length: count }, () => all).flat();

/** Harm in the moment of an acknowledgement. */
const atOnce =
  (first: Nemesis, then: Nemesis): Nemesis =>
  async (scene) => {
    await first(scene);
    await then(scene);
  };

/** Load alone. */
export const nothing: Scenario = [load(400)];
export const hubKills: Scenario = times(2, atOnce(load(50), killAllHubs));
/** What is there is on disk, whatever the settings: members and audiences; it is the items after it that may be lost. */
const settled: Nemesis = async ({ stage }) => sql(stage.postgres.url(), 'checkpoint').then(() => undefined);
export const postgresKills: Scenario = [load(60), settled, ...times(2, atOnce(load(80), killPostgres))];
export const restore: Scenario = [load(100), restoreBackup, load(60)];
/** Answers get lost. */
export const agree: Scenario = times(5, load(60), reset(clients));

/** Readers die and start again, many times. */
export const crashes: Scenario = times(25, load(8), async ({ stage }) => {
  for (const reader of stage.readers) reader.crash();
});

/** No process hears a NOTIFY any more, and publishing goes on for a while and ends. */
export const blindness: Scenario = [
  load(100),
  async ({ stage }) => {
    const url = stage.postgres.url();
    const publishing = sleep(1_000).then(() => Promise.all(stage.publishers.map((publisher) => publisher.stop(5_000))));
    const ended = publishing.then(() => true);
    const text = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tocsin listen'`;
    const client = new pg.Client(url); // one that is there: with a new one each time a busy machine let listeners hear something between
    await client.connect();
    do await client.query(text);
    while (!(await Promise.race([ended, sleep(5)])));
    await client.end();
    await publishing;
  },
];
