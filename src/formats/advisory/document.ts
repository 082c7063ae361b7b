import type { Tlp } from '../../kernel/index.js';
import { type LiveLinks, liveLinks } from '../markdown/links.js';
import { type Inline, text } from '../markdown/nodes.js';
import type { Printable } from './printable.js';
import type { Withdrawal } from './published.js';
import { type Section, sectionsOf } from './sections.js';
import { utc } from './utc.js';

/** What a printed advisory says, in the order in which it says it; whatever it is printed on, it says the same. */
export interface Document {
  readonly tlp: Tlp;
  /** Exactly as FIRST has it, such as `TLP:AMBER+STRICT`. */
  readonly label: string;
  readonly lang: string;
  readonly kind: string;
  readonly title: string;
  readonly version: number;
  /** RFC 3339: when what is said last changed. */
  readonly modified: string;
  /** That it was taken back, as `Withdrawn on …`, and why. */
  readonly withdrawn?: { readonly said: string; readonly reason: string } | undefined;
  readonly facts: readonly (readonly [name: string, value: readonly Inline[]])[];
  /** Markdown, as its authors wrote it. */
  readonly body: string;
  readonly sections: readonly Section[];
  readonly live: LiveLinks;
}

const KINDS: Record<Printable['advisory']['kind'], string> = {
  alert: 'Alert',
  advisory: 'Advisory',
  'situation-report': 'Situation report',
  'joint-attribution': 'Joint attribution',
  'request-for-information': 'Request for information',
};

/** The document of an advisory. */
export function documentOf(printable: Printable): Document {
  const { advisory, linked } = printable;
  const live = liveLinks(
    advisory.references.map(({ url }) => url),
    linked.flatMap(({ observables }) => observables),
  );
  return {
    tlp: advisory.tlp,
    label: `TLP:${advisory.tlp.toUpperCase()}`,
    lang: advisory.lang ?? 'en',
    kind: KINDS[advisory.kind],
    title: advisory.title,
    version: advisory.version,
    modified: advisory.modified,
    ...(advisory.withdrawn && { withdrawn: { said: saidOf(advisory.withdrawn), reason: advisory.withdrawn.reason } }),
    facts: factsOf(printable),
    body: advisory.body,
    sections: sectionsOf(printable, live),
    live,
  };
}

const saidOf = ({ at, superseded_by: by }: Withdrawal): string =>
  by === undefined ? `Withdrawn on ${utc(at)}.` : `Superseded on ${utc(at)} by ${by}.`;

function factsOf({ advisory, names }: Printable): [string, Inline[]][] {
  const { severity, version, actor, campaign, confidence, signatures } = advisory;
  const name = (ref: string) => names[ref] ?? ref;
  const facts: [string, string | undefined][] = [
    ['Severity', severity],
    ['Version', String(version)],
    ['Published', utc(advisory.published)],
    ['First published', version > 1 ? utc(advisory.created) : undefined],
    ['Changed', advisory.modified === advisory.published ? undefined : utc(advisory.modified)],
    ['Written by', advisory.authors.map(name).join('; ')],
    [
      'Signed by',
      signatures.length > 0 ? signatures.map(({ organisation }) => name(organisation)).join('; ') : undefined,
    ],
    ['Actor', actor && [actor.name, ...(actor.aliases ?? [])].join(', also ')],
    ['Campaign', campaign],
    ['Confidence', confidence === undefined ? undefined : `${confidence} of 100`],
    ['Answer by', advisory.acknowledge_by && utc(advisory.acknowledge_by)],
    ['Id', advisory.id],
  ];
  return facts.flatMap(([what, value]) => (value === undefined ? [] : [[what, [text(value)]]]));
}
