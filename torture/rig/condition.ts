import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../test/support/until.js';
import type { Condition } from '../checker/evidence.js';
import type { HubUnit } from './hub.js';
import { sql } from './sql.js';
import type { Stage } from './stage.js';

/** Connections that one hub process may have: all its pools, and the one that listens. */
const SESSIONS_A_HUB = 22;

/** What hubs and Postgres are like; `fresh` is a process that has done nothing yet. Waits a little for what is about to end. */
export async function conditionOf(stage: Stage, fresh: HubUnit, behind: readonly string[]): Promise<Condition> {
  const old = stage.hubs.filter((hub) => hub !== fresh);
  for (const hub of stage.hubs) hub.jump(0); // collects its garbage
  let hubs: Condition['hubs'] = [];
  let sessions = await sessionsOf(stage);
  const quiet = async () => {
    hubs = await Promise.all(old.map(measure));
    sessions = await sessionsOf(stage);
    const calm = hubs.every(({ lag, waiting }) => lag === 0 && waiting === 0);
    return calm && sessions.idle === 0 && sessions.blocked === 0;
  };
  await until('quiet', quiet, 10_000).catch(() => undefined);
  await sleep(100);
  return {
    hubs,
    freshHeapBytes: (await measure(fresh)).heapBytes,
    crashes: stage.hubs.flatMap((hub) => hub.crashes),
    idleInTransaction: sessions.idle,
    waitingForLocks: sessions.blocked,
    sessions: sessions.all,
    expectedSessions: SESSIONS_A_HUB * stage.hubs.length,
    behind,
  };
}

async function measure({ name, direct }: HubUnit): Promise<Condition['hubs'][number]> {
  const text = await (await fetch(`${direct}/metrics`)).text();
  const sum = (metric: RegExp) => [...text.matchAll(metric)].reduce((total, [, value]) => total + Number(value), 0);
  return {
    name,
    lag: sum(/^tocsin_feed_lag_entries (\S+)/gm),
    waiting: sum(/^tocsin_pool_connections\{[^}]*state="waiting"[^}]*\} (\S+)/gm),
    heapBytes: sum(/^tocsin_nodejs_heap_size_used_bytes (\S+)/gm),
  };
}

/** Sessions of hubs, those amid a transaction that do nothing, and those that wait for a lock. */
async function sessionsOf({ postgres }: Stage): Promise<{ all: number; idle: number; blocked: number }> {
  const rows = await sql<{ all: string; idle: string; blocked: string }>(
    postgres.url(),
    `select count(*) as all, count(*) filter (where state like 'idle in transaction%' and state_change < now() - interval '3 seconds') as idle,
       count(*) filter (where cardinality(pg_blocking_pids(pid)) > 0 and state_change < now() - interval '3 seconds') as blocked
     from pg_stat_activity where application_name like 'tocsin%'`,
  );
  const { all, idle, blocked } = rows[0]!;
  return { all: Number(all), idle: Number(idle), blocked: Number(blocked) };
}
