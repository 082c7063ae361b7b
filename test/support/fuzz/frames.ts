import * as fc from 'fast-check';
import { query } from './indicators.js';
import { anything, mutated, text } from './values.js';

const json = fc.oneof(
  anything.map((value) => JSON.stringify(value) ?? ''),
  text,
);
const namespace = fc.constantFrom('/feed,', '/feed,', '/feed,', '', '/,', '/other,', '/feed', ',', '/feed?token=x,');
const event = fc.constantFrom('subscribe', 'entries', 'bye', 'heartbeat', 'disconnect', 'error', '__proto__', 'x', '');
const id = fc.oneof(fc.constant(''), fc.nat({ max: 99 }).map(String), fc.constant('99999999999999999999'));

const wish = fc.record(
  { filter: query, after: fc.oneof(fc.constantFrom('now', 'beginning'), text) },
  { requiredKeys: [] },
);

/** socket.io packets by their protocol: connect, disconnect, event, acknowledgement, error, the two binary ones. */
const packet = fc
  .record({
    kind: fc.constantFrom('0', '1', '2', '2', '2', '3', '3', '4', '5', '6', '7'),
    attachments: fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constant('1-') }),
    namespace,
    id,
    data: fc.oneof(
      fc.tuple(event, fc.oneof(wish, anything)).map((parts) => JSON.stringify(parts) ?? ''),
      fc.array(anything, { maxLength: 3 }).map((value) => JSON.stringify(value)),
      json,
    ),
  })
  .map(({ kind, attachments, namespace: at, id: number, data }) => `4${kind}${attachments}${at}${number}${data}`);

/** Text frames as engine.io takes them, well-formed and not; binary ones as bytes. */
export const frame: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 6, arbitrary: packet },
  { weight: 4, arbitrary: mutated(packet) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('0', '1', '2', '3', '5', '6', '7', 'b'), text).map((t) => t.join('')),
  },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
);
