import type { Objects } from '../../exchange/index.js';
import { type Difference, differences, type Published, publishedOf } from '../../formats/index.js';
import type { InSight } from './in-sight.js';
import { Fault, type StixObject, type Viewer } from '../../kernel/index.js';

/** In what a published version differs from another. */
export interface VersionDiff {
  readonly id: string;
  readonly from: { readonly version: number; readonly published: string };
  readonly to: { readonly version: number; readonly published: string };
  readonly changes: readonly Difference[];
}

/** What readers compare: all that is said, to whom it is asked, and what it links. Signatures are no part of it. */
const COMPARED = [
  'kind',
  'title',
  'tlp',
  'lang',
  'severity',
  'body',
  'vulnerabilities',
  'products',
  'techniques',
  'actor',
  'campaign',
  'confidence',
  'evidence',
  'references',
  'links',
  'authors',
  'quorum',
  'publish_at',
  'acknowledge_by',
] as const satisfies readonly (keyof Published)[];

/** Published versions of an advisory beside one another, as far as the viewer may read them now. */
export class Versions {
  constructor(
    private readonly objects: Objects,
    private readonly inSight: InSight,
  ) {}

  /**
   * Without `to` the newest that he sees, without `from` the one before it. `not_found` for a version that is not there, or
   * that went to an audience that he is not in, or before he joined it.
   */
  async diff(viewer: Viewer, id: string, from: number | undefined, to: number | undefined): Promise<VersionDiff> {
    const versions = await this.of(viewer, id);
    const after = to === undefined ? [...versions.values()].at(-1) : versions.get(to);
    const earlier = [...versions.keys()].filter((version) => after && version < after.version);
    const before = versions.get(from ?? earlier.at(-1) ?? 0);
    if (!before || !after) throw new Fault('not_found');
    const seen = await this.inSight.of(viewer, [...before.links, ...after.links]);
    const shown = (one: Published): Published => ({ ...one, links: one.links.filter((link) => seen.has(link)) });
    return {
      id,
      from: { version: before.version, published: before.published },
      to: { version: after.version, published: after.published },
      changes: differences(COMPARED, shown(before), shown(after)),
    };
  }

  /** By number, oldest first; each as it was published. */
  async of(viewer: Viewer, id: string): Promise<Map<number, Published>> {
    const versions = new Map<number, Published>();
    for (const { body } of await this.objects.versions(viewer, id)) {
      const published = publishedOf(JSON.parse(body) as StixObject);
      if (published && !versions.has(published.version)) versions.set(published.version, published);
    }
    return versions;
  }
}
