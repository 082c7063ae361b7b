import { Fault } from '../../kernel/index.js';

/** `rate_limited`, with how long to wait. */
export function tooMany(milliseconds: number): Fault {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Fault('rate_limited', `Try again in ${seconds} s.`, { headers: { 'retry-after': String(seconds) } });
}
