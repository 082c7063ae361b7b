import { Hub, HubError } from 'tocsin';

/** Told when the hub says that nobody is signed in any more. */
let onSignedOut: (code: string) => void = () => {};
export const whenSignedOut = (told: (code: string) => void): void => void (onSignedOut = told);

const ENDED = new Set([
  'unauthorized',
  'session_expired',
  'credential_revoked',
  'mfa_required',
  'organisation_suspended',
]);

/** Whether an error means that the session is over; then everybody concerned is told. */
export function noteEnd(error: unknown): boolean {
  if (!(error instanceof HubError) || error.status !== 401 || !ENDED.has(error.code)) return false;
  onSignedOut(error.code);
  return true;
}

/** This hub, by the browser's own session cookie, and by another `fetch`. */
export const hubBy = (fetch?: typeof globalThis.fetch): Hub =>
  new Hub({ url: globalThis.location.origin, retries: 1, ...(fetch && { fetch }) });
export const hub = hubBy();

/** A request whose answer has no body. */
export const send = (method: string, path: string, body?: unknown): Promise<void> =>
  hub.rest.request(method, path, body === undefined ? {} : { body }, () => Promise.resolve());
