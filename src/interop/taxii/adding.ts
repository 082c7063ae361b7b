import { setImmediate } from 'node:timers/promises';
import { type Exchange, type Outcome, refusalOf } from '../../exchange/index.js';
import { keepItemTexts } from '../../formats/index.js';
import { ItemBudget, warningsOf, warningText, withWarnings } from '../../indicators/index.js';
import { Fault, type StixObject, tlpOf, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Pool, Pulse } from '../../platform/index.js';
import type { Warninglists } from '../../warninglists/index.js';
import { type Addition, addition } from './addition.js';
import type { Collection } from './collections.js';
import type { Filters } from './filters.js';
import { instantOf, instantText, TIMELESS } from './instants.js';
import type { Pages } from './pages.js';
import type { Detail, Statuses } from './statuses.js';

/** Objects of one request, at the most. */
const MOST = 10_000;
const SLICE = 100;

/** Objects that come in by TAXII, each on its own: a bad one never sinks its neighbours. And those that are taken back. */
export class Adding {
  constructor(
    private readonly pool: Pool,
    private readonly exchange: Exchange,
    private readonly budget: Pick<ItemBudget, 'take'>,
    private readonly statuses: Statuses,
    private readonly pages: Pages,
    private readonly pulse: Pulse,
    private readonly lists: Pick<Warninglists, 'hitsOf'>,
  ) {}

  /**
   * Adds an envelope, or a bundle; `raw`: its bytes, so that objects stay as they are written. The status of it, when all is on disk. Faults: `insufficient_scope`, `forbidden` for a
   * collection that takes nothing, `invalid` when there is no object in it, `too_many_objects`, those of the exchange.
   */
  async add(viewer: Viewer, collection: Collection, body: unknown, raw?: Buffer): Promise<string> {
    checkWritable(viewer, collection);
    const items = itemsOf(body);
    if (raw) keepItemTexts(body as object, raw, 'objects');
    const requested = instantText(this.pulse.now * 1000);
    await this.budget.take(viewer, items.length);
    const additions: Addition[] = [];
    for (const [i, item] of items.entries()) {
      additions.push(addition(item, i, collection));
      if (additions.length % SLICE === 0) await setImmediate();
    }
    await this.keepAdvisories(viewer, additions);
    const stored = additions.flatMap((one) => (one.change ? [{ ...one, change: one.change }] : []));
    const known = additions
      .filter(({ change }) => !change)
      .map(({ id, version }) => ({ id, version, message: DEFINED }));
    const changes = stored.map(({ change }) => change);
    const warnings = await warningsOf(changes, this.lists);
    let made: { id: string; text: string } | undefined;
    await this.exchange.submit({
      viewer,
      changes,
      door: 'taxii',
      settle: async (sql, outcomes) => {
        made = this.statuses.make(requested, ...sorted(stored, withWarnings(outcomes, warnings), known));
        await this.statuses.keep(sql, viewer, made);
      },
    });
    if (!made) throw new Fault('internal');
    return made.text;
  }

  /**
   * Takes one's own object back from everybody: it is revoked, and from now on its organisation's alone; all others are sent
   * a recall. Faults: `not_found`, `not_originator`, `forbidden`, also for `versions` without the latest.
   */
  async remove(viewer: Viewer, collection: Collection, id: string, versions: Filters['versions']): Promise<void> {
    checkSignedIn(viewer);
    if (!viewer.scopes.has('read')) throw new Fault('forbidden');
    const held = await this.pages.held(collection, id);
    checkWritable(viewer, collection);
    if (held.organisation_id !== viewer.organisationId) throw new Fault('not_originator');
    if (held.revoked) throw new Fault('forbidden', 'the object is revoked already, and stays as the record of that');
    if (held.type === 'report' && (await this.advisories(viewer, [id])).size > 0)
      throw new Fault('forbidden', 'an advisory is withdrawn where it was written');
    const outcomes = await this.exchange.submit({
      viewer,
      changes: [
        {
          do: 'amend',
          id,
          ifMatch: undefined,
          kind: null,
          amend: (known) => {
            if (!hasLatest(versions, known)) throw new Fault('forbidden', HISTORY);
            return { ...known, revoked: true };
          },
          relabel: { tlp: tlpOf(Math.max(held.tlp, tlpRank('amber'))), audience: 'organisation' },
        },
      ],
      door: 'taxii',
    });
    const refusal = outcomes.outcomes[0] && refusalOf(outcomes.outcomes[0]);
    if (refusal) throw refusal.status === 422 ? new Fault('forbidden', refusal.detail ?? refusal.title) : refusal;
  }

  /** Advisories are changed by their workflow, with all the signatures that it asks for, and in no other way. */
  private async keepAdvisories(viewer: Viewer, additions: Addition[]): Promise<void> {
    const reports = additions.filter(({ id, change }) => change?.do === 'put' && id.startsWith('report--'));
    const own = await this.advisories(
      viewer,
      reports.map(({ id }) => id),
    );
    for (const [i, one] of additions.entries())
      if (own.has(one.id))
        additions[i] = {
          ...one,
          change: { do: 'refuse', fault: new Fault('forbidden', 'an advisory is changed where it was written') },
        };
  }

  private async advisories({ organisationId }: Viewer, ids: string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const { rows } = await this.pool.query<{ id: string }>(
      'select id from advisory where id = any($1::text[]) and organisation_id = $2',
      [ids, organisationId],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

const HISTORY = 'versions before the latest are history, and stay as long as it does';

/** Whether one of the versions is that in which the object stands. */
function hasLatest({ all, last, at }: Filters['versions'], { modified, created }: StixObject): boolean {
  return all || last || at.includes(instantOf(modified ?? created ?? TIMELESS) ?? NaN);
}

const DEFINED = 'this marking is defined by its standard, and known';

function checkSignedIn({ credential }: Viewer): void {
  if (credential.kind === 'anonymous') throw new Fault('unauthorized');
}

/** Who may not add to what it may read is told so; what it may not read is not there. */
function checkWritable(viewer: Viewer, { canWrite }: Collection): void {
  checkSignedIn(viewer);
  if (!viewer.scopes.has('submit'))
    throw new Fault(viewer.credential.kind === 'key' ? 'insufficient_scope' : 'forbidden');
  if (!canWrite) throw new Fault('forbidden', 'nothing can be added to this collection');
}

function itemsOf(body: unknown): unknown[] {
  const items: unknown = typeof body === 'object' && body !== null && 'objects' in body ? body.objects : undefined;
  if (!Array.isArray(items) || items.length === 0)
    throw new Fault('invalid', 'there are no objects in it', { pointer: '/objects' });
  if (items.length > MOST) throw new Fault('too_many_objects', `at most ${MOST} at once`);
  if (!items.some((item) => typeof item === 'object' && item !== null && !Array.isArray(item)))
    throw new Fault('invalid', 'none of these is an object', { pointer: '/objects' });
  return items as unknown[];
}

/** What became of each, in the order in which they came. */
function sorted(
  stored: readonly Addition[],
  outcomes: readonly Outcome[],
  known: readonly Detail[],
): [Detail[], Detail[]] {
  const successes: Detail[] = [...known];
  const failures: Detail[] = [];
  for (const [i, { id, version }] of stored.entries()) {
    const outcome = outcomes[i]!;
    if (outcome.outcome === 'rejected') failures.push({ id, version, message: messageOf(outcome) });
    else {
      const words = [
        ...(outcome.outcome === 'unchanged' ? ['already here, in this version or a later one'] : []),
        ...(outcome.warnings ? [warningText(outcome.warnings)] : []),
      ];
      successes.push({ id, version, ...(words.length > 0 && { message: words.join('; ') }) });
    }
  }
  return [successes, failures];
}

function messageOf(outcome: Outcome): string {
  const { code, title, detail } = refusalOf(outcome) ?? new Fault('internal');
  return `${code}: ${detail ?? title}${outcome.pointer ? ` (${outcome.pointer})` : ''}`;
}
