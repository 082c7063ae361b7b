export { describeKeys, type KeyHelp } from './keys.js';
export type { Comparison, Leaf, Node, Query, QueryContext } from './node.js';
export { parseQuery } from './parse.js';
export { toPredicate } from './predicate.js';
export { BLOCK, isExact, type Param, toSql, toSqlByRow } from './sql.js';
