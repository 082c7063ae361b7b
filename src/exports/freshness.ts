import type { Node, Query } from '../query/index.js';

/** What makes an export another one when nothing was shared: nothing; that something in it runs out; or every moment. */
export type Clock = 'none' | 'expiry' | 'always';

/** `later`: the same text, read at another time; it differs where times are relative. */
export function clockOf({ node, text }: Query, later: Query, leavesOutExpired: boolean): Clock {
  if (text !== later.text || gains(node)) return 'always';
  return leavesOutExpired || loses(node) ? 'expiry' : 'none';
}

/** Whether something can come to match by the mere passing of time. */
function gains(node: Node): boolean {
  if (node.kind === 'all' || node.kind === 'any') return node.of.some(gains);
  if (node.kind === 'not') return node.of.kind === 'is' && node.of.state === 'active';
  return node.kind === 'is' && node.state === 'expired';
}

/** Whether what matches can cease to. */
function loses(node: Node): boolean {
  if (node.kind === 'all' || node.kind === 'any') return node.of.some(loses);
  if (node.kind === 'not') return node.of.kind === 'is' && node.of.state === 'expired';
  return node.kind === 'is' && node.state === 'active';
}

/** As of when a body was made, and until when it stays what it is unless something is shared. */
interface Known {
  readonly at: number;
  readonly until: number;
}

const MOST = 10_000;

/** Which bodies of this process are still what would be made now, by what they were made from. */
export class Freshness {
  private readonly known = new Map<string, Known>();

  /** As of when an export is that is asked for now: the time of the last one, while it would be the same. */
  at(made: string, now: number): number {
    const known = this.known.get(made);
    return known && now >= known.at && now < known.until ? known.at : now;
  }

  keep(made: string, known: Known): void {
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(made, known);
  }
}
