import { readJson, type Rest } from './rest.js';
import type { Warninglist } from './types.js';

/** Of a list of a million entries, on a machine that has much else to do. */
const LONG_MS = 10 * 60_000;

/** Imports a list of MISP's under this id, in the place of what had it. For administrators of the alliance, signed in. */
export const putWarninglist = (rest: Rest, id: string, list: unknown): Promise<Warninglist> =>
  rest.request(
    'PUT',
    `/api/v1/warninglists/${encodeURIComponent(id)}`,
    { body: list, timeout: LONG_MS },
    readJson<Warninglist>,
  );
