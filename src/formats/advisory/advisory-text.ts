import { z } from 'zod';
import { Fault } from '../../kernel/index.js';
import { parseCvss } from '../cvss/parse-cvss.js';

/** What an advisory is for. A joint attribution names an actor, how sure its signers are, and on what evidence. */
const ADVISORY_KINDS = [
  'alert',
  'advisory',
  'situation-report',
  'joint-attribution',
  'request-for-information',
] as const;
export const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;

/** Characters of the body, at most: the whole of it must fit an object of the log. */
export const BODY_CHARACTERS = 65_536;

// eslint-disable-next-line no-control-regex
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;
// eslint-disable-next-line no-control-regex
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** Text of several lines, with nothing in it that can't be stored or displays as something else. */
export const paragraphs = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((value) => !UNSTORABLE.test(value), 'has a character that is not allowed in a text');
const line = (max: number) =>
  paragraphs(max).refine((value) => value !== '' && !BREAKS.test(value), 'is one line of text, and not empty');
const link = z.url({ protocol: /^https?$/ }).max(2_000);
/** STIX has ids alone under these names of a source. */
const isTitle = (title: string): boolean => !/^(?:cve|capec)$/.test(title);
const NO_TITLE = 'cve and capec are no titles: say what it is';
const cve = z.string().regex(/^CVE-\d{4}-\d{4,19}$/, 'a CVE id');

const cvss = z
  .string()
  .max(300)
  .superRefine((vector, context) => {
    try {
      parseCvss(vector);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      context.addIssue({ code: 'custom', message: error.detail ?? 'a CVSS vector' });
    }
  });

const Vulnerability = z
  .strictObject({
    cve,
    title: line(300).optional(),
    cvss: z.array(cvss).max(4).meta({ description: 'CVSS 3.0, 3.1 or 4.0 vectors' }).optional(),
    cwe: z
      .string()
      .regex(/^CWE-[1-9]\d{0,5}$/, 'a CWE id')
      .optional(),
  })
  .meta({ id: 'AdvisoryVulnerability' });

const Product = z
  .strictObject({
    vendor: line(200),
    name: line(200),
    version: line(200),
    status: z.enum(['affected', 'not_affected', 'fixed', 'under_investigation']),
    cves: z.array(cve).max(200).optional(),
  })
  .meta({ id: 'AdvisoryProduct' });

const Actor = z
  .strictObject({
    type: z.enum(['threat-actor', 'intrusion-set']),
    name: line(200),
    aliases: z.array(line(200)).max(50).optional(),
  })
  .meta({ id: 'AdvisoryActor' });

/** By reference: where the evidence is kept, and its hash; never the evidence itself. */
const Evidence = z
  .strictObject({
    title: line(300),
    url: link.optional(),
    object: z.string().max(200).optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a SHA-256 hash in lower-case hex')
      .optional(),
  })
  .meta({ id: 'AdvisoryEvidence' });

const few = <T extends z.ZodType>(item: T, most: number) => z.array(item).max(most).default([]);

/** What an advisory says: all that its signers sign, but for who it goes to. */
const fields = {
  kind: z.enum(ADVISORY_KINDS),
  title: line(300),
  body: paragraphs(BODY_CHARACTERS).meta({ description: 'Markdown (CommonMark and tables)' }),
  lang: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language tag (RFC 5646)')
    .optional(),
  severity: z.enum(SEVERITIES).optional(),
  indicators: few(z.string().max(200), 500),
  vulnerabilities: few(Vulnerability, 200),
  products: few(Product, 1_000),
  techniques: few(z.string().regex(/^T\d{4}(?:\.\d{3})?$/, 'an ATT&CK technique, such as T1190'), 200),
  actor: Actor.optional(),
  campaign: line(200).optional(),
  confidence: z.int().min(0).max(100).optional(),
  evidence: few(Evidence, 100),
  references: few(z.strictObject({ title: line(300).refine(isTitle, NO_TITLE), url: link }), 100),
};
export const AdvisoryText = z.strictObject(fields).meta({ id: 'AdvisoryText' });
export type AdvisoryText = z.infer<typeof AdvisoryText>;

/** A text as templates and drafts begin with: everything may still be missing but its kind and title. */
export const lacking = ({ kind, body, actor, confidence, evidence }: AdvisoryText): string[] => {
  const lacks: string[] = body === '' ? ['body'] : [];
  if (kind !== 'joint-attribution') return lacks;
  if (!actor) lacks.push('actor');
  if (confidence === undefined) lacks.push('confidence');
  if (evidence.length === 0) lacks.push('evidence');
  return lacks;
};
