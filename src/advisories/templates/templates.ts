import { randomUUID } from 'node:crypto';
import { appendAudit } from '../../audit/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool, Sql } from '../../platform/index.js';
import { assertStaff, isStaff } from '../staff.js';
import { authorOf } from '../work/steps.js';
import { BUILT_IN, type BuiltIn } from './built-in.js';
import type { TemplateAsk, TemplateBody } from './template-body.js';

/** What advisories begin with. Those of an organisation are its own; the hub's are the same for everybody. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly built_in: boolean;
  readonly body: TemplateBody;
  /** What If-Match takes. */
  readonly etag: string;
}

interface Row {
  id: string;
  name: string;
  revision: number;
  text: string;
}

/** Templates of one organisation, at most. */
const MOST = 100;
const BUILT_IN_ETAG = '"1"';

/** An organisation's own templates beside the hub's. */
export class Templates {
  constructor(private readonly pool: Pool) {}

  /** One's own first, by name. */
  async list(viewer: Viewer): Promise<Template[]> {
    if (!isStaff(viewer)) return BUILT_IN.map(presentBuiltIn);
    const { rows } = await this.pool.query<Row>(
      'select id, name, revision, text from advisory_template where organisation_id = $1::uuid order by name',
      [viewer.organisationId || null],
    );
    return [...rows.map(present), ...BUILT_IN.map(presentBuiltIn)];
  }

  async get(viewer: Viewer, id: string): Promise<Template> {
    const found = (await this.list(viewer)).find((one) => one.id === id);
    if (!found) throw new Fault('not_found');
    return found;
  }

  /** Faults: `conflict` for a name that one has already, `limit_reached`. */
  async create(viewer: Viewer, { name, body }: TemplateAsk): Promise<Template> {
    const id = randomUUID();
    await this.transaction(viewer, 'create', id, async (sql) => {
      await assertRoom(sql, viewer, name);
      await sql.query(
        'insert into advisory_template (id, organisation_id, name, text, changed_by) values ($1, $2, $3, $4, $5)',
        [id, viewer.organisationId, name, JSON.stringify(body), authorOf(viewer)],
      );
    });
    return this.get(viewer, id);
  }

  /** Over the revision that the author read. Faults: `precondition_failed`, `conflict`; `forbidden` for one of the hub's. */
  async save(viewer: Viewer, id: string, ifMatch: string, { name, body }: TemplateAsk): Promise<Template> {
    await this.transaction(viewer, 'change', id, async (sql) => {
      await assertRead(sql, viewer, id, ifMatch);
      await assertRoom(sql, viewer, name, id);
      await sql.query(
        `update advisory_template set name = $3, text = $4, changed_by = $5, changed_at = clock_timestamp(), revision = revision + 1
         where id = $1 and organisation_id = $2`,
        [id, viewer.organisationId, name, JSON.stringify(body), authorOf(viewer)],
      );
    });
    return this.get(viewer, id);
  }

  /** Faults as {@link save}. */
  async remove(viewer: Viewer, id: string, ifMatch: string): Promise<void> {
    await this.transaction(viewer, 'delete', id, async (sql) => {
      await assertRead(sql, viewer, id, ifMatch);
      await sql.query('delete from advisory_template where id = $1 and organisation_id = $2', [
        id,
        viewer.organisationId,
      ]);
    });
  }

  private async transaction(
    viewer: Viewer,
    deed: string,
    id: string,
    work: (sql: Sql) => Promise<void>,
  ): Promise<void> {
    assertStaff(viewer);
    await this.pool.transaction(async (sql) => {
      // one at a time: their number and their names are looked at first
      await sql.query('select from organisation where id = $1 for no key update', [viewer.organisationId]);
      await work(sql);
      await appendAudit(sql, [{ action: `template.${deed}`, viewer, detail: { template: id } }]);
    });
  }
}

/** There is place for one of this name; `id`: the one that will have it. */
async function assertRoom(sql: Sql, { organisationId }: Viewer, name: string, id?: string): Promise<void> {
  const { rows } = await sql.query<{ others: number; named: boolean }>(
    `select count(*)::int as others, coalesce(bool_or(name = $2), false) as named from advisory_template
     where organisation_id = $1 and id is distinct from $3::uuid`,
    [organisationId, name, id],
  );
  if (rows[0]?.named) throw new Fault('conflict', 'the organisation has a template of this name');
  if ((rows[0]?.others ?? 0) >= MOST) throw new Fault('limit_reached', `an organisation has at most ${MOST} templates`);
}

/** It is the organisation's own, and as it was read. */
async function assertRead(sql: Sql, { organisationId }: Viewer, id: string, ifMatch: string): Promise<void> {
  if (BUILT_IN.some((one) => one.id === id))
    throw new Fault('forbidden', 'the hub’s own are the same for everybody: copy it');
  const { rows } = await sql.query<Pick<Row, 'revision'>>(
    'select revision from advisory_template where id = $1::uuid and organisation_id = $2',
    [id, organisationId],
  );
  if (!rows[0]) throw new Fault('not_found');
  if (ifMatch !== '*' && ifMatch !== `"${rows[0].revision}"`)
    throw new Fault('precondition_failed', 'somebody has saved it since');
}

const present = ({ id, name, revision, text }: Row): Template => ({
  id,
  name,
  built_in: false,
  body: JSON.parse(text) as TemplateBody,
  etag: `"${revision}"`,
});

const presentBuiltIn = ({ id, name, body }: BuiltIn): Template => ({
  id,
  name,
  built_in: true,
  body,
  etag: BUILT_IN_ETAG,
});
