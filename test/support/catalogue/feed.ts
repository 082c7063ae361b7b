import { type Cases, tested, untested } from './case.js';

/** The live feed. */
export const feed: Cases = {
  E01: tested('no credentials, or bad ones', 'refused, nothing sent, closed'),
  E02: tested('1,000 handshakes that never go on', 'each is closed; others are served'),
  E03: tested('a page of another origin', '403 at the upgrade'),
  E04: tested('a subscription to others’, to everything, to a prototype', 'protocol_error'),
  E05: tested('a cursor forged, changed, of another', 'cursor_invalid'),
  E06: tested('a cursor ahead of the log', 'cursor_future'),
  E07: tested('a cursor older than what the log keeps', 'cursor_expired, never a silent skip'),
  E09: tested('resuming amid a back-fill and live entries', 'k+1, k+2, …, nothing twice'),
  E10: tested('a reader that stalls', 'costs its window; slow_consumer with where to go on'),
  E12: tested('acknowledging what was not sent, twice, or anything', 'changes nothing'),
  E13: tested('payloads 8,000 deep; frames by grammar', 'protocol_error; the process lives'),
  E14: tested('a frame of 65 kB; 100,000 fragments', 'closed; memory bounded'),
  E15: tested('attachments announced and not sent', 'closed; memory bounded'),
  E16: tested('reserved and unknown events', 'ignored; more than 20 a second are rate_limited'),
  E17: tested('old protocols, polling, another’s session id', '400; an id lets nobody in'),
  E18: tested('sockets beyond an organisation’s share', '429; the others go on'),
  E19: tested('a key revoked in the middle of a replay', 'nothing more'),
  E21: tested('rights shrink in the middle of a replay', 'what is owed comes without content'),
  E22: tested(
    'a process with 150 sockets is told to stop',
    'server_restart; all resume, nothing is lost; silent connections don’t hold it up',
  ),
  E23: tested('two sockets of one member', 'each complete'),
  E25: tested('frames swallowed on the way', 'unacknowledged, they come again'),
  E27: tested('compression is offered', 'not agreed to'),
  E28: untested(
    'WebSocket without TLS on the public address',
    'TLS is the proxy’s (docs/operations.md); the session cookie is `__Host-` and so never sent in clear',
  ),
  E29: tested('huge and very many acknowledgements', 'closed, or rate_limited'),
  E30: tested('nothing happens for long', 'heartbeats, and the socket stays'),
};
