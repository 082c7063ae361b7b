import {
  type Doubt,
  DOUBTS,
  type Extracted,
  type Extraction,
  type Omitted,
  OMISSIONS,
  readsAs,
  type ReadsAs,
  viewOf,
} from '../formats/index.js';
import type { Observable, Viewer } from '../kernel/index.js';
import { pauses } from '../platform/index.js';
import type { Lookup } from '../search/index.js';
import type { Warning, Warninglists } from '../warninglists/index.js';

/** Values and omissions of one answer. */
const MOST = 10_000;

type Known = Awaited<ReturnType<Lookup['observables']>>[number];

/** A value of a report, as it is shown to whoever handed the report in. */
export interface Finding extends Omit<Extracted, 'doubts'> {
  /** Something speaks against it at every place where it stands: to be looked at before it is shared. */
  readonly doubtful: boolean;
  readonly doubts: readonly { readonly code: Doubt | 'warninglist'; readonly detail: string }[];
  readonly warnings: readonly Warning[];
  /** Null for what the hub holds no values of. */
  readonly known: boolean | null;
  readonly members: number;
  readonly indicators: Known['indicators'];
  /** The name in it in its own letters, where that is another than the value. */
  readonly reads_as?: ReadsAs;
}

/** What a report speaks of, and what of it the caller sees in the hub already. */
export interface Report {
  readonly format: string;
  /** Only of HTML and letters: the text in it, which the offsets are of. */
  readonly text?: string;
  readonly items: readonly Finding[];
  readonly left_out: readonly (Omitted & { readonly detail: string })[];
  /** Of all, also those beyond what is shown. */
  readonly counts: { readonly items: number; readonly sure: number; readonly known: number; readonly left_out: number };
}

/** Says of what was found in a text whether it stands in warninglists, and, in one look-up, whether the viewer sees it. */
export async function reportOf(
  viewer: Viewer,
  view: ReturnType<typeof viewOf>,
  { items, omitted }: Extraction,
  { lookup, lists }: { readonly lookup: Lookup; readonly lists: Warninglists },
): Promise<Report> {
  const shown = items.slice(0, MOST);
  const observables = shown.flatMap((item) => observableOf(item) ?? []);
  const answers = observables.length === 0 ? [] : await lookup.observables(viewer, observables);
  let next = 0;
  const found: Finding[] = [];
  const pause = pauses();
  for (const item of shown) {
    found.push(findingOf(item, lists, observableOf(item) === null ? undefined : answers[next++]));
    await pause();
  }
  return {
    format: view.kind,
    ...((view.kind === 'html' || view.kind === 'email') && { text: view.text }),
    items: found,
    left_out: omitted.slice(0, MOST).map((one) => ({ ...one, detail: OMISSIONS[one.reason] })),
    counts: {
      items: items.length,
      sure: found.filter(({ doubtful }) => !doubtful).length,
      known: found.filter(({ known }) => known).length,
      left_out: omitted.length,
    },
  };
}

const observableOf = ({ type, value }: Extracted): Observable | null =>
  type === 'attack-technique' ? null : { type, value };

function findingOf(item: Extracted, lists: Warninglists, known: Known | undefined): Finding {
  const observable = observableOf(item);
  const warnings = observable === null ? [] : lists.hits(observable);
  const reads = observable === null ? undefined : readsAs(observable);
  const { doubts, ...rest } = item;
  const reasons = [
    ...doubts.map((code) => ({ code, detail: DOUBTS[code] as string })),
    ...warnings.map(({ name }) => ({ code: 'warninglist' as const, detail: `stands in a warninglist: ${name}` })),
  ];
  return {
    ...rest,
    doubtful: reasons.length > 0,
    doubts: reasons,
    warnings,
    known: known?.known ?? null,
    members: known?.members ?? 0,
    indicators: known?.indicators ?? [],
    ...(reads && { reads_as: reads }),
  };
}
