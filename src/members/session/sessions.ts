import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Raw, type Repository } from 'typeorm';
import { z } from 'zod';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { listOf } from '../list-of.js';
import { asPerson } from '../member.js';
import { Rights } from '../rights.js';
import { Session } from './session.entity.js';

const SessionAnswer = z
  .object({
    id: z.uuid(),
    current: z.boolean(),
    created_at: z.iso.datetime(),
    seen_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    address: z.string(),
    user_agent: z.string(),
  })
  .meta({ id: 'Session' });
export const SessionList = listOf(SessionAnswer, 'Sessions');
type SessionAnswer = z.infer<typeof SessionAnswer>;

/** A person's own sessions. */
@Injectable()
export class Sessions {
  constructor(
    @InjectRepository(Session) private readonly repository: Repository<Session>,
    private readonly rights: Rights,
  ) {}

  async list(viewer: Viewer): Promise<SessionAnswer[]> {
    const { personId, credential } = asPerson(viewer);
    const sessions = await this.repository.find({
      where: { personId, secondFactor: true, expiresAt: Raw((column) => `${column} > now()`) },
      order: { createdAt: 'DESC' },
    });
    return sessions.map(({ id, createdAt, seenAt, expiresAt, address, userAgent }) => ({
      id,
      current: id === credential.id,
      created_at: createdAt.toISOString(),
      seen_at: seenAt.toISOString(),
      expires_at: expiresAt.toISOString(),
      address,
      user_agent: userAgent,
    }));
  }

  /** Ends one of the viewer's own sessions. `pending` sessions may end themselves, too. */
  async end(viewer: Viewer, id: string): Promise<void> {
    const { personId } = viewer;
    await this.rights.change(async ({ sql, record }) => {
      const { rowCount } = await sql.query('delete from session where id = $1 and person_id = $2', [id, personId]);
      if (!rowCount) throw new Fault('not_found');
      record({ action: 'session.close', viewer, detail: { session: id } });
    });
  }
}

/** Ends a person's sessions, all of them or all but one. To be called within a change of rights. */
export async function endSessions(sql: Sql, personId: string, except?: string): Promise<void> {
  await sql.query('delete from session where person_id = $1 and ($2::uuid is null or id <> $2)', [
    personId,
    except ?? null,
  ]);
}
