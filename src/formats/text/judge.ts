import { hostOf } from '../observables/keys.js';
import type { Doubt, Mention } from './mention.js';
import { registrable } from './names.js';
import type { View } from './view.js';

const SOURCES =
  /^[ \t>*#=_\d.-]{0,10}(?:references?|sources?|further reading|read more|resources|external links|bibliography|acknowledge?ments|about (?:us|the authors?)|contact(?: us)?)[ \t*_:#=]{0,8}$/gim;
const HEADING =
  /^(?:#{1,6}|={1,6})[ \t]+\S|^[ \t>*_\d.-]{0,8}(?:appendix|annex|indicators|iocs?|network|samples|hashes|c2|c&c)\b[^\n]{0,60}$/gim;
const CITED =
  /\b(?:report|blog ?posts?|article|write-?up|white ?paper|press release|documentation|(?:more|further) (?:information|details)|read more|see also|sources?:|references?:|credits?:|courtesy of)\b[^\n.!?]{0,80}(?:\r?\n)?\W{0,4}$/i;
const CONTACT =
  /\b(?:contact|questions?|feedback|inquiries|write to|reach (?:us|out)|report (?:it|this|them|incidents?) to|e-?mail us)\b[^\n]{0,60}\W{0,4}$/i;
const LEGITIMATE = /\(?\b(?:legitimate|benign|clean|harmless|goodware)\b\)?/i;
const NETWORK = new Set<Mention['type']>(['url', 'domain-name', 'email-addr', 'ipv4-addr', 'ipv6-addr']);

/** Mentions between two turns of the event loop. */
export const PAUSE = 5_000;

/** What is known of a text only when all of it was read: its sources, and whether it defangs what it warns of. */
export function* judged(mentions: readonly Mention[], view: View): Generator<void, readonly Mention[]> {
  const defangs = mentions.some(
    ({ type, defanged, doubts }) =>
      type !== 'email-addr' && NETWORK.has(type) && defanged && !doubts.includes('spelt_out'),
  );
  const around = {
    asides: new Spans(sourceSections(view.text)),
    links: new Spans(view.links),
    way: new Spans(view.way),
    defangs,
  };
  const judgements: Mention[] = [];
  for (const mention of mentions) {
    judgements.push(judge(mention, view, around));
    if (judgements.length % PAUSE === 0) yield;
  }
  return fromPublishers(judgements);
}

interface Around {
  readonly asides: Spans;
  readonly links: Spans;
  readonly way: Spans;
  readonly defangs: boolean;
}

function judge(mention: Mention, view: View, { asides, links, way, defangs }: Around): Mention {
  const { type, offset, defanged } = mention;
  const isNetwork = NETWORK.has(type);
  const doubts: Doubt[] = [];
  if (way.holds(offset)) doubts.push('mail_path');
  if (!defanged && view.kind !== 'email') {
    if (links.holds(offset) && !mention.doubts.includes('link')) doubts.push('link');
    if (type === 'url' && defangs) doubts.push('not_defanged');
    if (isNetwork && (asides.holds(offset) || isCited(view.text, mention))) doubts.push('reference');
  }
  if (!isNetwork && isLegitimate(view.text, mention)) doubts.push('legitimate');
  return doubts.length === 0 ? mention : { ...mention, doubts: [...mention.doubts, ...doubts] };
}

/** What is written live below a name that the text gives as a source is the source’s, too. */
function fromPublishers(mentions: readonly Mention[]): readonly Mention[] {
  const siteOf = ({ type, value }: Mention): string | undefined => {
    const host = type === 'attack-technique' ? null : hostOf({ type, value });
    return host === null ? undefined : registrable(host);
  };
  const isSource = ({ type, doubts }: Mention) =>
    type === 'url' && (doubts.includes('reference') || doubts.includes('link'));
  const publishers = new Set(mentions.filter(isSource).map(siteOf));
  if (publishers.size === 0) return mentions;
  return mentions.map((mention) => {
    if (mention.defanged || isSource(mention)) return mention;
    const site = siteOf(mention);
    return site !== undefined && publishers.has(site)
      ? { ...mention, doubts: [...mention.doubts, 'publisher'] }
      : mention;
  });
}

function isCited(text: string, { type, offset }: Mention): boolean {
  const before = text.slice(Math.max(0, offset - 140), offset);
  if (type === 'url') return CITED.test(before);
  return type === 'email-addr' && CONTACT.test(before);
}

/** Said on its line, and on a line that says it of this one alone. */
function isLegitimate(text: string, { offset, length }: Mention): boolean {
  const before = text.slice(Math.max(0, offset - 100), offset);
  const after = text.slice(offset + length, offset + length + 60);
  const end = after.indexOf('\n');
  return (
    LEGITIMATE.test(before.slice(before.lastIndexOf('\n') + 1)) ||
    LEGITIMATE.test(end < 0 ? after : after.slice(0, end))
  );
}

/** From each heading that announces sources to the next heading. */
function sourceSections(text: string): (readonly [number, number])[] {
  const sections: (readonly [number, number])[] = [];
  for (const match of text.matchAll(SOURCES)) {
    const from = match.index + match[0].length;
    if (from <= (sections.at(-1)?.[1] ?? -1)) continue;
    HEADING.lastIndex = from;
    sections.push([from, HEADING.exec(text)?.index ?? text.length]);
  }
  return sections;
}

/** Ascending stretches of a text, asked in ascending order. */
class Spans {
  private at = 0;

  constructor(private readonly spans: readonly (readonly [from: number, to: number])[]) {}

  holds(offset: number): boolean {
    while (this.at < this.spans.length && (this.spans[this.at]?.[1] ?? 0) <= offset) this.at += 1;
    return (this.spans[this.at]?.[0] ?? Infinity) <= offset;
  }
}
