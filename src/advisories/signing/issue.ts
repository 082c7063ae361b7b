import { address, type AudienceAsk, type AudienceTarget, type Book } from '../../audience/index.js';
import { canonicalText, type Issued, lacking, textHash, tlpFromLabel, toReport } from '../../formats/index.js';
import { Fault, sha256, type Viewer } from '../../kernel/index.js';
import { textOf } from '../work/advisory-body.js';
import type { Work } from '../work/work.js';
import type { Links } from './sources.js';

/** What is signed, and will be published as it is: fixed when signatures are called for. */
export interface Frozen extends Issued {
  /** The same people or organisations as the authors asked for, by name: who joins later is not among them. */
  readonly audience: AudienceAsk;
  /** Ids of linked objects that only some readers may see: told to those alone. */
  readonly narrower: readonly string[];
  readonly hash: string;
}

/** Longest report, without its signatures: with them it must fit an object of the log. */
const REPORT_CHARACTERS = 110_000;

const identity = (organisationId: string): string => `identity--${organisationId}`;

/**
 * Fixes what an advisory says and whom it goes to. Faults: `advisory_incomplete`, those of
 * {@link address}, `body_too_large`.
 */
export function freeze(work: Work, viewer: Viewer, book: Book, { common, narrower }: Links): Frozen {
  const text = textOf(work.body);
  const lacks = lacking(text);
  if (lacks.length > 0)
    throw new Fault('advisory_incomplete', `it lacks: ${lacks.join(', ')}`, { pointer: `/${lacks[0]}` });
  const target = targetOf(work, viewer, book);
  const authors = [
    work.organisationId,
    ...work.participants.filter((p) => p.part === 'author').map((p) => p.organisationId),
  ];
  const issued = toReport(text, {
    id: work.id,
    version: work.version,
    tlp: target.tlp,
    lead: identity(work.organisationId),
    authors: authors.map(identity),
    audience: {
      kind: target.kind,
      commitment: sha256(Buffer.concat([work.nonce, Buffer.from(target.key)])).toString('hex'),
    },
    quorum: work.quorum,
    publish_at: work.body.publish_at,
    acknowledge_by: work.body.acknowledge_by,
    links: common,
  });
  if (canonicalText(issued.report).length > REPORT_CHARACTERS)
    throw new Fault('body_too_large', `an advisory has at most ${REPORT_CHARACTERS} characters, as STIX`);
  return { ...issued, audience: named(target, book), narrower, hash: textHash(issued.report) };
}

/** Whom the authors ask for, as it is now. */
export const targetOf = (work: Work, viewer: Viewer, book: Book): AudienceTarget =>
  address(work.body.audience, tlpFromLabel(work.body.tlp), viewer, book);

/** What an audience resolved to, so that it resolves to the same again. */
function named({ kind, groupId, members }: AudienceTarget, book: Book): AudienceAsk {
  switch (kind) {
    case 'all':
    case 'organisation':
      return kind;
    case 'group':
      return { group: groupId ?? '' };
    case 'list':
      return { organisations: [...members].map((id) => book.organisations.get(id)?.shortName ?? id).toSorted() };
    case 'people':
      return { people: [...members].toSorted() };
  }
}

/** Who is not here any more is left out: the others get it all the same. */
export function remaining(ask: AudienceAsk, book: Book): AudienceAsk {
  if (typeof ask === 'object' && 'people' in ask) return { people: ask.people.filter((id) => book.people.has(id)) };
  return ask;
}

/** The report that was frozen. */
export const frozenOf = (issued: string): Frozen => JSON.parse(issued) as Frozen;
