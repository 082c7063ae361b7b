import { z } from 'zod';
import { AudienceAsk } from '../../audience/index.js';
import { AdvisoryText } from '../../formats/index.js';

const names = (most: number) =>
  z
    .array(z.string().min(1).max(80))
    .max(most)
    .refine((all) => new Set(all).size === all.length, 'names somebody twice')
    .default([]);
const time = z.iso.datetime().refine((value) => Date.parse(value) > 0, 'a time since 1970');

/** An advisory as its authors write it: what it says, who it goes to, who writes and who signs. */
export const AdvisoryBody = AdvisoryText.extend({
  tlp: z.string().max(20).meta({ description: 'TLP 2.0 label: clear, green, amber, amber+strict or red' }),
  audience: AudienceAsk.optional(),
  /** Short names of organisations that write it, too. */
  authors: names(50),
  /** Short names of organisations that are asked to sign it; the lead's own counts only if it is among them. */
  signers: names(100),
  /** How many of them must have signed; all, where it isn't said. */
  quorum: z.int().min(1).max(100).optional(),
  publish_at: time.optional(),
  acknowledge_by: time.optional(),
})
  .refine(({ quorum = 1, signers }) => quorum <= Math.max(1, signers.length), {
    path: ['quorum'],
    message: 'more than there are signers',
  })
  .refine(({ quorum, signers }) => quorum === undefined || signers.length > 0, {
    path: ['quorum'],
    message: 'nobody is asked to sign',
  })
  .meta({ id: 'Advisory' });
export type AdvisoryBody = z.infer<typeof AdvisoryBody>;

/** What of a body is text, without who it goes to. */
export function textOf(body: AdvisoryBody): AdvisoryText {
  const {
    tlp: _,
    audience: _a,
    authors: _b,
    signers: _c,
    quorum: _d,
    publish_at: _e,
    acknowledge_by: _f,
    ...text
  } = body;
  return text;
}

/** Names of the properties in which two bodies differ. */
export const changedIn = (before: AdvisoryBody, after: AdvisoryBody): string[] =>
  Object.keys(AdvisoryBody.shape).filter(
    (name) => JSON.stringify(before[name as keyof AdvisoryBody]) !== JSON.stringify(after[name as keyof AdvisoryBody]),
  );
