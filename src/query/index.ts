export { describeKeys } from './keys.js';
export type { Node, Query } from './node.js';
export { parseQuery } from './parse.js';
export { toPredicate } from './predicate.js';
export { BLOCK, isExact, type Param, type Sees, toSql, toSqlByRow } from './sql.js';
