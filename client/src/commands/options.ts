import { InvalidArgumentError } from 'commander';
import { isTlp, tlpFrom } from '../terminal/said.js';
import type { AudienceSpec, Tlp } from '../types.js';

/** A whole number within bounds. */
export const whole =
  (from: number, to: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= from && number <= to) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
  };

/** A TLP 2.0 label, with or without its prefix. */
export function tlp(text: string): Tlp {
  if (isTlp(text)) return tlpFrom(text) as Tlp;
  throw new InvalidArgumentError('It must be clear, green, amber, amber+strict or red.');
}

/** `all`, `organisation`, `group:ID` or short names with commas. */
export function audience(text: string): AudienceSpec {
  if (text === 'all' || text === 'organisation') return text;
  if (text.startsWith('group:') && text.length > 6) return { group: text.slice(6) };
  const organisations = text.split(',').map((name) => name.trim());
  if (organisations.every((name) => /^[\w.-]+$/.test(name))) return { organisations };
  throw new InvalidArgumentError('It must be all, organisation, group:ID, or short names with commas between.');
}

/** For options that may be given several times. */
export const collect = (text: string, before: string[] = []): string[] => [...before, text];
