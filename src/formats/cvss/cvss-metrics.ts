/** The versions that are read; CVSS 2.0 has been retired by FIRST. */
export const CVSS_VERSIONS = ['3.0', '3.1', '4.0'] as const;
export type CvssVersion = (typeof CVSS_VERSIONS)[number];

/** A metric: its name, its values, and whether a vector must have it. `X` is "not defined": as good as left out. */
export interface CvssMetric {
  readonly name: string;
  readonly values: readonly string[];
  readonly base: boolean;
}

const metrics = (base: boolean, text: string): CvssMetric[] =>
  text.split(' ').map((each) => {
    const [name = '', values = ''] = each.split(':');
    return { name, values: values.split(','), base };
  });

/** CVSS v3.0 and v3.1 specification, section 6, table 15. */
const V3 = [
  ...metrics(true, 'AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:H,L,N I:H,L,N A:H,L,N'),
  ...metrics(false, 'E:X,H,F,P,U RL:X,U,W,T,O RC:X,C,R,U'),
  ...metrics(false, 'CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L'),
  ...metrics(false, 'MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,H,L,N MI:X,H,L,N MA:X,H,L,N'),
];

/** CVSS v4.0 specification, section 7, table 23: the order of a vector, too. */
const V4 = [
  ...metrics(true, 'AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A'),
  ...metrics(true, 'VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N'),
  ...metrics(false, 'E:X,A,P,U CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L'),
  ...metrics(false, 'MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A'),
  ...metrics(false, 'MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N'),
  ...metrics(false, 'S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red'),
];

/** Each version's metrics, in the order of its specification. */
export const CVSS_METRICS: Record<CvssVersion, readonly CvssMetric[]> = { '3.0': V3, '3.1': V3, '4.0': V4 };
