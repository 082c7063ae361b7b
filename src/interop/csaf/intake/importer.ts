import {
  AdvisoryBody,
  changedIn,
  type Drafts,
  revisionTag,
  type Work,
  type Workflow,
} from '../../../advisories/index.js';
import type { AudienceAsk } from '../../../audience/index.js';
import { compareTrackingVersions, type FromCsaf, originLine, readCsaf } from '../../../formats/index.js';
import { Fault, sha256, type Tlp, tlpRank, type Viewer } from '../../../kernel/index.js';
import type { Origin, Origins } from './origins.js';

/** A document of somebody else's, and whom it may go to at most. */
export interface Incoming {
  readonly bytes: Buffer;
  /** The label that the advisory has at least, and the one that it has where the document has none. */
  readonly tlp?: Tlp | undefined;
  readonly audience?: AudienceAsk | undefined;
  readonly sourceUrl?: string | undefined;
  /** Fingerprint of the key that is pinned for the provider it was pulled from. */
  readonly pinned?: string | undefined;
  /** Fingerprint of the key whose signature over these bytes was checked. */
  readonly signedBy?: string | undefined;
}

/** What became of it. */
export interface Outcome {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** The advisory's id and version. */
  readonly id: string;
  readonly version: number;
  readonly tlp: Tlp;
  readonly tracking: { readonly id: string; readonly version: string };
  readonly publisher: string;
  readonly signed_by: string | null;
  /** What the advisory has no place for, or only in words. */
  readonly lost: readonly string[];
}

/**
 * Makes advisories of CSAF documents: published at once, signed by nobody, led by whoever imports. A later version of the
 * document is a new version of the advisory.
 */
export class Importer {
  constructor(
    private readonly origins: Origins,
    private readonly drafts: Drafts,
    private readonly workflow: Workflow,
  ) {}

  /**
   * Takes one document in. Faults: `csaf_invalid`; `tlp_required` where neither it nor its importer names a label; `conflict`
   * for an older version than is here, or when its advisory was withdrawn or is being written by hand; `version_conflict` for the same with other content;
   * those of publishing.
   */
  async take(viewer: Viewer, incoming: Incoming): Promise<Outcome> {
    const read = await readCsaf(incoming.bytes);
    const body = bodyOf(read, incoming);
    const { id: trackingId, version } = read.tracking;
    const { namespace, name: publisher } = read.publisher;
    const { pinned = null } = incoming;
    return this.origins.claimed(viewer, { pinned, namespace, trackingId }, async (origin) => {
      const hash = sha256(incoming.bytes);
      const isKnown = origin.trackingVersion !== null && !isNewer(version, hash, origin);
      const work = isKnown
        ? await this.drafts.get(viewer, origin.advisoryId ?? '')
        : await this.publish(viewer, origin, body);
      if (!isKnown)
        await this.origins.finish(origin, {
          trackingVersion: version,
          sha256: hash,
          publisher,
          csafVersion: read.version,
          sourceUrl: incoming.sourceUrl,
          signedBy: incoming.signedBy,
          lost: read.lost,
          advisoryVersion: work.publishedVersion,
        });
      return {
        outcome: isKnown ? 'unchanged' : origin.trackingVersion === null ? 'created' : 'updated',
        id: work.id,
        version: work.publishedVersion,
        tlp: work.tlp,
        tracking: { id: trackingId, version },
        publisher,
        signed_by: incoming.signedBy ?? null,
        lost: read.lost,
      };
    });
  }

  /** From wherever an import that was cut off has left it. */
  private async publish(viewer: Viewer, origin: Origin, body: AdvisoryBody): Promise<Work> {
    let work = await this.begun(viewer, origin, body);
    if (!['draft', 'review', 'signing', 'published'].includes(work.state))
      throw new Fault('conflict', `the advisory that was made of it is ${work.state}`);
    const isSame = changedIn(work.body, body).length === 0;
    if (work.state === 'published') {
      if (isSame) return work; // all but the note of it was done
      if (work.publishedVersion !== origin.advisoryVersion)
        throw new Fault('conflict', 'its advisory was published anew by hand: a document does not undo that');
      await this.workflow.revise(viewer, work.id);
    } else if (work.publishedVersion > 0 && !isSame && (await this.isWritten(viewer, work)))
      throw new Fault('conflict', 'somebody is at work on the next version of its advisory');
    work = await this.drafts.save(viewer, work.id, revisionTag(work), body, false);
    await this.workflow.publish(viewer, work.id, false);
    return this.drafts.get(viewer, work.id);
  }

  /** Whether anything was saved for the version that is at work. */
  private async isWritten(viewer: Viewer, { id, revision, version }: Work): Promise<boolean> {
    return (await this.drafts.revision(viewer, id, revision)).version === version;
  }

  private async begun(viewer: Viewer, origin: Origin, body: AdvisoryBody): Promise<Work> {
    if (origin.advisoryId !== null) return this.drafts.get(viewer, origin.advisoryId);
    const work = await this.drafts.create(viewer, body);
    await this.origins.begin(origin, work.id);
    return work;
  }
}

/** False for the very document that is here. */
function isNewer(version: string, hash: Buffer, { trackingVersion, sha256: known }: Origin): boolean {
  const order = compareTrackingVersions(version, trackingVersion ?? '0');
  if (order < 0) throw new Fault('conflict', `version ${trackingVersion} of this document is here already`);
  if (order === 0 && !known?.equals(hash)) throw new Fault('version_conflict');
  return order > 0;
}

function bodyOf(read: FromCsaf, { tlp: least, audience }: Incoming): AdvisoryBody {
  if (read.tracking.status === 'draft')
    throw new Fault('csaf_invalid', 'the document is a draft', { pointer: '/document/tracking/status' });
  if (read.sharingGroup !== undefined && audience === undefined)
    throw new Fault('csaf_invalid', 'the document is for a sharing group: say whom it may go to', {
      pointer: '/document/distribution/sharing_group',
    });
  const tlp = narrower(read.tlp, least);
  if (tlp === undefined) throw new Fault('tlp_required', 'the document has no label', { pointer: '/tlp' });
  if (tlp === 'red') throw new Fault('csaf_invalid', 'what is TLP:RED is not taken in');
  return AdvisoryBody.parse({
    ...read.text,
    body: `${originLine(read)}\n\n${read.text.body}`,
    tlp,
    ...(audience !== undefined && { audience }),
  });
}

/** Of the document's own label and the one that is asked for, the stricter. */
function narrower(own: Tlp | undefined, least: Tlp | undefined): Tlp | undefined {
  if (own === undefined || least === undefined) return own ?? least;
  return tlpRank(least) > tlpRank(own) ? least : own;
}
