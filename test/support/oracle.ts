/**
 * Who may see what, said a second time and otherwise: a plain model of the rules of DESIGN.md, for tests to hold the hub
 * against. Shares no code with the hub.
 */
const ORDER = ['clear', 'green', 'amber', 'amber+strict', 'red'];

export interface ModelViewer {
  readonly organisation: string;
  readonly person?: string;
  /** The narrowest label that the credential may read. */
  readonly ceiling: string;
  /** Nobody signed in, where the alliance shows TLP:CLEAR to the public. */
  readonly anonymous?: boolean;
}

export type ModelAudience =
  | { readonly to: 'all' }
  | { readonly to: 'organisations'; readonly names: readonly string[] }
  | { readonly to: 'group'; readonly group: string }
  | { readonly to: 'people'; readonly names: readonly string[] };

export interface ModelObject {
  readonly id: string;
  tlp: string;
  audience: ModelAudience;
  confidence: number;
  revoked: boolean;
  /** The tick of its last change. */
  changed: number;
}

export class Oracle {
  tick = 0;
  readonly objects = new Map<string, ModelObject>();
  /** group → organisation → the tick after which it sees the group's objects. */
  readonly groups = new Map<string, Map<string, number>>();

  set(id: string, change: Partial<ModelObject>): void {
    const known = this.objects.get(id) ?? {
      id,
      tlp: 'red',
      audience: { to: 'all' },
      confidence: 0,
      revoked: false,
      changed: 0,
    };
    this.objects.set(id, { ...known, ...change, changed: ++this.tick });
  }

  /** `full`: the group shows its history to who comes later. */
  join(group: string, organisation: string, full = false): void {
    this.groups.get(group)?.set(organisation, full ? 0 : this.tick);
  }

  leave(group: string, organisation: string): void {
    this.groups.get(group)?.delete(organisation);
  }

  sees({ organisation, person, ceiling, anonymous }: ModelViewer, { tlp, audience, changed }: ModelObject): boolean {
    if (anonymous) return tlp === 'clear';
    if (ORDER.indexOf(tlp) > ORDER.indexOf(ceiling)) return false;
    if (audience.to === 'all') return true;
    if (audience.to === 'organisations') return audience.names.includes(organisation);
    if (audience.to === 'people') return person !== undefined && audience.names.includes(person);
    const since = this.groups.get(audience.group)?.get(organisation);
    return since !== undefined && changed > since;
  }

  /** What the viewer may see, as `id confidence revoked`, sorted. */
  visible(viewer: ModelViewer): string[] {
    const seen = [...this.objects.values()].filter((object) => this.sees(viewer, object));
    return seen.map((o) => `${o.id} ${o.confidence} ${o.revoked}`).toSorted();
  }
}
