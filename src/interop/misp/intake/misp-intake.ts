import { type Audiences, groupsOf } from '../../../audience/index.js';
import { type Change, type Exchange, type Outcome, refusalOf } from '../../../exchange/index.js';
import { readMispParts } from '../../../formats/index.js';
import type { Fault, Viewer } from '../../../kernel/index.js';
import { type ItemBudget, mispChange, toRevoke, warned } from '../../../indicators/index.js';
import type { Warninglists } from '../../../warninglists/index.js';

/** Objects of one transaction. */
const CHUNK = 1_000;
/** What is listed by its place, at most; all of it is counted. */
const LISTED = 1_000;

/** What became of a file of events. */
export interface Taken {
  readonly counts: {
    created: number;
    updated: number;
    unchanged: number;
    rejected: number;
    revoked: number;
    warned: number;
  };
  readonly objects: Record<string, number>;
  readonly refused: { readonly at: string; readonly code: Fault['code']; readonly detail?: string }[];
  readonly notes: { readonly at: string; readonly note: string }[];
  /** What was taken, and stands on warninglists. */
  readonly warned: { readonly at: string; readonly id?: string; readonly warnings: NonNullable<Outcome['warnings']> }[];
}

interface Asked {
  readonly at: string;
  readonly change: Change;
  /** Revokes what may not even be here. */
  readonly gone?: true;
}

/** Takes MISP events in, under the name of whoever hands them in. */
export class MispIntake {
  constructor(
    private readonly exchange: Exchange,
    private readonly audiences: Audiences,
    private readonly budget: Pick<ItemBudget, 'take'>,
    private readonly lists: Pick<Warninglists, 'hitsOf'>,
  ) {}

  /**
   * Submits what the events hold, a chunk a transaction; the same events again change nothing. `within`: they go no further,
   * whatever they say. Faults: those of the file as a whole; `rate_limited`.
   */
  async take(viewer: Viewer, bytes: AsyncIterable<Uint8Array>, within: 'all' | 'organisation'): Promise<Taken> {
    const taken: Taken = {
      counts: { created: 0, updated: 0, unchanged: 0, rejected: 0, revoked: 0, warned: 0 },
      objects: {},
      refused: [],
      notes: [],
      warned: [],
    };
    let chunk: Asked[] = [];
    const groups = groupsOf(await this.audiences.current(), viewer.organisationId);
    const context = { scope: viewer.organisationId, groups, within };
    for await (const part of readMispParts(bytes, context)) {
      const { at } = part;
      if ('note' in part) this.note(taken, at, part.note);
      else if ('fault' in part) this.refuse(taken, at, part.fault);
      else if ('gone' in part) {
        this.note(taken, at, 'it is deleted');
        for (const id of part.gone) chunk.push({ at, change: toRevoke(id, undefined), gone: true });
      } else {
        chunk.push({ at, change: mispChange(part) });
        taken.objects[part.object.type] = (taken.objects[part.object.type] ?? 0) + 1;
      }
      if (chunk.length >= CHUNK) {
        await this.submit(viewer, chunk, taken);
        chunk = [];
      }
    }
    if (chunk.length > 0) await this.submit(viewer, chunk, taken);
    return taken;
  }

  private async submit(viewer: Viewer, chunk: readonly Asked[], taken: Taken): Promise<void> {
    await this.budget.take(viewer, chunk.length);
    const changes = chunk.map(({ change }) => change);
    const submitted = this.exchange.submit({ viewer, changes, door: 'misp' });
    const { outcomes } = await warned(submitted, changes, this.lists);
    for (const [i, outcome] of outcomes.entries()) this.count(taken, chunk[i]!, outcome);
  }

  private count(taken: Taken, { at, gone }: Asked, outcome: Outcome): void {
    const refusal = refusalOf(outcome);
    if (gone) taken.counts.revoked += outcome.outcome === 'updated' ? 1 : 0;
    else if (refusal) this.refuse(taken, at, refusal);
    else {
      taken.counts[outcome.outcome] += 1;
      this.warn(taken, at, outcome);
    }
  }

  private refuse({ counts, refused }: Taken, at: string, { code, detail }: Fault): void {
    counts.rejected += 1;
    if (refused.length < LISTED) refused.push({ at, code, ...(detail !== undefined && { detail }) });
  }

  private warn({ counts, warned: list }: Taken, at: string, { id, warnings }: Outcome): void {
    if (!warnings) return;
    counts.warned += 1;
    if (list.length < LISTED) list.push({ at, ...(id !== undefined && { id }), warnings });
  }

  private note({ notes }: Taken, at: string, note: string): void {
    if (notes.length < LISTED) notes.push({ at, note });
  }
}
