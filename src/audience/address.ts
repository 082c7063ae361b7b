import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Fault, tlpRank, type Tlp, type Viewer } from '../kernel/index.js';
import type { Audience, AudienceKind, Book, Group } from './book.js';

const names = z.array(z.string().min(1).max(80)).min(1).max(200);

/**
 * Whom a submission addresses, as its author says it. Absent: all members. `organisations`, `rel_to` (ISO 3166 alpha-3
 * codes of members, or blocs) and `except` narrow a group or all members, and are resolved to a list at submission.
 */
export const AudienceAsk = z
  .union([
    z.enum(['all', 'organisation']),
    z.strictObject({
      group: z.uuid().optional(),
      organisations: names.optional(),
      rel_to: names.optional(),
      except: names.optional(),
    }),
    z.strictObject({ people: z.array(z.string().min(1).max(320)).min(1).max(200) }),
  ])
  .meta({ id: 'Audience' });
export type AudienceAsk = z.infer<typeof AudienceAsk>;

/** An audience by what it means, before it has a row. `key` is equal for equal audiences. */
export type AudienceTarget = Pick<Audience, 'key' | 'tlp' | 'kind' | 'groupId' | 'members'>;

/** Kinds of audience that each label allows (DESIGN, the TLP table). */
const ALLOWED: Record<Tlp, readonly AudienceKind[]> = {
  clear: ['all'],
  green: ['all', 'group', 'list'],
  amber: ['all', 'organisation', 'group', 'list'],
  'amber+strict': ['all', 'organisation', 'group', 'list'],
  red: ['people'],
};

/**
 * Resolves what the author said into an audience. Faults: `red_requires_individuals`, `red_requires_person`,
 * `clear_requires_all`, `audience_not_allowed`, `audience_unknown` (also for what exists but is hidden from the author),
 * `empty_audience`.
 */
export function address(ask: AudienceAsk | undefined, tlp: Tlp, author: Viewer, book: Book): AudienceTarget {
  return label(resolve(ask, author, book), tlp, author);
}

/** The same people and organisations under another label. Faults as {@link address}. */
export function relabel(audience: AudienceTarget, tlp: Tlp, author: Viewer): AudienceTarget {
  return label(audience, tlp, author);
}

function label(target: Resolved, tlp: Tlp, author: Viewer): AudienceTarget {
  if (tlp === 'red' && target.kind !== 'people') throw new Fault('red_requires_individuals');
  if (tlp === 'red' && author.personId === undefined) throw new Fault('red_requires_person');
  if (!ALLOWED[tlp].includes(target.kind)) {
    throw new Fault(
      tlp === 'clear' ? 'clear_requires_all' : 'audience_not_allowed',
      `TLP:${tlp.toUpperCase()} can’t go to this audience`,
    );
  }
  const { kind, groupId, members } = target;
  const addressed = groupId ?? [...members].toSorted().join();
  // a long list would not fit an index
  const short = addressed.length <= 100 ? addressed : createHash('sha256').update(addressed).digest('hex');
  return { kind, groupId, members, tlp, key: `${tlp} ${kind} ${short}` };
}

type Resolved = Pick<Audience, 'kind' | 'groupId' | 'members'>;

function resolve(ask: AudienceAsk | undefined, author: Viewer, book: Book): Resolved {
  if (ask === undefined || ask === 'all') return { kind: 'all', groupId: null, members: new Set() };
  if (ask === 'organisation') return { kind: 'organisation', groupId: null, members: new Set([author.organisationId]) };
  if ('people' in ask) return people(ask.people, author, book);
  const group = ask.group === undefined ? undefined : ownGroup(ask.group, author, book);
  if (!ask.organisations && !ask.rel_to && !ask.except) {
    if (!group) throw new Fault('empty_audience', 'the audience names nobody');
    return { kind: 'group', groupId: group.id, members: new Set() };
  }
  return list(ask, group, author, book);
}

/** A group that the author's organisation is not in reads like one that does not exist. */
function ownGroup(id: string, author: Viewer, book: Book): Group {
  const group = book.groups.get(id);
  if (!group?.active || !group.members.has(author.organisationId))
    throw new Fault('audience_unknown', 'there is no such sharing group');
  return group;
}

function people(named: readonly string[], author: Viewer, book: Book): Resolved {
  const byEmail = new Map([...book.people].map(([id, person]) => [person.email, id]));
  const members = new Set(
    named.map((name) => {
      const id = book.people.has(name) ? name : byEmail.get(name.trim().toLowerCase());
      if (id === undefined) throw new Fault('audience_unknown', 'one of the people is not known here');
      return id;
    }),
  );
  if (author.personId !== undefined) members.add(author.personId);
  return { kind: 'people', groupId: null, members };
}

function list(
  ask: Exclude<AudienceAsk, string | { people: unknown }>,
  group: Group | undefined,
  author: Viewer,
  book: Book,
): Resolved {
  const active = [...book.organisations.values()].filter((o) => o.active && (!group || group.members.has(o.id)));
  const named =
    ask.organisations || ask.rel_to
      ? new Set([...byName(ask.organisations, book), ...byRelease(ask.rel_to, book)])
      : undefined;
  const excluded = new Set(byName(ask.except, book)); // exclusion wins
  const members = active.map((o) => o.id).filter((id) => (!named || named.has(id)) && !excluded.has(id));
  if (!members.some((id) => id !== author.organisationId)) {
    if (named?.size === 1 && named.has(author.organisationId)) return resolve('organisation', author, book);
    throw new Fault('empty_audience');
  }
  return { kind: 'list', groupId: null, members: new Set([...members, author.organisationId]) };
}

function byName(shortNames: readonly string[] = [], book: Book): string[] {
  return unique(shortNames).map((name) => {
    const organisation = book.organisationsByName.get(name);
    if (!organisation) throw new Fault('audience_unknown', 'one of the organisations is not a member');
    return organisation.id;
  });
}

/** REL TO: alpha-3 country codes of members, or the blocs that members belong to. */
function byRelease(codes: readonly string[] = [], book: Book): string[] {
  return unique(codes).flatMap((code) => {
    const to = [...book.organisations.values()].filter((o) => o.country === code || o.blocs.includes(code));
    if (to.length === 0) throw new Fault('audience_unknown', 'REL TO has a code that no member has');
    return to.map((o) => o.id);
  });
}

function unique(given: readonly string[]): readonly string[] {
  if (new Set(given).size !== given.length) throw new Fault('audience_unknown', 'the audience names someone twice');
  return given;
}

/**
 * Whether everybody in `target` is in `source` and its label is no wider: what an object derived from another must
 * satisfy. A group's membership changes, so a group is within all members or within itself, and nothing else.
 */
export function within(target: AudienceTarget, source: AudienceTarget, book: Book): boolean {
  if (tlpRank(target.tlp) < tlpRank(source.tlp)) return false;
  if (source.kind === 'all') return true;
  if (target.kind === 'all') return false;
  if (target.kind === 'group') return source.kind === 'group' && source.groupId === target.groupId;
  if (source.kind === 'people')
    return target.kind === 'people' && [...target.members].every((id) => source.members.has(id));
  const organisations =
    target.kind === 'people'
      ? [...target.members].map((id) => book.people.get(id)?.organisationId ?? '')
      : [...target.members];
  const reached = source.kind === 'group' ? book.groups.get(source.groupId ?? '')?.members : source.members;
  return organisations.every((id) => reached?.has(id) ?? false);
}

/**
 * Whether everybody in `target` sees, by now, what `source` was told as entry `seq` of the log: {@link within}, and nobody joined its group
 * after that without its history.
 */
export function withinSince(target: AudienceTarget, source: AudienceTarget, seq: number, book: Book): boolean {
  if (!within(target, source, book)) return false;
  const group = source.kind === 'group' ? book.groups.get(source.groupId ?? '') : undefined;
  return [...(group?.members.values() ?? [])].every((from) => from < seq);
}
