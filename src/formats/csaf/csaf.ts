import { Fault, type Tlp } from '../../kernel/index.js';

/** Versions of the standard: 2.0 is the OASIS Standard of November 2022, 2.1 its successor. */
export const CSAF_VERSIONS = ['2.0', '2.1'] as const;
export type CsafVersion = (typeof CSAF_VERSIONS)[number];

/** A document as parsed JSON. */
export type CsafDocument = Readonly<Record<string, unknown>>;

/** TLP labels as each version writes them. 2.0 knows TLP 1 alone; what is TLP:RED never leaves the hub. */
const LABELS: Record<CsafVersion, Record<Tlp, string | undefined>> = {
  '2.0': { clear: 'WHITE', green: 'GREEN', amber: 'AMBER', 'amber+strict': undefined, red: undefined },
  '2.1': { clear: 'CLEAR', green: 'GREEN', amber: 'AMBER', 'amber+strict': 'AMBER+STRICT', red: undefined },
};

/** The label in that version. Throws `csaf_unexpressible` where it has none. */
export function csafLabel(tlp: Tlp, version: CsafVersion): string {
  const label = LABELS[version][tlp];
  if (label === undefined)
    throw new Fault(
      'csaf_unexpressible',
      tlp === 'red' ? 'what is TLP:RED is not exported' : `CSAF ${version} has no label TLP:${tlp.toUpperCase()}`,
    );
  return label;
}

/** A document's file name: CSAF 2.0, requirement 2 (7.1.2): lower case first, then runs of other characters as one `_`. */
export const csafFileName = (trackingId: string): string =>
  `${trackingId.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`;

/** Where the property has a list, that; an empty one is left out, as the standard demands. */
export const listed = (name: string, values: readonly unknown[]): Record<string, unknown> =>
  values.length > 0 ? { [name]: values } : {};
