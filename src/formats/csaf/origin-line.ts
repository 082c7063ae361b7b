import type { FromCsaf } from './from-csaf.js';
import { oneLine } from './plain-lines.js';

/** Where an advisory comes from, as the first line of its text. */
export const originLine = ({ tracking, publisher }: Pick<FromCsaf, 'tracking' | 'publisher'>): string =>
  `> From the CSAF document ${oneLine(tracking.id, 200)}, version ${tracking.version} of ${oneLine(tracking.currentReleaseDate, 40)}, by ${oneLine(publisher.name, 200)} (${oneLine(publisher.namespace, 200)}).`;
