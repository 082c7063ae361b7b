import { z } from 'zod';
import { AudienceAsk } from '../../audience/index.js';
import type { Amend, Kind, Put } from '../../exchange/index.js';
import { paragraphs, tlpFromLabel } from '../../formats/index.js';
import { Fault, type StixObject } from '../../kernel/index.js';

const text = (most: number) => paragraphs(most).refine((value) => value !== '', 'is empty');
const spoken = {
  content: text(50_000).meta({ description: 'Markdown (CommonMark and tables)' }),
  abstract: text(500).optional(),
  authors: z.array(text(200)).min(1).max(20).optional(),
};

/** An answer to a request for information. Without `tlp` and `audience` it goes where what it answers goes. */
export const AnswerBody = z
  .strictObject({
    ...spoken,
    tlp: z.string().max(20).optional(),
    audience: AudienceAsk.optional(),
    in_reply_to: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Id of the answer in the same thread that this one answers' }),
  })
  .meta({ id: 'ThreadAnswer' });
export type AnswerBody = z.infer<typeof AnswerBody>;

/** What its author may say anew; whom it is for stays. */
export const AnswerChange = z.strictObject(spoken).meta({ id: 'ThreadAnswerChange' });
export type AnswerChange = z.infer<typeof AnswerChange>;

/** Every answer counts for itself. */
const noteKind: Kind = { type: 'note', fingerprint: () => null, merge: (known) => known };

/** What of a note (STIX 2.1 §4.8) is its author's to say. */
const words = ({ content, abstract, authors }: AnswerChange) => ({
  ...(abstract !== undefined && { abstract }),
  content,
  ...(authors && { authors }),
});

/** As a note in the log: about the request, and about the answer that it replies to, if any. It goes no further than either. */
export function toNote(request: string, { tlp, audience, in_reply_to: parent, ...said }: AnswerBody): Put {
  return {
    do: 'put',
    kind: noteKind,
    object: {
      type: 'note',
      spec_version: '2.1',
      id: '',
      ...words(said),
      object_refs: parent === undefined ? [request] : [request, parent],
    },
    tlp: tlp === undefined ? undefined : tlpFromLabel(tlp),
    audience,
    about: parent ?? request,
    within: request,
  };
}

/**
 * The same note with other words, which must go no further than what it answers does by now (`within`: its `object_refs`);
 * `not_found` where it is no answer to this request.
 */
export function toNoteChange(
  request: string,
  id: string,
  ifMatch: string,
  change: AnswerChange,
  within: readonly string[],
): Amend {
  const reworded = amend(request, id, ifMatch, (known) => {
    const { abstract: _a, authors: _b, ...rest } = known;
    return { ...rest, ...words(change) };
  });
  return { ...reworded, within };
}

/** Taken back by its author: it stays, as revoked. */
export const toNoteWithdrawal = (request: string, id: string, ifMatch: string | undefined): Amend =>
  amend(request, id, ifMatch, (known) => ({ ...known, revoked: true }));

function amend(
  request: string,
  id: string,
  ifMatch: string | undefined,
  change: (known: StixObject) => StixObject,
): Amend {
  return {
    do: 'amend',
    id,
    ifMatch,
    kind: noteKind,
    amend(known) {
      if ((known['object_refs'] as string[] | undefined)?.[0] !== request) throw new Fault('not_found');
      return change(known);
    },
  };
}
