import { setImmediate } from 'node:timers/promises';
import type { Errands } from '../auth/index.js';
import type { Change, Exchange, Outcome, Put } from '../exchange/index.js';
import { type Found, itemIn, type MispPart } from '../formats/index.js';
import { type ItemBudget, warningsOf, warningText, withWarnings } from '../indicators/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool, Sql } from '../platform/index.js';
import type { Warninglists } from '../warninglists/index.js';
import { type Around, asked, type Asked } from './floor.js';
import { type Markings, refsOf } from './markings.js';
import { forgetNotes, keepNotes, keepRefusals, type Refusal } from './refusals.js';
import type { Portion } from './remote/portion.js';
import { noteParts, withMissing } from './whole-event.js';

/** What makes one submission, at most; and what is made ready in one go. */
const CHUNK = 500;
const SLICE = 50;

/** What the intake needs of the hub. */
export interface Hands {
  readonly pool: Pool;
  readonly exchange: Pick<Exchange, 'submit'>;
  readonly budget: Pick<ItemBudget, 'take'>;
  readonly errands: Errands;
  readonly lists: Pick<Warninglists, 'hitsOf'>;
}

/** A process's turn with a source: `origin` is what objects that it brought are known by. */
export interface Turn {
  readonly sourceId: string;
  readonly organisationId: string;
  readonly claim: string;
  readonly origin: Buffer;
}

/** The source is another process's now, or was changed, paused or removed meanwhile. */
export class Lost extends Error {}

/**
 * Takes portions of a source in. What becomes of them is written in the transaction that takes them, and so is how far the source is
 * taken with the last of a portion: whatever happens to the process, nothing is passed over, and what comes again changes nothing.
 */
export class Intake {
  /** The MISP event that is being taken as a whole, and whether some of it was. */
  private event: string | undefined;
  private isBegun = false;

  constructor(
    private readonly hands: Hands,
    private readonly turn: Turn,
    private readonly around: Around,
    private readonly markings: Markings,
    private viewer: Viewer,
  ) {}

  /** Throws {@link Lost}, and what refuses the submission as a whole. */
  async take({ found, note, wholeEvent }: Portion): Promise<void> {
    let chunk: (Found | MispPart)[] = [];
    [this.event, this.isBegun] = [wholeEvent, false];
    const parts = wholeEvent === undefined ? found : withMissing(found, wholeEvent, this.hands.pool, this.turn);
    for await (const one of parts) {
      if (chunk.length === CHUNK) {
        await this.submit(chunk);
        [chunk, this.isBegun] = [[], true];
      }
      chunk.push(one);
    }
    await this.submit(chunk, note);
  }

  private async submit(chunk: readonly (Found | MispPart)[], note?: Portion['note']): Promise<void> {
    const items = await this.prepared(chunk);
    const notes = chunk.flatMap(notesOf);
    const known = items.filter(({ change }) => change === 'known').length;
    const said = items.filter((one): one is Asked & { change: Change } => one.change !== 'known');
    this.viewer = await this.hands.errands.renew(this.viewer);
    const record = (sql: Sql, outcomes: readonly Outcome[]) => this.record(sql, said, outcomes, { known, notes, note });
    if (said.length === 0) return this.hands.pool.transaction((sql) => record(sql, []));
    await this.hands.budget.take(this.viewer, said.length);
    const changes = said.map(({ change }) => change);
    const warnings = await warningsOf(changes, this.hands.lists);
    await this.hands.exchange.submit({
      viewer: this.viewer,
      changes,
      door: 'source',
      errand: { source: this.turn.sourceId },
      settle: (sql, outcomes) => record(sql, withWarnings(outcomes, warnings)),
    });
  }

  private async prepared(chunk: readonly (Found | MispPart)[]): Promise<Asked[]> {
    const objects = chunk.map((found) => ('object' in found || 'gone' in found ? undefined : itemIn(found)?.item));
    const unknown = await this.markings.unknownIn(objects);
    const items: Asked[] = [];
    for (const [i, found] of chunk.entries()) {
      const marking = refsOf(objects[i]).find((ref) => unknown.has(ref));
      const made = asked(found, this.around);
      items.push(...(marking === undefined ? made : made.map((one) => refusedFor(one, marking))));
      if (i % SLICE === SLICE - 1) await setImmediate();
    }
    const brought = await this.brought(items);
    return items.map((one) => ({ ...one, change: ofSource(one, brought) }));
  }

  /** Those of the ids that this remote brought. */
  private async brought(items: readonly Asked[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.hands.pool.query<{ id: string }>(
      'select id from source_object where organisation_id = $1 and origin = $2 and id = any($3)',
      [this.turn.organisationId, this.turn.origin, items.flatMap(({ id }) => id ?? [])],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Under the head's lock: what became of a chunk, or nothing of it. */
  private async record(
    sql: Sql,
    said: readonly Asked[],
    outcomes: readonly Outcome[],
    { known, notes, note }: { known: number; notes: readonly Refusal[]; note: Portion['note'] | undefined },
  ): Promise<void> {
    const { sourceId, organisationId, claim, origin } = this.turn;
    const refused = outcomes.flatMap((outcome, i) => refusalOf(outcome, said[i]!));
    const warned = outcomes.flatMap((outcome, i) => warningOf(outcome, said[i]!));
    const count = (outcome: Outcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length;
    const rejected = count('rejected');
    const { rowCount } = await sql.query(
      `update source set created = created + $3, updated = updated + $4, known = known + $5, refused = refused + $6,
         warned = warned + $7
       where id = $1 and claim = $2`,
      [
        sourceId,
        claim,
        count('created'),
        count('updated'),
        count('unchanged') + known + rejected - refused.length,
        refused.length,
        warned.length,
      ],
    );
    if (!rowCount) throw new Lost();
    const made = outcomes.flatMap(({ outcome, id }) => (outcome === 'created' && id !== undefined ? [id] : []));
    if (made.length > 0)
      await sql.query(
        `insert into source_object (organisation_id, id, origin) select $1, id, $2 from unnest($3::text[]) as t(id)
         on conflict (organisation_id, id) do update set origin = excluded.origin`,
        [organisationId, origin, made],
      );
    const put = said.flatMap(({ id, change }) => (change !== 'known' && change.do === 'put' ? (id ?? []) : []));
    if (this.event !== undefined) {
      if (!this.isBegun) await forgetNotes(sql, sourceId, this.event);
      await noteParts(sql, this.event, put, this.turn);
    }
    await keepRefusals(sql, sourceId, refused, 'refused');
    await keepRefusals(sql, sourceId, warned, 'taken');
    await keepNotes(sql, sourceId, notes);
    await note?.(sql);
  }
}

const refusedFor = ({ at, id }: Asked, marking: string): Asked => ({
  at,
  id,
  change: {
    do: 'refuse',
    fault: new Fault('tlp_unknown', `it has a marking that is not known here: ${marking.slice(0, 100)}`),
  },
});

/** A source changes what it brought alone; what it takes back of others' is nothing to it. */
function ofSource({ id, change }: Asked, brought: ReadonlySet<string>): Change | 'known' {
  if (change === 'known' || change.do === 'refuse') return change;
  const isBrought = id !== undefined && brought.has(id);
  if (change.do === 'amend') return isBrought ? change : 'known';
  const put: Put = { ...change, pulled: { brought: isBrought } };
  return put;
}

/** What was taken back already, or never was here, is nothing to tell of. */
function refusalOf({ outcome, code, detail, pointer }: Outcome, { at, id, change }: Asked): Refusal[] {
  if (outcome !== 'rejected') return [];
  if (change !== 'known' && change.do === 'amend' && (code === 'revoked' || code === 'not_found')) return [];
  const reason = new Fault(code ?? 'invalid', detail, pointer === undefined ? {} : { pointer });
  return [
    { place: at, object: id, code: reason.code, reason: `${detail ?? reason.title}${pointer ? ` (${pointer})` : ''}` },
  ];
}

/** What was left out, or changed on the way in. */
const notesOf = (found: Found | MispPart): Refusal[] =>
  'note' in found ? [{ place: found.at, object: undefined, code: 'note', reason: found.note }] : [];

/** It was taken, now and not before; whoever pulls it should look at it again. */
function warningOf({ outcome, id, warnings }: Outcome, { at }: Asked): Refusal[] {
  if (!warnings || outcome === 'unchanged') return [];
  return [{ place: at, object: id, code: 'warninglist', reason: warningText(warnings) }];
}
