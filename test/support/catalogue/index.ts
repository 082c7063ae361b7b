import { access } from './access.js';
import type { Cases } from './case.js';
import { feed } from './feed.js';
import { requests } from './requests.js';
import { sharing } from './sharing.js';
import { surroundings } from './surroundings.js';
import { values } from './values.js';

export type { Case } from './case.js';

/** Every bad input and abuse that somebody has thought of, by number. */
export const CATALOGUE: Cases = { ...access, ...sharing, ...feed, ...requests, ...values, ...surroundings };
