import type { TemplateBody } from './template-body.js';

/** A template that every organisation has. Its id is what it is called. */
export interface BuiltIn {
  readonly id: string;
  readonly name: string;
  readonly body: TemplateBody;
}

/** Under a heading: what belongs there. Authors write over it. */
const page = (sections: readonly (readonly [heading: string, ...hints: string[]])[]): string =>
  sections
    .map(([heading, ...hints]) => `## ${heading}\n\n${hints.map((hint) => `*${hint}*`).join('\n\n')}`)
    .join('\n\n');

/** Begun among members; whoever publishes decides how far it goes. */
const BEGINNING: TemplateBody = { tlp: 'amber+strict' };

const ALERT = page([
  [
    'What happened',
    'One or two sentences: what is being exploited or attacked, by what means, since when, seen by whom.',
  ],
  ['Who is affected', 'Products and versions, sectors, countries. Say also who is known not to be affected.'],
  ['Do now', 'Numbered, the most urgent first: block, disable, patch, isolate. By when.'],
  ['How to see it', 'Log lines, queries, paths and hosts to look for; the indicators are linked, not repeated here.'],
  ['What we do not know', 'Open questions, and when the next word is to be expected.'],
  ['Contact', 'Desk, hours, key.'],
]);

const ADVISORY = page([
  ['Summary', 'Three sentences that a decision maker can act on.'],
  [
    'Affected products',
    'Vendor, product and versions that are affected, fixed, not affected; the same as in the product list.',
  ],
  [
    'Description',
    'The weakness: what it is, how it is reached, what an attacker gains. CVE and CVSS are in the list of vulnerabilities.',
  ],
  ['Exploitation', 'Known or not, since when, by whom, on what evidence; is there a public exploit?'],
  ['Impact', 'What happens to whom if nothing is done.'],
  ['Remediation', 'Fixed versions and where to get them, in the order in which to install them.'],
  ['Workarounds', 'For who can’t update yet, with what they cost; or: none known.'],
  ['Detection', 'How to tell whether one was attacked before the update.'],
  ['References', 'Vendor, researcher, standards; the links are in the list of references.'],
]);

const SITUATION_REPORT = page([
  [
    'Situation',
    'State at the time of writing, in UTC, in five sentences. What has changed since the last report comes first.',
  ],
  ['Timeline', 'Date and time in UTC, event, source; newest last.'],
  ['Scope', 'Victims and sectors by country, confirmed and suspected apart; how they were counted.'],
  ['Assessment', 'What we think is going on, how sure we are, and what speaks against it.'],
  ['Measures taken', 'By whom, with what effect.'],
  ['Measures recommended', 'To whom, by when.'],
  ['Outlook', 'What is expected next, and what would change this assessment.'],
  ['Next report', 'When, and what is awaited for it.'],
]);

const JOINT_ATTRIBUTION = page([
  ['Statement', 'The sentence that is signed: who is held responsible, for what, in which period.'],
  ['Activity attributed', 'Campaign, targets, means and effect; what is part of it and what is not.'],
  ['Basis', 'Technical, operational and other evidence, each by reference; who holds it and who has examined it.'],
  ['Confidence', 'How sure the signers are, by which scale; the same number as in the field.'],
  ['Alternatives considered', 'Other explanations, and why each was set aside.'],
  ['What members may say', 'Wording for the public, from when on, and what must not be said.'],
  ['Recommended measures', 'What those who read this should do.'],
]);

const REQUEST = page([
  ['What we need to know', 'Numbered questions that can be answered by yes, a number or a file.'],
  ['Why', 'What was seen here, as far as it may be told.'],
  ['What to look for', 'Values, behaviour and time span in UTC; the indicators are linked.'],
  [
    'How to answer',
    'In the thread; to all, or to the organisation that asks alone. An answer “nothing seen” helps, too.',
  ],
  ['Until when', 'Date and time in UTC, and what happens then.'],
  ['What becomes of the answers', 'Who will see them, under which label a summary will be shared.'],
]);

/** One for each kind. */
export const BUILT_IN: readonly BuiltIn[] = [
  {
    id: 'alert',
    name: 'Alert',
    body: { ...BEGINNING, kind: 'alert', title: 'Alert: product, what is happening', severity: 'high', body: ALERT },
  },
  {
    id: 'advisory',
    name: 'Advisory',
    body: { ...BEGINNING, kind: 'advisory', title: 'Advisory: vendor and product, weakness', body: ADVISORY },
  },
  {
    id: 'situation-report',
    name: 'Situation report',
    body: {
      ...BEGINNING,
      kind: 'situation-report',
      title: 'Situation report 1: name of the incident',
      body: SITUATION_REPORT,
    },
  },
  {
    id: 'joint-attribution',
    name: 'Joint attribution',
    body: {
      ...BEGINNING,
      kind: 'joint-attribution',
      title: 'Joint statement on name of the activity',
      body: JOINT_ATTRIBUTION,
    },
  },
  {
    id: 'request-for-information',
    name: 'Request for information',
    body: { ...BEGINNING, kind: 'request-for-information', title: 'Request for information: subject', body: REQUEST },
  },
];
