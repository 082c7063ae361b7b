import type { AdvisoryText } from '../advisory/advisory-text.js';
import type { Ratings, Vulnerability } from './csaf-shape.js';
import { cvssVector } from './cvss-vector.js';
import { oneLine } from './plain-lines.js';

const MOST_VECTORS = 4;
const CVE = /^CVE-\d{4}-\d{4,19}$/;
const CWE = /^CWE-[1-9]\d{0,5}$/;

/** The vectors of a vulnerability, each once. */
export function vectorsOf({ scores = [], metrics = [] }: Vulnerability): string[] {
  const ratings: Ratings[] = [...scores, ...metrics.map(({ content }) => content)];
  const vectors = ratings.flatMap(({ cvss_v2, cvss_v3, cvss_v4 }) =>
    [cvss_v4, cvss_v3, cvss_v2].flatMap((one) => (one ? [one.vectorString] : [])),
  );
  return [...new Set(vectors)];
}

/** Those that have a place in an advisory: CVSS 3 and 4, four of them. */
export const keptVectors = (given: Vulnerability): string[] =>
  vectorsOf(given)
    .filter((vector) => !['2.0', undefined].includes(cvssVector(vector)?.version))
    .slice(0, MOST_VECTORS);

/** CVE, title, vectors and weakness; undefined for one that has no CVE, of which the text alone speaks. */
export function vulnerabilityOf(
  given: Vulnerability,
  lost: Set<string>,
): AdvisoryText['vulnerabilities'][number] | undefined {
  const { cve, title, cwe, cwes = [], scores = [], metrics = [] } = given;
  if (cve === undefined || !CVE.test(cve)) {
    lost.add('statuses and scores of what has no CVE');
    return undefined;
  }
  const vectors = keptVectors(given);
  const weakness = (cwe ?? cwes[0])?.id;
  if (scores.length + metrics.length > 1) lost.add('for which products each CVSS vector holds');
  return {
    cve,
    ...(title !== undefined && oneLine(title, 300) !== '' && { title: oneLine(title, 300) }),
    ...(vectors.length > 0 && { cvss: vectors }),
    ...(weakness !== undefined && CWE.test(weakness) && { cwe: weakness }),
  };
}
