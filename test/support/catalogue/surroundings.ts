import { type Cases, NO, tested, untested } from './case.js';

/** Browser, outside, audit, faults. */
export const surroundings: Cases = {
  J01: tested(
    '280 ways to put a script into an advisory, an answer, a comment, a note',
    'text: Chromium runs nothing, and no policy had to stop it',
  ),
  J02: tested(
    'parts of a page from elsewhere',
    'the API’s documentation has none; a printed advisory asks for nothing, whatever is in it',
  ),
  J04: tested('every route, errors included', 'the security headers, exactly; nothing of an error is kept'),
  J05: tested('framing', 'forbidden on every answer'),
  J06: tested('`?next=` to elsewhere', 'stays on the console'),
  J07: tested('a click on an indicator', 'nothing is a link; nothing is fetched'),
  J08: tested('Back after signing out', 'the gate; the browser has kept nothing'),
  J10: tested('rights lost with the page open', 'what it showed is gone from every open page'),
  J11: tested('a page polluted by its address', 'an address like any other'),
  J12: tested('/.git, /.env, source maps, metrics', '404'),
  K01: tested('providers at inner addresses, in every spelling', '422 blocked_destination; nothing connects'),
  K03: tested('redirects to inner addresses', 'not followed'),
  K04: tested('other schemes, user names, odd ports', '422 blocked_destination'),
  K05: tested('answers without end, packed, or a byte at a time', 'given up; the provider is failing, others go on'),
  K06: tested(
    'certificates that are expired, unknown, for another name',
    'refused, a mail server’s, too; there is no way around it',
  ),
  K07: tested('proxies, headers and methods set by members', '422 unrecognized_keys'),
  K08: tested('credentials of sources', 'sealed, sent to their source alone, and never shown, logged or on record'),
  L01: tested('a record altered', 'named by its number'),
  L02: tested(
    'the last records removed, the head put back to match',
    'smaller than the verdict that somebody kept; there is no witness yet',
  ),
  L03: tested('records swapped, put in, back-dated', 'named by number'),
  L05: untested('two members shown two histories', NO.checkpoints),
  L06: tested(
    'the hub’s own database role alters records',
    'update, delete and truncate refused (42501) by a trigger; where the operator gives it a role of its own (OWNER_DATABASE_URL) it owns nothing, and can’t drop the trigger either',
  ),
  L07: untested(
    'a kill between a deed and its record',
    'not at each point of each route: one transaction writes both (L10); `npm run torture` kills at random while items are submitted, and its checker (N8) wants one record for each that was acknowledged and none for others',
  ),
  L08: tested('sign-ins, refusals, reads, changes', 'on record: who, what, when, where; no content'),
  L09: tested('line breaks, colours, very long agents', 'one escaped, bounded line'),
  L10: tested('the record can’t be written', 'the deed is not done'),
  L11: tested('the hub’s clock is wrong', 'order and dates are the database’s'),
  L12: untested('keys of checkpoints change', NO.checkpoints),
  M01: tested(
    'kill -9 of hub processes',
    'nothing acknowledged is lost, nothing comes twice; once here, more than a hundred times a long `npm run torture`',
  ),
  M04: tested(
    'kill -9 of Postgres',
    '503, and back without a restart of the hub; nothing acknowledged is lost; once here, often in `npm run torture`',
  ),
  M06: tested(
    'the disk refuses to sync',
    'Postgres gives up and recovers; nothing acknowledged is lost (passed over by name where no tracer may run; SYNC_FAILURES=10 by hand)',
  ),
  M07: untested(
    'the log’s disk is full',
    '`npm run torture` fills one disk that log and data share, where one can be mounted, and its checker holds the ledgers against it',
  ),
  M08: untested(
    'the data’s disk is full',
    'only together with the log’s (M07), when Postgres gives up: that reads and the feed go on while the data’s alone is full is not tried',
  ),
  M10: tested('Postgres is cut off without a word', '503 soon; nothing hangs; back by itself'),
  M11: untested(
    'lost and reset packets, slow lines',
    '`npm run torture` cuts, resets, silences, delays and throttles connections; single packets are not lost, for its proxy stands above TCP',
  ),
  M12: tested('a member is cut off 30 times', 'resumes exactly where it was'),
  M13: tested('a process is cut off from Postgres with sockets open', 'stale_instance; no delivery on old rights'),
  M14: tested('100 blocked queries', 'reads get 503; the feed goes on'),
  M15: tested('the hub’s clock is off by an hour, by ten years', 'nothing depends on it'),
  M16: tested(
    'few file descriptors',
    'no new connection, those that are there stay, and all is as before once there is room (passed over by name where limits can’t be set); little memory is not tried',
  ),
  M17: untested(
    'a rolling upgrade with a migration',
    'not supported: processes of two versions don’t share a database (docs/operations.md); E22 is a rolling restart of one version',
  ),
  M19: tested('a transaction left open, and a dump', 'hold up nothing'),
  M20: tested('Postgres asks to try again', '503 with Retry-After; one object afterwards'),
  M21: tested('the LISTEN connection is killed again and again', 'polling delivers'),
  M23: tested('150 clients reconnect at once', 'all are served again'),
  M24: untested(
    'all faults at random',
    '`npm run torture`: by seed, one after the other, every fourth with another beside it; its checker holds the ledgers against it',
  ),
};
