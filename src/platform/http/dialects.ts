import type { Fault } from '../../kernel/index.js';

/** How faults are told to whoever speaks a protocol that says so itself. */
interface Dialect {
  readonly type: string;
  readonly text: (fault: Fault, requestId: string) => string;
}

const PROBLEM: Dialect = {
  type: 'application/problem+json',
  text: (fault, requestId) => JSON.stringify({ ...fault.toProblem(), requestId }),
};

/** The error message of TAXII 2.1 (3.6.1): its status is text. */
const TAXII: Dialect = {
  type: 'application/taxii+json;version=2.1',
  text: ({ title, detail, status, code, more }, requestId) =>
    JSON.stringify({
      title,
      ...(detail && { description: detail }),
      error_id: requestId,
      error_code: code,
      http_status: String(status),
      ...(more.pointer !== undefined && { details: { pointer: more.pointer } }),
    }),
};

/** By the beginning of the path. All else is answered with problem+json (RFC 9457). */
const DIALECTS: readonly (readonly [path: RegExp, dialect: Dialect])[] = [[/^\/taxii2(?:[/?]|$)/, TAXII]];

/** What is spoken at this path. */
export const dialectOf = (path: string): Dialect => DIALECTS.find(([begins]) => begins.test(path))?.[1] ?? PROBLEM;
