import { type Audience, type Audiences, type Book, type Visible } from '../../audience/index.js';
import { Fault, type Tlp, tlpRank, type Viewer } from '../../kernel/index.js';
import { STIX_TYPE } from './media.js';

/** The id of the collection of everything: the same on every hub. It has no alias: clients hold an answer's id against the one they asked for. */
const ALL = '6c1f0c4e-2b7d-4a39-8e55-0d6f1b7a9c21';

/** A collection as one viewer has it. */
export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Whom what is added to it is for; undefined: the collection of everything. */
  readonly audience: Audience | undefined;
  /** What of it the viewer may see. */
  readonly seen: Visible;
  /** Ids of the audiences in it. */
  readonly audiences: readonly number[];
  /** Those of them that are the organisation's alone. */
  readonly own: readonly number[];
}

/** Collections: one for each audience that the viewer is in, and one of everything. Nothing of TLP:RED leaves by TAXII. */
export class Collections {
  constructor(private readonly audiences: Audiences) {}

  /** In the order of their ids. */
  async list(viewer: Viewer): Promise<Collection[]> {
    const [seen, book] = await this.sight(viewer);
    const of = seen.ids.flatMap((id) => book.audiences.get(id) ?? []);
    const all = [collection(viewer, undefined, seen, book), ...of.map((one) => collection(viewer, one, seen, book))];
    return all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** By id. `not_found` alike for hidden and missing. */
  async get(viewer: Viewer, id: string): Promise<Collection> {
    const [seen, book] = await this.sight(viewer);
    if (id === ALL) return collection(viewer, undefined, seen, book);
    const audience = inSight(id, seen, book);
    if (audience) return collection(viewer, audience, seen, book);
    // perhaps another process has just made it
    if (!(await this.audiences.learn())) throw new Fault('not_found');
    const [again, learnt] = await this.sight(viewer);
    const late = inSight(id, again, learnt);
    if (!late) throw new Fault('not_found');
    return collection(viewer, late, again, learnt);
  }

  private async sight(viewer: Viewer): Promise<[Visible, Book]> {
    const book = await this.audiences.current();
    return [this.audiences.ofBook(exported(viewer), book), book];
  }
}

/** TLP:RED is read by the people that it names in the console, and never exported. */
const exported = (viewer: Viewer): Viewer =>
  tlpRank(viewer.ceiling) > tlpRank('amber+strict') ? { ...viewer, ceiling: 'amber+strict' } : viewer;

function inSight(ref: string, seen: Visible, book: Book): Audience | undefined {
  const ids = new Set(seen.ids);
  for (const audience of book.audiences.values()) if (audience.ref === ref && ids.has(audience.id)) return audience;
  return undefined;
}

const NAMED: Record<Tlp, string> = {
  clear: 'TLP:CLEAR',
  green: 'TLP:GREEN',
  amber: 'TLP:AMBER',
  'amber+strict': 'TLP:AMBER+STRICT',
  red: 'TLP:RED',
};

function collection(viewer: Viewer, audience: Audience | undefined, seen: Visible, book: Book): Collection {
  const audiences = audience ? [audience.id] : seen.ids;
  const own = audiences.filter((id) => book.audiences.get(id)?.kind === 'organisation');
  return {
    id: audience?.ref ?? ALL,
    ...(audience ? titled(audience, book) : EVERYTHING),
    canRead: viewer.scopes.has('read'),
    canWrite: viewer.scopes.has('submit') && (audience === undefined || takesMore(audience, book)),
    audience,
    seen,
    audiences,
    own,
  };
}

const EVERYTHING = {
  title: 'Everything',
  description: 'Everything that you may see. What you add is for all members, under the TLP label that it has.',
};

function titled({ kind, tlp, groupId }: Audience, book: Book): { title: string; description: string } {
  const group = book.groups.get(groupId ?? '')?.name ?? '';
  const whom: Record<Audience['kind'], string> = {
    all: 'all members',
    organisation: 'your organisation alone',
    group: `the sharing group ${group}`,
    list: 'some members',
    people: 'some people',
  };
  return { title: `${NAMED[tlp]} for ${whom[kind]}`, description: `What is ${NAMED[tlp]} for ${whom[kind]}.` };
}

/** Whom a list names is known to its author alone: nobody adds to what goes to he knows not whom. */
function takesMore({ kind, groupId }: Audience, book: Book): boolean {
  if (kind === 'group') return book.groups.get(groupId ?? '')?.active ?? false;
  return kind === 'all' || kind === 'organisation';
}

/** The collection resource (TAXII 2.1, 5.2.1). */
export const present = ({ id, title, description, canRead, canWrite }: Collection) => ({
  id,
  title,
  description,
  can_read: canRead,
  can_write: canWrite,
  media_types: [STIX_TYPE],
});
