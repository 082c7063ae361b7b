import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../test/support/until.js';
import type { LedgerRow, Witness } from '../checker/evidence.js';
import { createHash } from 'node:crypto';
import { linesDoor } from '../clients/doors.js';
import { given, type Given } from '../clients/records.js';
import { type Member, MEMBERS } from './alliance.js';
import { conditionOf } from './condition.js';
import { HubUnit } from './hub.js';
import type { Stage } from './stage.js';
import { join } from 'node:path';

/** So many objects are asked for one by one, by every member. */
const SAMPLE = 40;

/** The last look, through a hub process started for it. `ids` are objects that were acknowledged. */
export async function witnessOf(stage: Stage, ids: readonly string[], behind: readonly string[]): Promise<Witness> {
  const { dist, hubEnv = {} } = stage.options;
  const hub = await HubUnit.create({
    name: 'witness',
    dist,
    dir: join(stage.dir, 'witness'),
    postgres: stage.postgres,
    env: hubEnv,
  });
  stage.hubs.push(hub);
  hub.start();
  await hub.ready();
  const condition = await conditionOf(stage, hub, behind);
  const replays: Partial<Record<Member, Given[]>> = {};
  const heads: Witness['heads'][number][] = [];
  const gets: Witness['gets'][number][] = [];
  for (const org of MEMBERS) {
    replays[org] = await replay(hub.direct, stage.alliance.keys[org]);
    heads.push(...(await headsOf(hub.direct, org, stage.alliance.keys[org])));
    gets.push(...(await getsOf(hub.direct, org, stage.alliance.keys[org], ids)));
  }
  const ledgers = new Map<string, LedgerRow[]>();
  for (const { org, audience } of heads) {
    if (!ledgers.has(audience)) ledgers.set(audience, await ledgerOf(hub.direct, stage.alliance.keys[org], audience));
  }
  const root = { cookie: stage.alliance.cookie, 'sec-fetch-site': 'same-origin' };
  const { ok } = await json<{ ok: boolean }>(`${hub.direct}/api/v1/audit/verify`, root);
  return { replays, ledgers, heads, gets, submissions: await submissions(hub.direct, root), auditOk: ok, condition };
}

async function json<T>(url: string, headers: Record<string, string>): Promise<T> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${new URL(url).pathname} answers ${response.status}`);
  return (await response.json()) as T;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function replay(url: string, token: string): Promise<Given[]> {
  const entries: Given[] = [];
  const connection = new AbortController();
  let at = false;
  const takes = {
    batch: (batch: Parameters<Parameters<typeof linesDoor>[1]['batch']>[0]) => {
      entries.push(...batch.entries.map(given));
      at ||= batch.live;
    },
    beat: () => undefined,
    refused: (code: string) => Promise.reject(new Error(code)),
  };
  const done = linesDoor({ url, token, after: 'beginning' }, takes, connection.signal);
  await until('a replay from the beginning', () => at, 120_000);
  connection.abort();
  await done;
  return entries;
}

async function headsOf(url: string, org: Member, token: string): Promise<Witness['heads'][number][]> {
  const { audiences } = await json<{ audiences: { ref: string; position: number; chain: string }[] }>(
    `${url}/api/v1/audiences`,
    bearer(token),
  );
  return audiences.map(({ ref, position, chain }) => ({ org, audience: ref, position, chain }));
}

async function ledgerOf(url: string, token: string, audience: string): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.position ?? 0;
    const page = await json<{ entries: LedgerRow[]; more: boolean }>(
      `${url}/api/v1/audiences/${audience}/ledger?after=${after}&limit=5000`,
      bearer(token),
    );
    rows.push(...page.entries);
    if (!page.more || page.entries.length === 0) return rows;
  }
}

async function getsOf(
  url: string,
  org: Member,
  token: string,
  ids: readonly string[],
): Promise<Witness['gets'][number][]> {
  const gets: Witness['gets'][number][] = [];
  const step = Math.max(1, Math.floor(ids.length / SAMPLE));
  for (let i = 0; i < ids.length; i += step) {
    const id = ids[i]!;
    const response = await fetch(`${url}/api/v1/objects/${id}`, { headers: bearer(token) });
    const etag = `"${createHash('sha256')
      .update(await response.text())
      .digest('hex')
      .slice(0, 32)}"`;
    gets.push({ org, id, status: response.status, etag });
  }
  return gets;
}

interface AuditPage {
  items: { action: string; detail: Record<string, unknown> }[];
  next?: string;
}

async function submissions(url: string, headers: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  let after = '';
  for (;;) {
    const page = await json<AuditPage>(`${url}/api/v1/audit?limit=500${after && `&after=${after}`}`, headers);
    for (const { action, detail } of page.items) {
      const stored = ['created', 'updated', 'unchanged'].some((outcome) => Number(detail[outcome]) > 0);
      if (action === 'submission' && stored) found.push(String(detail['submission']));
    }
    if (page.next === undefined) return found;
    after = page.next;
    await sleep(0);
  }
}
