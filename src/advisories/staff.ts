import { tlpRank, type Viewer } from '../kernel/index.js';

/** Working papers and answers are an organisation's own: not for its constituents, nor for a key that may read less. */
export const isStaff = ({ ceiling }: Pick<Viewer, 'ceiling'>): boolean => tlpRank(ceiling) >= tlpRank('amber+strict');
