import { Fault } from '../kernel/index.js';
import type { Pulse, Secrets } from '../platform/index.js';

const VERSION = 1;
const LENGTH = 25;

/**
 * Positions in the log as the outside sees them: sealed, of one length, bound to a principal (an organisation or a
 * person) and to the history's epoch. Global numbers never show, for their gaps would tell how much others share.
 */
export class Cursors {
  constructor(
    private readonly secrets: Secrets,
    private readonly pulse: Pulse,
  ) {}

  /** Never the same text twice: two that are equal would tell that the log did not grow between them. */
  seal(principal: string, seq: number): string {
    const plain = Buffer.alloc(LENGTH);
    plain.writeUInt8(VERSION, 0);
    plain.write(this.pulse.head.epoch.replaceAll('-', ''), 1, 'hex');
    plain.writeBigUInt64BE(BigInt(seq), 17);
    return this.secrets.seal('cursor', plain, principal).toString('base64url');
  }

  /** The log number. Faults: `cursor_invalid`, `cursor_epoch`, `cursor_future`, `cursor_expired`. */
  async open(principal: string, cursor: string): Promise<number> {
    const plain = /^[A-Za-z0-9_-]{1,120}$/.test(cursor)
      ? this.secrets.open('cursor', Buffer.from(cursor, 'base64url'), principal)
      : null;
    if (plain?.length !== LENGTH || plain.readUInt8(0) !== VERSION) throw new Fault('cursor_invalid');
    const epoch = plain.toString('hex', 1, 17);
    const seq = Number(plain.readBigUInt64BE(17));
    // another process may have gone further than this one has seen
    if (seq > this.pulse.head.seq) await this.pulse.look();
    const { head } = this.pulse;
    if (epoch !== head.epoch.replaceAll('-', '')) throw new Fault('cursor_epoch');
    if (seq > head.seq) throw new Fault('cursor_future');
    if (seq < head.floor) throw new Fault('cursor_expired');
    return seq;
  }
}
