/** The members of problem+json (RFC 9457) as the hub sends them. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  pointer?: string;
  requestId?: string;
  /** What a refusal has of its own, such as the `objects` that it is about. */
  [member: string]: unknown;
}

/** What the hub refused, or `code: "unreachable"` with `status: 0` when no answer came at all. */
export class HubError extends Error {
  override readonly name = 'HubError';
  /** Stable; see the hub's /api/docs/faults. */
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  /** JSON pointer to the field that is wrong. */
  readonly pointer: string | undefined;
  /** Quote it to whoever runs the hub. */
  readonly requestId: string | undefined;
  /** Seconds to wait, when the hub said so. */
  readonly retryAfter: number | undefined;
  /** All that the hub said. */
  readonly problem: Readonly<Problem>;

  constructor(problem: Problem & { retryAfter?: number; cause?: unknown }) {
    const code = problem.code ?? 'unknown';
    const said = problem.detail ?? problem.title;
    super(said ? `${code}: ${said}` : code, { cause: problem.cause });
    this.code = code;
    this.status = problem.status ?? 0;
    this.detail = problem.detail;
    this.pointer = problem.pointer;
    this.requestId = problem.requestId;
    this.retryAfter = problem.retryAfter;
    this.problem = problem;
  }

  /** Worth asking again: nothing was reached, or the hub said it is busy. */
  get retryable(): boolean {
    return (
      this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
    );
  }
}

/** No answer from the hub: refused, timed out, cut. */
export function unreachable(url: string, cause: unknown): HubError {
  return new HubError({ code: 'unreachable', status: 0, detail: `no answer from ${url} (${reasonOf(cause)})`, cause });
}

/** What is wrong with the entries themselves; the feed stops at it unless told to go on. */
export interface Fracture {
  /** `gap`: an entry that must be there is not. `chain`: entries are not what the chain says they are. */
  kind: 'gap' | 'chain';
  audience: string;
  /** For a gap positions; for a chain base64url hashes. */
  expected: number | string;
  got: number | string | undefined;
  detail: string;
}

/** Entries are missing or altered. Nothing after the last acknowledged cursor has been acknowledged. */
export class FeedGapError extends Error {
  override readonly name = 'FeedGapError';

  constructor(readonly fracture: Fracture) {
    super(`${fracture.kind} in audience ${fracture.audience}: ${fracture.detail}`);
  }
}

/** The innermost reason that says something: `fetch failed` hides it two causes deep. */
export function reasonOf(error: unknown): string {
  let reason = String(error);
  let at = error as { code?: unknown; message?: unknown; cause?: unknown } | undefined;
  // Not by instanceof: an error from another realm is none of ours.
  for (; typeof at === 'object' && at !== null; at = at.cause as typeof at) {
    const code = typeof at.code === 'string' ? at.code : '';
    const message = typeof at.message === 'string' ? at.message : '';
    reason = (message.includes(code) ? message : `${code} ${message}`.trim()) || reason;
  }
  return reason;
}
