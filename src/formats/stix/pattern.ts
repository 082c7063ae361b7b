/** A literal of a pattern. `text` is its normal form; numbers stay text, so that none is ever rounded. */
export interface Constant {
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'timestamp' | 'hex' | 'binary';
  readonly text: string;
}

/** One step of an object path: a property or dictionary key, or a place in a list (`[*]` is any). */
export type Step = { readonly key: string } | { readonly index: number | '*' };

/** `file:hashes.'SHA-256'`, `email-message:body_multipart[*].body_raw_ref.name`. */
export interface ObjectPath {
  readonly type: string;
  readonly steps: readonly Step[];
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET';

/** One comparison; `values` is one constant, except for `IN`, where it is a set of any size. */
export interface Test {
  readonly kind: 'test';
  readonly path: ObjectPath;
  readonly negated: boolean;
  readonly operator: Operator;
  readonly values: readonly Constant[];
}

export interface Exists {
  readonly kind: 'exists';
  readonly path: ObjectPath;
}

/** What stands inside the square brackets; chains have two operands or more and none of their own kind. */
export type Comparison = Test | Exists | { readonly kind: 'and' | 'or'; readonly operands: readonly Comparison[] };

export type Qualifier =
  | { readonly kind: 'within'; readonly seconds: string }
  | { readonly kind: 'repeats'; readonly times: string }
  | { readonly kind: 'start-stop'; readonly start: string; readonly stop: string };

/** A STIX 2.1 pattern (section 9 of the standard) as a tree; `AND` binds closest, then `OR`, then `FOLLOWEDBY`. */
export type Pattern =
  | { readonly kind: 'observation'; readonly where: Comparison }
  | { readonly kind: 'qualified'; readonly of: Pattern; readonly qualifiers: readonly Qualifier[] }
  | { readonly kind: 'and' | 'or' | 'followedby'; readonly operands: readonly Pattern[] };

/** Words that are not names in a pattern unless quoted. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `AND OR NOT FOLLOWEDBY LIKE MATCHES ISSUPERSET ISSUBSET EXISTS LAST IN START STOP SECONDS true false WITHIN REPEATS
  TIMES`.split(/\s+/),
);
