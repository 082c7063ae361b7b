import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Fault, sha256, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { asPerson } from '../member.js';
import { type Change, Rights } from '../rights.js';
import { ApiKey } from './api-key.entity.js';
import { type KeyAnswer, type NewKey, presentKey, type ShownKey } from './key-bodies.js';
import { newKey } from './key-text.js';

/** Keys in use that an organisation may have. */
const MOST = 100;

/** The API keys of the viewer's own organisation. */
@Injectable()
export class Keys {
  constructor(
    @InjectRepository(ApiKey) private readonly repository: Repository<ApiKey>,
    private readonly rights: Rights,
  ) {}

  async list(viewer: Viewer): Promise<KeyAnswer[]> {
    const { organisationId } = asPerson(viewer);
    const keys = await this.repository.find({ where: { organisationId }, order: { createdAt: 'ASC', id: 'ASC' } });
    return keys.map(presentKey);
  }

  async create(viewer: Viewer, body: NewKey): Promise<ShownKey> {
    const { organisationId, personId } = asPerson(viewer);
    const { id, text } = newKey();
    await this.rights.change(async ({ sql, record }) => {
      await assertRoom(sql, organisationId);
      const { name, kind, scopes, ceiling, cidrs, expires_at: expiresAt = null } = body;
      const { rows } = await sql.query<{ over: boolean | null }>(
        `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling, cidrs, expires_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8::cidr[], $9, $10) returning expires_at <= now() as over`,
        [id, organisationId, name, kind, sha256(text), scopes, tlpRank(ceiling), cidrs, expiresAt, personId],
      );
      if (rows[0]?.over) throw new Fault('invalid', 'It has expired already.', { pointer: '/expires_at' });
      record({
        action: 'key.create',
        viewer,
        detail: { key: id, kind, scopes, ceiling, cidrs, expires_at: expiresAt },
      });
    });
    return { ...(await this.own(organisationId, id)), key: text };
  }

  /** A new key with the same rights and as long a life; the old one works on until the overlap is over. */
  async rotate(viewer: Viewer, id: string, overlapHours: number): Promise<ShownKey> {
    const { organisationId, personId } = asPerson(viewer);
    const next = newKey();
    await this.rights.change(async (change) => {
      const { usable } = await lock(change, organisationId, id);
      if (!usable) throw new Fault('conflict', 'The key was revoked, was rotated before, or has expired.');
      await assertRoom(change.sql, organisationId);
      await change.sql.query(
        `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling, cidrs, expires_at, created_by)
         select $2, organisation_id, name, kind, $3, scopes, ceiling, cidrs, now() + (expires_at - created_at), $4
         from api_key where id = $1`,
        [id, next.id, sha256(next.text), personId],
      );
      await change.sql.query(
        `update api_key set rotated_to = $2, expires_at = least(expires_at, now() + $3 * interval '1 hour') where id = $1`,
        [id, next.id, overlapHours],
      );
      const detail = { key: id, to: next.id, overlap_hours: overlapHours };
      change.record({ action: 'key.rotate', viewer, detail });
    });
    return { ...(await this.own(organisationId, next.id)), key: next.text };
  }

  /** Bites within a second on every hub process, also on open sockets. */
  async revoke(viewer: Viewer, id: string): Promise<void> {
    const { organisationId } = asPerson(viewer);
    await this.rights.change(async (change) => {
      const { revoked } = await lock(change, organisationId, id);
      if (revoked) return;
      await change.sql.query('update api_key set revoked_at = now() where id = $1', [id]);
      change.record({ action: 'key.revoke', viewer, detail: { key: id } });
    });
  }

  private async own(organisationId: string, id: string): Promise<KeyAnswer> {
    const key = await this.repository.findOneBy({ id, organisationId });
    if (!key) throw new Fault('not_found');
    return presentKey(key);
  }
}

async function lock({ sql }: Change, organisationId: string, id: string) {
  const { rows } = await sql.query<{ revoked: boolean; usable: boolean }>(
    `select revoked_at is not null as revoked,
       revoked_at is null and rotated_to is null and (expires_at is null or expires_at > now()) as usable
     from api_key where id = $1 and organisation_id = $2 for update`,
    [id, organisationId],
  );
  if (!rows[0]) throw new Fault('not_found');
  return rows[0];
}

/** Changes of rights come one at a time, so what is counted stays true until the commit. */
async function assertRoom(sql: Sql, organisationId: string): Promise<void> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from api_key
     where organisation_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [organisationId],
  );
  if (rows[0]!.count >= MOST) throw new Fault('conflict', `An organisation may have ${MOST} keys.`);
}
