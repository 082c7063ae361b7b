import { identityRef } from '../exchange/index.js';
import { type Tlp, TLP } from '../kernel/index.js';
import { z } from 'zod';
import { frozenOf } from './signing/issue.js';
import { AdvisoryBody } from './work/advisory-body.js';
import { revisionTag } from './work/drafts.js';
import { STATES, type Work } from './work/work.js';

const ParticipantAnswer = z.object({
  organisation: z.string(),
  part: z.enum(['lead', 'author', 'signer']),
  signs: z.boolean(),
});

/** An advisory at work, as those who work on it are told. */
export const WorkAnswer = z
  .object({
    id: z.string(),
    state: z.enum(STATES),
    version: z.int(),
    published_version: z.int(),
    revision: z.int(),
    etag: z.string(),
    part: z.enum(['lead', 'author', 'signer']),
    participants: z.array(ParticipantAnswer),
    quorum: z.int(),
    body: AdvisoryBody,
    signing: z
      .object({
        sha256: z.string(),
        report: z.record(z.string(), z.unknown()),
        audience: z.object({ nonce: z.string() }),
        links: z.object({ narrower: z.array(z.string()) }),
      })
      .optional(),
    release: z.object({ by: z.string(), held: z.string().optional() }).optional(),
  })
  .meta({ id: 'AdvisoryAtWork' });
export type WorkAnswer = z.infer<typeof WorkAnswer>;

/** What a participant is told of it; the text to be signed while it is being signed. */
export function presentWork(work: Work): WorkAnswer {
  const { id, state, version, publishedVersion, revision, part, participants, quorum, body, textHash, issued } = work;
  const frozen = issued === undefined || state !== 'signing' ? undefined : frozenOf(issued);
  return {
    id,
    state,
    version,
    published_version: publishedVersion,
    revision,
    etag: revisionTag(work),
    part,
    participants: participants.map((one) => ({
      organisation: identityRef(one.organisationId),
      part: one.part,
      signs: one.signs,
    })),
    quorum,
    body,
    ...(frozen &&
      textHash !== undefined && {
        signing: {
          sha256: textHash,
          report: frozen.report,
          audience: { nonce: work.nonce.toString('base64url') },
          links: { narrower: frozen.narrower.map(({ id: link }) => link) },
        },
      }),
    ...(work.releaseBy !== undefined && {
      release: { by: work.releaseBy, ...(work.held !== undefined && { held: work.held }) },
    }),
  };
}

/** One of those at work, in a list. */
export const ListedWork = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.string(),
    tlp: z.enum(TLP),
    state: z.enum(STATES),
    version: z.int(),
    part: z.enum(['lead', 'author', 'signer']),
    organisation: z.string(),
    publish_at: z.string().nullable(),
  })
  .meta({ id: 'ListedWork' });

export const listWorkAnswer = (work: Work): z.infer<typeof ListedWork> => ({
  id: work.id,
  title: work.body.title,
  kind: work.body.kind,
  tlp: work.tlp satisfies Tlp,
  state: work.state,
  version: work.version,
  part: work.part,
  organisation: identityRef(work.organisationId),
  publish_at: work.publishAt?.toISOString() ?? null,
});
