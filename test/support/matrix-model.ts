import { type ModelAudience, type ModelObject, type ModelViewer, Oracle } from './oracle.js';

/** What a credential may do at all, beside what it may see. */
export interface MatrixViewer extends ModelViewer {
  readonly can: readonly ('read' | 'feed')[];
}

/** What an author may write about whom a report is for. */
export type Whom =
  | 'all'
  | 'organisation'
  | {
      readonly organisations?: readonly string[];
      readonly rel_to?: readonly string[];
      readonly except?: readonly string[];
      readonly group?: string;
    }
  | { readonly people: readonly string[] };

/** Countries and blocs of the members that are active. */
export const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  secretariat: ['ZZZ'],
  'cert-a': ['AUT', 'EU'],
  'cert-b': ['BEL', 'EU', 'NATO'],
  'cert-c': ['CZE', 'EU', 'NATO'],
  'cert-d': ['DNK', 'NATO'],
  'cert-e': ['EST', 'EU'],
};

/** A state in which an object was addressed to an audience, or taken back from it. */
interface Told extends Pick<ModelObject, 'tlp' | 'audience' | 'changed'> {
  readonly recall: boolean;
}

/** The oracle with what each audience was ever told, and what each live follower must have been sent. */
export class MatrixModel extends Oracle {
  readonly told = new Map<string, Told[]>();
  /** viewer → objects that it saw at the moment of a change. */
  readonly live = new Map<string, Set<string>>();

  constructor(readonly viewers: Readonly<Record<string, MatrixViewer>>) {
    super();
  }

  /** Whom an author means: REL TO and exclusions are settled at the moment of saying. */
  meaning(whom: Whom, author: string, person?: string): ModelAudience {
    if (whom === 'all') return { to: 'all' };
    if (whom === 'organisation') return { to: 'organisations', names: [author] };
    if ('people' in whom) return { to: 'people', names: [...whom.people, person ?? ''] };
    const { organisations, rel_to: codes, except = [], group } = whom;
    if (group !== undefined && !organisations && !codes && except.length === 0) return { to: 'group', group };
    const within = group === undefined ? Object.keys(MEMBERS) : [...(this.groups.get(group)?.keys() ?? [])];
    const chosen = within.filter((name) => {
      if (except.includes(name)) return false;
      if (!organisations && !codes) return true;
      return organisations?.includes(name) || codes?.some((code) => MEMBERS[name]!.includes(code));
    });
    return { to: 'organisations', names: [...new Set([...chosen, author])] };
  }

  override set(id: string, change: Partial<ModelObject>): void {
    const before = this.objects.get(id);
    super.set(id, change);
    const after = this.objects.get(id)!;
    const told = this.told.get(id) ?? [];
    const moved =
      before && JSON.stringify([before.tlp, before.audience]) !== JSON.stringify([after.tlp, after.audience]);
    if (moved) told.push({ ...before, changed: after.changed, recall: true });
    told.push({ ...after, recall: false });
    this.told.set(id, told);
    for (const [name, viewer] of Object.entries(this.viewers)) {
      if (!this.sees(viewer, after)) continue;
      this.live.set(name, (this.live.get(name) ?? new Set()).add(id));
    }
  }

  private readonly named = new Map<string, number>();

  /** The STIX id of an object; two organisations may use the same. */
  name(stixId: string): void {
    this.named.set(stixId, this.ids(stixId) + 1);
  }

  ids(stixId: string): number {
    return this.named.get(stixId) ?? 0;
  }

  private as(id: string, { tlp, audience, changed }: Told): ModelObject {
    return { ...this.objects.get(id)!, tlp, audience, changed };
  }

  /** Versions that the viewer may read; none when it may not see the object as it is now. */
  versions(viewer: MatrixViewer, id: string): number {
    if (!this.sees(viewer, this.objects.get(id)!)) return 0;
    return this.told.get(id)!.filter((told) => !told.recall && this.sees(viewer, this.as(id, told))).length;
  }

  /** Whether the object is in one of the ledgers that the viewer may fetch. */
  ledgered(viewer: MatrixViewer, id: string): boolean {
    return this.told.get(id)!.some((told) => this.sees(viewer, this.as(id, told)));
  }
}
