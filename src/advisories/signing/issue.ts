import { address, type AudienceAsk, type AudienceTarget, type Book } from '../../audience/index.js';
import { identityRef } from '../../exchange/index.js';
import { canonicalText, type Issued, lacking, marksOf, textHash, tlpFromLabel, toReport } from '../../formats/index.js';
import { Fault, sha256, type Tlp, type Viewer } from '../../kernel/index.js';
import { textOf } from '../work/advisory-body.js';
import type { Work } from '../work/work.js';
import type { Links } from './sources.js';

/** What is signed, and will be published as it is: fixed when signatures are called for. */
export interface Frozen extends Issued {
  /** The same people or organisations as the authors asked for, by name: who joins later is not among them. */
  readonly audience: AudienceAsk;
  /** Linked objects that only some readers may see, and who those are now: told to them alone. */
  readonly narrower: readonly Narrower[];
  readonly hash: string;
}

/** A linked object, and for whom it was when the text was fixed. */
export interface Narrower {
  readonly id: string;
  readonly tlp: Tlp;
  readonly audience: AudienceAsk;
}

/** Longest report, and what each signature will add to it: with them it must fit an object of the log. */
const REPORT_CHARACTERS = 126_000;
const SIGNATURE_CHARACTERS = 460;

/**
 * Fixes what an advisory says and whom it goes to. Faults: `advisory_incomplete`, those of
 * {@link address}, `body_too_large`.
 */
export function freeze(work: Work, viewer: Viewer, book: Book, { common, narrower }: Links): Frozen {
  const text = textOf(work.body);
  const lacks = lacking(text);
  if (lacks.length > 0)
    throw new Fault('advisory_incomplete', `it lacks: ${lacks.join(', ')}`, { pointer: `/${lacks[0]}` });
  const unasked = work.participants.some((p) => p.part !== 'signer' && !p.signs);
  if (text.kind === 'joint-attribution' && unasked)
    throw new Fault('advisory_incomplete', 'whoever is named as an author of a joint attribution is asked to sign it', {
      pointer: '/signers',
    });
  const target = targetOf(work, viewer, book);
  const authors = [
    work.organisationId,
    ...work.participants.filter((p) => p.part === 'author').map((p) => p.organisationId),
  ];
  const issued = toReport(text, {
    id: work.id,
    version: work.version,
    tlp: target.tlp,
    lead: identityRef(work.organisationId),
    authors: authors.map(identityRef),
    audience: {
      kind: target.kind,
      commitment: sha256(Buffer.concat([work.nonce, Buffer.from(target.key)])).toString('hex'),
    },
    signers: marksOf(
      work.nonce,
      work.version,
      work.participants.filter((p) => p.signs).map((p) => identityRef(p.organisationId)),
    ),
    quorum: work.quorum,
    publish_at: work.body.publish_at,
    acknowledge_by: work.body.acknowledge_by,
    links: common,
    standing: work.companions,
  });
  const most = REPORT_CHARACTERS - work.participants.length * SIGNATURE_CHARACTERS;
  if (canonicalText(issued.report).length > most)
    throw new Fault('body_too_large', `this advisory has at most ${most} characters, as STIX`);
  return {
    ...issued,
    audience: named(target, book),
    narrower: narrower.map((one) => toNarrower(one, book)),
    hash: textHash(issued.report),
  };
}

function toNarrower({ id, audienceId }: Links['narrower'][number], book: Book): Narrower {
  const audience = book.audiences.get(audienceId);
  if (!audience) throw new Fault('unavailable');
  return { id, tlp: audience.tlp, audience: named(audience, book) };
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
