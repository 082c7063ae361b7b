import { randomUUID } from 'node:crypto';
import type { Audiences } from '../audience/index.js';
import { appendAudit, type Deed } from '../audit/index.js';
import type { Cursors, Feed } from '../exchange/index.js';
import { Fault, tlpRank, type Tlp, type Viewer } from '../kernel/index.js';
import type { Outbound, Pool, Secrets, Sql } from '../platform/index.js';
import { parseQuery } from '../query/index.js';
import { writeChange, type WebhookChange } from './change.js';
import { Sender } from './sender.js';
import { newSecret } from './signing.js';
import { present, sealSecret, WEBHOOK_COLUMNS, type WebhookRead, type WebhookRow } from './webhook.js';

const MOST = 20;
const OLD_SECRET = `interval '24 hours'`;

/** What an administrator says of a webhook. */
export interface NewWebhook {
  readonly name: string;
  readonly url: string;
  readonly filter: string;
  readonly ceiling: Exclude<Tlp, 'red'>;
  readonly after: string;
}

/** Where to go on from: a cursor, one delivery once more, or where it stopped. */
export interface Replay {
  readonly after?: string | undefined;
  readonly delivery?: string | undefined;
}

/** Webhooks as administrators manage them, each for its own organisation alone. */
export class Webhooks {
  private readonly sender: Sender;

  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly feed: Feed,
    private readonly cursors: Cursors,
    private readonly outbound: Outbound,
    private readonly secrets: Secrets,
  ) {
    this.sender = new Sender(outbound, secrets);
  }

  /** Faults: `blocked_destination`, `query_invalid`, those of cursors, `limit_reached`. The secret is given here and never again. */
  async add(viewer: Viewer, asked: NewWebhook): Promise<WebhookRead & { secret: string }> {
    await this.assertFilter(asked.filter);
    const position = await this.placeOf(viewer, asked.after);
    const url = await this.allowed(asked.url);
    const id = randomUUID();
    const secret = newSecret();
    await this.pool.transaction(async (sql) => {
      await sql.query('select from organisation where id = $1 for no key update', [viewer.organisationId]);
      const { rows } = await sql.query<{ count: number }>(
        'select count(*)::int as count from webhook where organisation_id = $1',
        [viewer.organisationId],
      );
      if ((rows[0]?.count ?? 0) >= MOST) throw new Fault('limit_reached', `an organisation may have ${MOST} webhooks`);
      await sql.query(
        `insert into webhook (id, organisation_id, name, url, filter, ceiling, created_by, secret, position)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          viewer.organisationId,
          asked.name,
          url,
          asked.filter,
          tlpRank(asked.ceiling),
          viewer.personId,
          sealSecret(this.secrets, id, secret),
          position,
        ],
      );
      await appendAudit(sql, [deed('webhook.create', viewer, id, { host: new URL(url).host, ceiling: asked.ceiling })]);
    });
    return { ...this.shown(viewer, await this.row(this.pool, viewer, id)), secret };
  }

  async list(viewer: Viewer): Promise<WebhookRead[]> {
    const { rows } = await this.pool.query<WebhookRow>(
      `select ${WEBHOOK_COLUMNS} from webhook where organisation_id = $1 order by created_at, id`,
      [viewer.organisationId],
    );
    return rows.map((row) => this.shown(viewer, row));
  }

  async one(viewer: Viewer, id: string): Promise<WebhookRead> {
    return this.shown(viewer, await this.row(this.pool, viewer, id));
  }

  /** Faults: `not_found`, and of what is changed those of {@link add}. What becomes of what is on its way: {@link writeChange}. */
  async change(viewer: Viewer, id: string, asked: WebhookChange): Promise<WebhookRead> {
    await this.row(this.pool, viewer, id);
    if (asked.filter !== undefined) await this.assertFilter(asked.filter);
    const url = asked.url === undefined ? undefined : await this.allowed(asked.url);
    await this.pool.transaction(async (sql) => {
      const detail = await writeChange(sql, await this.locked(sql, viewer, id), { ...asked, url });
      if (detail) await appendAudit(sql, [deed('webhook.change', viewer, id, detail)]);
    });
    return this.one(viewer, id);
  }

  remove(viewer: Viewer, id: string): Promise<void> {
    return this.pool.transaction(async (sql) => {
      await this.row(sql, viewer, id);
      await sql.query('delete from webhook where id = $1', [id]);
      await appendAudit(sql, [deed('webhook.delete', viewer, id)]);
    });
  }

  /** A new secret; deliveries are signed with the old one as well for a day. */
  async rotate(viewer: Viewer, id: string): Promise<{ secret: string }> {
    const secret = newSecret();
    await this.pool.transaction(async (sql) => {
      await this.row(sql, viewer, id);
      await sql.query(
        `update webhook set old_secret = secret, old_secret_until = now() + ${OLD_SECRET}, secret = $2, revision = revision + 1 where id = $1`,
        [id, sealSecret(this.secrets, id, secret)],
      );
      await appendAudit(sql, [deed('webhook.rotate', viewer, id)]);
    });
    return { secret };
  }

  /** Nothing is posted until it is told to go on; its place is kept. */
  async pause(viewer: Viewer, id: string): Promise<WebhookRead> {
    await this.pool.transaction(async (sql) => {
      const { state } = await this.row(sql, viewer, id);
      if (state === 'paused') return;
      await sql.query(`update webhook set state = 'paused', revision = revision + 1 where id = $1`, [id]);
      await appendAudit(sql, [deed('webhook.pause', viewer, id)]);
    });
    return this.one(viewer, id);
  }

  /** Goes on: from a cursor, from where it stopped, or with one delivery once more. Also takes up what was given up. */
  async replay(viewer: Viewer, id: string, { after, delivery }: Replay): Promise<WebhookRead> {
    const position = after === undefined ? undefined : await this.placeOf(viewer, after);
    await this.pool.transaction(async (sql) => {
      await this.locked(sql, viewer, id);
      if (delivery !== undefined) {
        const { rowCount } = await sql.query(
          `update webhook_delivery set state = 'again' where id = $1 and webhook_id = $2 and kind = 'entries' and state <> 'sending'`,
          [delivery, id],
        );
        if (!rowCount) throw new Fault('not_found');
      }
      if (position !== undefined)
        await sql.query(`update webhook_delivery set state = 'dropped' where webhook_id = $1 and state = 'sending'`, [
          id,
        ]);
      await sql.query(
        `update webhook set position = coalesce($2, position), revision = revision + 1, state = 'ok', tries = 0,
           failing_since = null, error = null, next_at = now() where id = $1`,
        [id, position ?? null],
      );
      const how = delivery === undefined ? (after === undefined ? 'on' : 'cursor') : 'delivery';
      await appendAudit(sql, [deed('webhook.replay', viewer, id, { from: how })]);
    });
    return this.one(viewer, id);
  }

  /** Posts an empty batch, now, once. */
  async test(
    viewer: Viewer,
    id: string,
  ): Promise<{ delivery: string; status: number | null; ms: number; error: string | null }> {
    const row = await this.row(this.pool, viewer, id);
    const delivery = randomUUID();
    const cursor = this.cursors.seal(principalOf(viewer), row.position);
    const body = Buffer.from(JSON.stringify({ cursor, live: false, entries: [], test: true }));
    const { status, ms, error } = await this.sender.send(row, delivery, body);
    await this.pool.query(
      `insert into webhook_delivery (id, webhook_id, kind, after_seq, reached_seq, seen, entries, state, tries, tried_at, status, ms, error)
       select $1, id, 'test', position, position, '', 0, $3, 1, clock_timestamp(), $4, $5, $6 from webhook where id = $2`,
      [delivery, id, error === undefined ? 'delivered' : 'failed', status, ms, error?.slice(0, 500) ?? null],
    );
    return { delivery, status, ms, error: error ?? null };
  }

  /** Exists, and is the viewer's own: else `not_found`, alike. */
  async row(sql: Sql, { organisationId }: Viewer, id: string): Promise<WebhookRow> {
    const { rows } = await sql.query<WebhookRow>(
      `select ${WEBHOOK_COLUMNS} from webhook where id = $1 and organisation_id = $2`,
      [id, organisationId],
    );
    if (!rows[0]) throw new Fault('not_found');
    return rows[0];
  }

  /** As {@link row}; whoever delivers waits until it is changed. */
  private async locked(sql: Sql, viewer: Viewer, id: string): Promise<WebhookRow> {
    await sql.query('select from webhook where id = $1 and organisation_id = $2 for update', [
      id,
      viewer.organisationId,
    ]);
    return this.row(sql, viewer, id);
  }

  private async assertFilter(filter: string): Promise<void> {
    const book = await this.audiences.current();
    parseQuery(filter, { now: Date.now(), organisation: (name) => book.organisationsByName.get(name)?.id });
  }

  /** The address as it is kept, where the hub may connect to it. */
  private async allowed(text: string): Promise<string> {
    const url = urlOf(text);
    await this.outbound.assertAllowed(url);
    return url;
  }

  private async placeOf(viewer: Viewer, after: string): Promise<number> {
    if (after === 'now') return this.feed.head;
    return after === 'beginning' ? 0 : this.cursors.open(principalOf(viewer), after);
  }

  private shown(viewer: Viewer, row: WebhookRow): WebhookRead {
    return present(row, this.cursors.seal(principalOf(viewer), row.position));
  }
}

/** Cursors of a webhook are the organisation's, as those of its keys are. */
const principalOf = ({ organisationId }: Viewer): string => `organisation:${organisationId}`;

const deed = (action: string, viewer: Viewer, webhook: string, more: object = {}): Deed => ({
  action,
  viewer,
  detail: { webhook, ...more },
});

function urlOf(text: string): string {
  if (!URL.canParse(text)) throw new Fault('blocked_destination', 'it is no URL', { pointer: '/url' });
  const url = new URL(text);
  url.hash = '';
  return url.href;
}
