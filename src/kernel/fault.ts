/**
 * The one table of what can go wrong: stable code → HTTP status and title. `docs/faults.md` is held equal to it by a
 * test. Hidden and missing read alike: both are `not_found`.
 */
export const FAULTS = {
  // 400: the request can't be read
  invalid_json: [400, 'The body is not valid JSON'],
  json_too_deep: [400, 'The JSON is nested too deeply or has too many nodes'],
  forbidden_key: [400, 'The JSON has a key that is never allowed'],
  duplicate_key: [400, 'The JSON has the same key twice'],
  ambiguous_credentials: [400, 'More than one credential was sent'],
  cursor_invalid: [400, 'The cursor is not one of yours'],
  cursor_future: [400, 'The cursor is ahead of the log'],
  cursor_epoch: [400, 'The cursor is from before a backup was restored'],
  cursor_expired: [400, 'The cursor is older than what the log keeps'],
  query_invalid: [400, 'The query can’t be read'],
  bad_request: [400, 'The request can’t be understood'],
  // 401, 403: who you are, what you may do
  unauthorized: [401, 'Sign in, or send a valid API key'],
  credentials_in_url: [401, 'Credentials are never taken from the URL'],
  mfa_required: [401, 'The second factor is still missing'],
  session_expired: [401, 'The session has ended'],
  csrf: [403, 'The request did not come from this hub’s own pages'],
  forbidden: [403, 'Your role does not allow this'],
  insufficient_scope: [403, 'The API key lacks the scope for this'],
  keys_cannot_manage_keys: [403, 'An API key can’t make, change or revoke keys'],
  not_originator: [403, 'Only the organisation that made the object can change it'],
  origin_refused: [403, 'The Origin is not allowed'],
  red_not_exported: [403, 'TLP:RED is read by the people it names, and never exported'],
  // 404 … 431: what was asked for
  not_found: [404, 'There is no such thing, or you may not see it'],
  method_not_allowed: [405, 'The method is not allowed here'],
  not_acceptable: [406, 'None of the accepted media types can be given'],
  request_timeout: [408, 'The request took too long to arrive'],
  conflict: [409, 'The request conflicts with the present state'],
  too_many_sessions: [409, 'Too many sessions are open'],
  limit_reached: [409, 'There are as many of these as the hub keeps for one organisation'],
  gone: [410, 'The link was used or has expired'],
  precondition_failed: [412, 'The object has changed since you read it'],
  body_too_large: [413, 'The body is too large'],
  uri_too_long: [414, 'The URL is too long'],
  unsupported_media_type: [415, 'The media type is not supported here'],
  // 422: understood and refused; a pointer names the field
  invalid: [422, 'A field is missing or wrong'],
  password_wrong: [422, 'The present password is another'],
  code_wrong: [422, 'The one-time code is wrong, or was used before'],
  unrecognized_keys: [422, 'There are fields that are not known here'],
  invalid_character: [422, 'A text has a character that can’t be stored'],
  invalid_number: [422, 'A number can’t be represented exactly'],
  invalid_time: [422, 'A time is not a valid RFC 3339 UTC timestamp'],
  too_many_objects: [422, 'There are too many objects in one request'],
  tlp_required: [422, 'A TLP label is required'],
  tlp_unknown: [422, 'The marking is not one of the five TLP 2.0 labels'],
  conflicting_tlp: [422, 'There is more than one TLP marking'],
  red_requires_individuals: [422, 'TLP:RED is for named people only'],
  red_requires_person: [422, 'TLP:RED is submitted by a person, not by an API key'],
  clear_requires_all: [422, 'TLP:CLEAR has no limit: its audience is all members'],
  audience_not_allowed: [422, 'The TLP label does not allow this audience'],
  above_ceiling: [422, 'The label is above what this credential may read'],
  audience_unknown: [422, 'The audience names something that does not exist or that you may not address'],
  empty_audience: [422, 'Nobody is left in the audience'],
  derivation_exceeds_source: [422, 'The audience is wider than that of the object it speaks of'],
  observable_invalid: [422, 'The value is not valid for its type'],
  observable_overbroad: [422, 'The value covers far too much to be an indicator'],
  pattern_invalid: [422, 'The STIX pattern can’t be read'],
  object_invalid: [422, 'The STIX object is not valid'],
  version_conflict: [422, 'This version exists with other content'],
  revoked: [422, 'The object is revoked and can’t be changed'],
  idempotency_key_reused: [422, 'The Idempotency-Key was used for another request'],
  advisory_incomplete: [422, 'The advisory lacks something that its kind must have'],
  quorum_missing: [422, 'Too few organisations have signed the text as it stands'],
  signature_invalid: [422, 'The signature is not good for this text and this key'],
  no_signing_key: [422, 'The organisation has no signing key in use, or keeps it itself'],
  csaf_invalid: [422, 'The CSAF document is not valid, or not one that can be taken'],
  csaf_unexpressible: [422, 'CSAF can’t carry this advisory'],
  misp_invalid: [422, 'The MISP event is not valid, or not one that can be taken'],
  blocked_destination: [422, 'The hub does not connect to this address'],
  unprintable: [422, 'This can’t be printed in this format'],
  password_too_short: [422, 'The password is too short'],
  password_too_long: [422, 'The password is too long'],
  password_common: [422, 'The password is too easily guessed'],
  last_admin: [422, 'The last administrator can’t be removed'],
  unknown_field: [422, 'There is no such field'],
  // 428 …: conditions of the hub
  precondition_required: [428, 'Send If-Match with the ETag that you read'],
  rate_limited: [429, 'Too many requests; wait and try again'],
  headers_too_large: [431, 'The request headers are too large'],
  internal: [500, 'Something went wrong on our side'],
  busy: [503, 'The hub is busy; try again'],
  unavailable: [503, 'The hub can’t reach its database; try again'],
  // said on the live feed, in `bye` or as connect_error
  slow_consumer: [503, 'The subscriber did not acknowledge in time; resume from the cursor'],
  server_restart: [503, 'The hub is restarting; resume from the cursor'],
  stale_instance: [503, 'This hub process lost its database; resume from the cursor'],
  organisation_suspended: [401, 'The organisation is suspended'],
  credential_revoked: [401, 'The credential was revoked'],
  protocol_error: [400, 'The message is not part of the protocol'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type FaultCode = keyof typeof FAULTS;

/** Something the caller should know about: a code of {@link FAULTS}, what exactly, and where in the request. */
export class Fault extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: FaultCode,
    /** One sentence for the caller. Never holds what the caller may not see, nor internals. */
    readonly detail?: string,
    /** `pointer`: JSON pointer (RFC 6901) to the field; `headers`: response headers such as Retry-After. */
    readonly more: { pointer?: string; headers?: Record<string, string>; extra?: Record<string, unknown> } = {},
  ) {
    super(detail ? `${code}: ${detail}` : code);
    [this.status, this.title] = FAULTS[code];
  }

  /** As problem+json members (RFC 9457), without `instance`. */
  toProblem(): Record<string, unknown> {
    const { pointer, extra } = this.more;
    return {
      type: `/api/docs/faults#${this.code}`,
      title: this.title,
      status: this.status,
      code: this.code,
      ...(this.detail && { detail: this.detail }),
      ...(pointer !== undefined && { pointer }),
      ...extra,
    };
  }
}
