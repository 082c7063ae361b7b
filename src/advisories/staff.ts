import { Fault, tlpRank, type Viewer } from '../kernel/index.js';

/** Working papers and answers are an organisation's own: not for its constituents, nor for a key that may read less. */
export const isStaff = ({ ceiling }: Pick<Viewer, 'ceiling'>): boolean => tlpRank(ceiling) >= tlpRank('amber+strict');

/** `not_found` for all others: what is an organisation's own does not exist for them. */
export function assertStaff(viewer: Viewer): void {
  if (!isStaff(viewer)) throw new Fault('not_found');
}
