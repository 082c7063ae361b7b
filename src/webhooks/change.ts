import { tlpOf, tlpRank, type Tlp } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';
import type { WebhookRow } from './webhook.js';

/** What may be said anew of a webhook; what is not said stays. */
export interface WebhookChange {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly filter?: string | undefined;
  readonly ceiling?: Exclude<Tlp, 'red'> | undefined;
}

type Set = Pick<WebhookRow, 'name' | 'url' | 'filter' | 'ceiling'>;
const FIELDS = ['name', 'url', 'filter', 'ceiling'] as const;

/**
 * Writes a change of a row that is locked, and gives what the audit record says of it; undefined when it is all as before.
 *
 * The secret and the place in the log stay. Where to, what or how far is another matter for what is on its way: that is
 * dropped and begun anew from the place, under another id, for a receiver that has it already would take the same id for
 * the same entries. What was being retried or had stopped is tried at once; what rests goes on resting.
 */
export async function writeChange(sql: Sql, row: WebhookRow, asked: WebhookChange): Promise<object | undefined> {
  const next: Set = {
    name: asked.name ?? row.name,
    url: asked.url ?? row.url,
    filter: asked.filter ?? row.filter,
    ceiling: asked.ceiling === undefined ? row.ceiling : tlpRank(asked.ceiling),
  };
  const changed = FIELDS.filter((field) => next[field] !== row[field]);
  if (changed.length === 0) return undefined;
  const isNameAlone = changed.every((field) => field === 'name');
  await sql.query(
    `update webhook set name = $2, url = $3, filter = $4, ceiling = $5, revision = revision + $6::int where id = $1`,
    [row.id, next.name, next.url, next.filter, next.ceiling, isNameAlone ? 0 : 1],
  );
  if (!isNameAlone) {
    await sql.query(`update webhook_delivery set state = 'dropped' where webhook_id = $1 and state = 'sending'`, [
      row.id,
    ]);
    await sql.query(
      `update webhook set state = 'ok', tries = 0, failing_since = null, error = null, next_at = now()
       where id = $1 and state in ('retrying', 'stopped')`,
      [row.id],
    );
  }
  const said = (set: Set) => Object.fromEntries(changed.flatMap((field) => recorded(field, set)));
  return { changed, was: said(row), now: said(next) };
}

/** A filter may have values in it, and an address a token: of the one nothing is recorded, of the other the host. */
function recorded(field: keyof Set, set: Set): [string, string][] {
  if (field === 'name') return [['name', set.name]];
  if (field === 'ceiling') return [['ceiling', tlpOf(set.ceiling)]];
  return field === 'url' ? [['host', new URL(set.url).host]] : [];
}
