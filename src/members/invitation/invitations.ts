import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Raw, type Repository } from 'typeorm';
import { appendAudit } from '../../audit/index.js';
import { Fault, type Role, sha256, type Viewer } from '../../kernel/index.js';
import { Config, Database, type Sql } from '../../platform/index.js';
import { asPerson } from '../member.js';
import { manageOther, reachOf } from '../person/people.js';
import { isAbove } from '../role.js';
import { newSecret } from '../secret-text.js';
import { type InvitationAnswer, type Link, type NewInvitation, presentInvitation } from './invitation-bodies.js';
import { Invitation } from './invitation.entity.js';

const DAYS = 7;
/** Links of one organisation that may be open at a time. */
const MOST_OPEN = 200;

interface NewLink {
  readonly purpose: 'join' | 'reset';
  readonly organisationId: string;
  readonly personId: string | null;
  readonly email: string;
  readonly role: Role;
  readonly minutes: number;
}

/** One-time links, made by administrators and handed over by them: the hub sends no mail. */
@Injectable()
export class Invitations {
  constructor(
    @InjectRepository(Invitation) private readonly repository: Repository<Invitation>,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** Open links of one's own organisation; of all, for the alliance's administrators. */
  async list(viewer: Viewer): Promise<InvitationAnswer[]> {
    const own = reachOf(asPerson(viewer));
    const open = await this.repository.find({
      where: {
        usedAt: IsNull(),
        expiresAt: Raw((column) => `${column} > now()`),
        ...(own && { organisationId: own }),
      },
      order: { createdAt: 'DESC' },
    });
    return open.map(presentInvitation);
  }

  /** Answers the same whether or not the address belongs to somebody of an organisation that the viewer can't see. */
  async invite(viewer: Viewer, body: NewInvitation): Promise<Link> {
    const person = asPerson(viewer);
    const own = reachOf(person);
    const organisationId = body.organisation_id?.toLowerCase() ?? person.organisationId;
    if (own && organisationId !== own) throw new Fault('not_found');
    if (isAbove(body.role, person.role)) throw new Fault('forbidden', 'The role is above your own.');
    return this.database.auth.transaction(async (sql) => {
      await assertOpen(sql, organisationId);
      const { rowCount } = await sql.query(
        'select 1 from person where email = $1 and ($2::uuid is null or organisation_id = $2)',
        [body.email, own ?? null],
      );
      if (rowCount) throw new Fault('conflict', 'A person has this e-mail address.', { pointer: '/email' });
      const { email, role } = body;
      return this.make(sql, viewer, {
        purpose: 'join',
        organisationId,
        personId: null,
        email,
        role,
        minutes: DAYS * 1440,
      });
    });
  }

  /** A link by which a person sets a new password. A second factor stays, and is still asked for. */
  async reset(viewer: Viewer, personId: string, minutes: number): Promise<Link> {
    return this.database.auth.transaction(async (sql) => {
      const { organisation_id: organisationId, email, role } = await manageOther(sql, asPerson(viewer), personId);
      return this.make(sql, viewer, { purpose: 'reset', organisationId, personId, email, role, minutes });
    });
  }

  /** Takes a link back. */
  async cancel(viewer: Viewer, id: string): Promise<void> {
    const own = reachOf(asPerson(viewer));
    await this.database.auth.transaction(async (sql) => {
      const { rows } = await sql.query<{ organisation_id: string }>(
        `update invitation set used_at = now()
         where id = $1 and used_at is null and ($2::uuid is null or organisation_id = $2) returning organisation_id`,
        [id, own ?? null],
      );
      if (!rows[0]) throw new Fault('not_found');
      const { organisation_id: organisationId } = rows[0];
      await appendAudit(sql, [{ action: 'invitation.cancel', viewer, organisationId, detail: { invitation: id } }]);
    });
  }

  private async make(sql: Sql, viewer: Viewer, link: NewLink): Promise<Link> {
    const { purpose, organisationId, personId, email, role, minutes } = link;
    const token = newSecret();
    const id = randomUUID();
    const { rows } = await sql.query<{ created_at: Date; expires_at: Date }>(
      `insert into invitation (token_hash, id, purpose, organisation_id, person_id, email, role, invited_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 minute') returning created_at, expires_at`,
      [sha256(token), id, purpose, organisationId, personId, email, role, viewer.personId, minutes],
    );
    const detail = { invitation: id, purpose, email, role, minutes };
    await appendAudit(sql, [{ action: 'invitation.make', viewer, organisationId, detail }]);
    const { created_at: createdAt, expires_at: expiresAt } = rows[0]!;
    return {
      ...presentInvitation({ id, purpose, organisationId, email, role, createdAt, expiresAt, usedAt: null }),
      // from the settings, never from the Host header; behind #, so that no server log has it
      link: `${this.config.publicUrl}/${purpose === 'join' ? 'invite' : 'reset'}#${token}`,
    };
  }
}

/** Locks the organisation's row, so that its open links are counted one request after the other. */
async function assertOpen(sql: Sql, organisationId: string): Promise<void> {
  const { rows } = await sql.query<{ status: string }>('select status from organisation where id = $1 for update', [
    organisationId,
  ]);
  if (!rows[0]) throw new Fault('not_found');
  if (rows[0].status !== 'active' && rows[0].status !== 'proposed') {
    throw new Fault('conflict', `The organisation is ${rows[0].status}.`);
  }
  const { rows: open } = await sql.query<{ count: number }>(
    'select count(*)::int as count from invitation where organisation_id = $1 and used_at is null and expires_at > now()',
    [organisationId],
  );
  if (open[0]!.count >= MOST_OPEN) throw new Fault('conflict', `At most ${MOST_OPEN} invitations may be open.`);
}
