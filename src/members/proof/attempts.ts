import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Limiter } from './limiter.js';
import { tooMany } from './too-many.js';

const PER_ADDRESS = { points: 30, seconds: 60 };
const PER_ACCOUNT = { points: 30, seconds: 3600 };
/** From this guess on the next one has to wait, twice as long each time. */
const FIRST_DELAYED = 5;
const LONGEST_DELAY_S = 300;

/** Bounds guessing at every door that takes a password or a code, over all hub processes. */
@Injectable()
export class Attempts {
  constructor(private readonly limiter: Limiter) {}

  /** One more try from an address, or one more `look` that spends none of its tries; `rate_limited` when there were too many. */
  async fromAddress(address: string, what: 'address' | 'look' = 'address'): Promise<void> {
    const { points, left } = await this.limiter.take(`${what}:${network(address)}`, 1, PER_ADDRESS.seconds);
    if (points > PER_ADDRESS.points) throw tooMany(left);
  }

  /**
   * One more try at an account (`password:<e-mail>`, `totp:<person>`), counted before its outcome is known, so that
   * tries at the same time count too.
   */
  async at(account: string): Promise<void> {
    const waiting = await this.limiter.left(`delay:${account}`);
    if (waiting > 0) throw tooMany(waiting);
    const { points, left } = await this.limiter.take(`tries:${account}`, 1, PER_ACCOUNT.seconds);
    if (points > PER_ACCOUNT.points) throw tooMany(left);
    if (points >= FIRST_DELAYED) await this.limiter.hold(`delay:${account}`, delayAfter(points));
  }

  /** The account's owner has shown himself. */
  async forgive(account: string): Promise<void> {
    await this.limiter.forget([`delay:${account}`, `tries:${account}`]);
  }
}

/** Seconds to wait after the n-th try. */
export const delayAfter = (tries: number): number =>
  tries < FIRST_DELAYED ? 0 : Math.min(2 ** (tries - FIRST_DELAYED), LONGEST_DELAY_S);

/** One IPv6 customer has a /64: its addresses count as one. */
export function network(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toByteArray().slice(0, 8).join('.')}/64`;
}
