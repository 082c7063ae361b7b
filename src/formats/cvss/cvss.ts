import calculator from 'ae-cvss-calculator'; // CommonJS: its names are found by bundlers alone
import type { CvssVersion } from './cvss-metrics.js';
import { type CvssVector, parseCvss } from './parse-cvss.js';

/** The qualitative scale, the same in all versions (v3.1 section 5, v4.0 section 6). */
export type CvssSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** A vector and what it comes to. */
export interface Cvss extends Omit<CvssVector, 'base'> {
  /** Of the base metrics alone, 0.0 to 10.0. */
  readonly score: number;
  readonly severity: CvssSeverity;
}

const { Cvss3P0, Cvss3P1, Cvss4P0 } = calculator;

const SCORES: Record<CvssVersion, (base: string) => number | undefined> = {
  '3.0': (base) => new Cvss3P0(base).calculateScores().base,
  '3.1': (base) => new Cvss3P1(base).calculateScores().base,
  '4.0': (base) => new Cvss4P0(base).calculateScores().overall,
};

/** The base score of a vector. Throws `invalid` as {@link parseCvss} does. A 4.0 vector takes about a millisecond. */
export function cvssOf(text: string): Cvss {
  const { version, vector, base } = parseCvss(text);
  const score = SCORES[version](base) ?? 0;
  return { version, vector, score, severity: severityOf(score) };
}

function severityOf(score: number): CvssSeverity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}
