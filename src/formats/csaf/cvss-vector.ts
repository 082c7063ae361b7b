import calculator from 'ae-cvss-calculator'; // CommonJS: its names are found by bundlers alone
import { Fault } from '../../kernel/index.js';
import { cvssOf } from '../cvss/cvss.js';

/** A CVSS vector that is whole, with its base score. */
export interface CvssVector {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly vector: string;
  readonly score: number;
  /** As CSAF writes it; version 2 has none. */
  readonly severity: string;
}

const BASE_2 = /^AV:[LAN]\/AC:[HML]\/Au:[MSN]\/C:[NPC]\/I:[NPC]\/A:[NPC](?=\/|$)/;

/** Reads a vector of CVSS 3.0, 3.1 or 4.0, or the base metrics of 2.0; undefined for what is none, or not whole. */
export function cvssVector(vector: string): CvssVector | undefined {
  const base = BASE_2.exec(vector)?.[0];
  if (base !== undefined)
    return { version: '2.0', vector, score: new calculator.Cvss2(base).calculateScores().base ?? 0, severity: '' };
  try {
    const { version, score, severity } = cvssOf(vector);
    return { version, vector, score, severity: severity.toUpperCase() };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
