import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { Fault, type Viewer } from '../../kernel/index.js';
import { assertMember } from '../member.js';
import { type Change, Rights } from '../rights.js';
import type { GroupAnswer, GroupChanges, NewGroup } from './group-bodies.js';
import { SharingGroup, SharingGroupMember } from './sharing-group.entity.js';

/** Sharing groups. The alliance's administrators keep them; members see their own; to all others they do not exist. */
@Injectable()
export class Groups {
  constructor(
    @InjectRepository(SharingGroup) private readonly groups: Repository<SharingGroup>,
    @InjectRepository(SharingGroupMember) private readonly members: Repository<SharingGroupMember>,
    private readonly rights: Rights,
  ) {}

  async list(viewer: Viewer): Promise<GroupAnswer[]> {
    assertMember(viewer);
    return this.visible(viewer, {});
  }

  async get(viewer: Viewer, id: string): Promise<GroupAnswer> {
    assertMember(viewer);
    const [group] = await this.visible(viewer, { id });
    if (!group) throw new Fault('not_found');
    return group;
  }

  /** Names are not unique: a taken one would tell of a group that the asker can't see. */
  async create(viewer: Viewer, body: NewGroup): Promise<GroupAnswer> {
    const id = randomUUID();
    const { name, description, history } = body;
    await this.rights.change(async (change) => {
      await change.sql.query('insert into sharing_group (id, name, description, history) values ($1, $2, $3, $4)', [
        id,
        name,
        description,
        history,
      ]);
      const members = [...new Set(body.members.map((member) => member.toLowerCase()))];
      // to the administrators of the maker's own organisation the group is a secret, too
      change.record({ action: 'group.create', viewer, organisationId: null, detail: { group: id, name, history } });
      for (const member of members) await enter(change, viewer, id, member, history);
    });
    return this.get(viewer, id);
  }

  async amend(viewer: Viewer, id: string, changes: GroupChanges): Promise<GroupAnswer> {
    await this.rights.change(async ({ sql, record }) => {
      const { rowCount } = await sql.query(
        'update sharing_group set name = coalesce($2, name), description = coalesce($3, description) where id = $1',
        [id, changes.name, changes.description],
      );
      if (!rowCount) throw new Fault('not_found');
      record({
        action: 'group.amend',
        viewer,
        organisationId: null,
        detail: { group: id, fields: Object.keys(changes) },
      });
    });
    return this.get(viewer, id);
  }

  /** Nothing more is shared in a closed group; its members keep reading what was. */
  async close(viewer: Viewer, id: string): Promise<GroupAnswer> {
    await this.rights.change(async (change) => {
      await lockActive(change, id);
      await change.sql.query(`update sharing_group set status = 'closed' where id = $1`, [id]);
      change.record({ action: 'group.close', viewer, organisationId: null, detail: { group: id } });
    });
    return this.get(viewer, id);
  }

  /** An organisation that is a member already stays as it is; one that comes back starts anew. */
  async add(viewer: Viewer, id: string, organisationId: string): Promise<GroupAnswer> {
    await this.rights.change(async (change) => {
      const { history } = await lockActive(change, id);
      await enter(change, viewer, id, organisationId, history);
    });
    return this.get(viewer, id);
  }

  /**
   * By the alliance's administrators; an organisation's take their own out of one that they see. The group as it is left
   * to those who stay: who has left does not see it any more.
   */
  async remove(viewer: Viewer, id: string, organisationId: string): Promise<GroupAnswer> {
    if (viewer.role !== 'alliance-admin' && organisationId !== viewer.organisationId)
      throw new Fault('forbidden', 'Administrators of an organisation take out their own alone.');
    const before = await this.get(viewer, id);
    await this.rights.change(async ({ sql, record }) => {
      const { rowCount } = await sql.query(
        'delete from sharing_group_member where group_id = $1 and organisation_id = $2',
        [id, organisationId],
      );
      if (!rowCount) throw new Fault('not_found');
      const detail = { group: id, organisation: organisationId };
      record({ action: 'group.member.remove', viewer, organisationId, detail });
    });
    return { ...before, members: before.members.filter((member) => member.organisation_id !== organisationId) };
  }

  /** The one place that decides which groups a viewer sees. */
  private async visible(viewer: Viewer, where: { id?: string }): Promise<GroupAnswer[]> {
    const own = await this.members.findBy({ organisationId: viewer.organisationId });
    const all = viewer.role === 'alliance-admin';
    const ids = own.map((member) => member.groupId).filter((id) => where.id === undefined || id === where.id);
    const groups = await this.groups.find({
      where: all ? where : { id: In(ids) },
      order: { name: 'ASC', id: 'ASC' },
    });
    const members = await this.members.find({
      where: { groupId: In(groups.map((group) => group.id)) },
      order: { joinedAt: 'ASC', organisationId: 'ASC' },
    });
    return groups.map((group) =>
      present(
        group,
        members.filter((member) => member.groupId === group.id),
      ),
    );
  }
}

async function lockActive({ sql }: Change, id: string): Promise<{ history: 'joining' | 'full' }> {
  const { rows } = await sql.query<{ status: string; history: 'joining' | 'full' }>(
    'select status, history from sharing_group where id = $1 for update',
    [id],
  );
  if (!rows[0]) throw new Fault('not_found');
  if (rows[0].status !== 'active') throw new Fault('conflict', 'The group is closed.');
  return rows[0];
}

/** What the log holds up to now stays hidden from who joins, unless the group shows its history. */
async function enter(
  { sql, seq, record }: Change,
  viewer: Viewer,
  id: string,
  organisationId: string,
  history: 'joining' | 'full',
): Promise<void> {
  const { rowCount: found } = await sql.query(
    `select 1 from organisation where id = $1 and status in ('proposed', 'active') for share`,
    [organisationId],
  );
  if (!found) throw new Fault('not_found', 'There is no such organisation, or its membership is suspended or over.');
  const { rowCount: entered } = await sql.query(
    `insert into sharing_group_member (group_id, organisation_id, from_seq, joined_seq) values ($1, $2, $3, $4) on conflict do nothing`,
    [id, organisationId, history === 'full' ? 0 : seq, seq],
  );
  const detail = { group: id, organisation: organisationId };
  if (entered) record({ action: 'group.member.add', viewer, organisationId, detail });
}

function present(group: SharingGroup, members: readonly SharingGroupMember[]): GroupAnswer {
  const { id, name, description, history, status, createdAt } = group;
  return {
    id,
    name,
    description,
    history,
    status,
    created_at: createdAt.toISOString(),
    members: members.map(({ organisationId, joinedAt }) => ({
      organisation_id: organisationId,
      joined_at: joinedAt.toISOString(),
    })),
  };
}
