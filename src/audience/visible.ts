import { tlpRank, type Viewer } from '../kernel/index.js';
import type { Audience, Book } from './book.js';

/** All that a viewer may see: the audiences, and for those joined later the log number from which. */
export interface Visible {
  readonly ids: readonly number[];
  /** Audience id → entries numbered above this are visible. Audiences that are visible whole are not in it. */
  readonly late: ReadonlyMap<number, number>;
  /** Equal for viewers who see the same: what live subscribers are grouped by. */
  readonly key: string;
  has(audienceId: number, seq: number): boolean;
}

/**
 * The one rule of who sees what (DESIGN, idea 3). Every read path, live or not, goes through what this returns.
 * An organisation that isn't active sees nothing; nobody signed in sees CLEAR alone.
 */
export function visible(
  viewer: Pick<Viewer, 'organisationId' | 'personId' | 'ceiling' | 'credential'>,
  book: Book,
): Visible {
  const ids: number[] = [];
  const late = new Map<number, number>();
  for (const audience of book.audiences.values()) {
    const from = seesFrom(audience, viewer, book);
    if (from === null) continue;
    ids.push(audience.id);
    if (from > 0) late.set(audience.id, from);
  }
  ids.sort((a, b) => a - b);
  const all = new Set(ids);
  return {
    ids,
    late,
    key: ids.map((id) => (late.has(id) ? `${id}>${late.get(id)}` : id)).join(),
    has: (id, seq) => all.has(id) && seq > (late.get(id) ?? 0),
  };
}

/** Whether the viewer sees an entry of one audience: what {@link visible} says of it, without looking at all others. */
export function sees(
  viewer: Pick<Viewer, 'organisationId' | 'personId' | 'ceiling' | 'credential'>,
  { audienceId, seq }: { readonly audienceId: number; readonly seq: number },
  book: Book,
): boolean {
  const audience = book.audiences.get(audienceId);
  const from = audience ? seesFrom(audience, viewer, book) : null;
  return from !== null && seq > from;
}

/** The log number above which the viewer sees the audience's entries; null: not at all. */
export function seesFrom(
  audience: Pick<Audience, 'tlp' | 'kind' | 'groupId' | 'members'>,
  viewer: Pick<Viewer, 'organisationId' | 'personId' | 'ceiling' | 'credential'>,
  book: Book,
): number | null {
  if (tlpRank(audience.tlp) > tlpRank(viewer.ceiling)) return null;
  if (viewer.credential.kind === 'anonymous') return audience.kind === 'all' && audience.tlp === 'clear' ? 0 : null;
  if (!book.organisations.get(viewer.organisationId)?.active) return null;
  switch (audience.kind) {
    case 'all':
      return 0;
    case 'organisation':
    case 'list':
      return audience.members.has(viewer.organisationId) ? 0 : null;
    case 'group':
      return book.groups.get(audience.groupId ?? '')?.members.get(viewer.organisationId) ?? null;
    case 'people':
      return viewer.personId !== undefined && audience.members.has(viewer.personId) ? 0 : null;
  }
}

/**
 * The rule as SQL over a table that has `audience_id` and `seq` (alias `alias`): the same set as {@link Visible.has}.
 * `param` registers a bind value and returns its placeholder.
 */
export function visibleSql(seen: Visible, alias: string, param: (value: unknown) => string): string {
  const audience = `${alias}.audience_id = any(${param([...seen.ids])}::int[])`;
  if (seen.late.size === 0) return audience;
  const ids = param([...seen.late.keys()]);
  const froms = param([...seen.late.values()]);
  return `${audience} and not exists (select 1 from unnest(${ids}::int[], ${froms}::bigint[]) as late(id, seq)
    where late.id = ${alias}.audience_id and ${alias}.seq <= late.seq)`;
}
