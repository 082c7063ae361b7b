import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { Fault } from '../../kernel/index.js';
import { isEasilyGuessed } from './guessable.js';

/** OWASP ASVS 5.0, appendix C. The algorithm is the library's default, argon2id. */
const COST = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
const SHORTEST = 15;
const LONGEST = 1024;
/** Hashes at one time, each with 46 MiB; and those that may wait for their turn, about a second's worth. */
const AT_ONCE = 4;
const WAITING = 24;

/** Makes and compares password hashes, a few at a time. Passwords are taken as they are: every byte counts. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private dummy: Promise<string> | undefined;

  /** The hash of a new password, once it is fit to be one. `context`: words that an attacker would try first. */
  async hash(password: string, context: readonly string[]): Promise<string> {
    const bytes = Buffer.byteLength(password);
    if (bytes < SHORTEST) throw new Fault('password_too_short', `At least ${SHORTEST} bytes.`);
    assertNotTooLong(password);
    if (isEasilyGuessed(password, context)) throw new Fault('password_common');
    return this.inTurn(() => hash(password, COST));
  }

  /** Whether the password is the one hashed. Where there is no hash, it takes as long and is false. */
  async matches(password: string, known: string | null | undefined): Promise<boolean> {
    assertNotTooLong(password);
    this.dummy ??= hash(randomBytes(16), COST);
    const dummy = await this.dummy;
    const same = await this.inTurn(() => verify(known ?? dummy, password));
    return same && known !== null && known !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.queue.length >= WAITING) throw new Fault('rate_limited', undefined, { headers: { 'retry-after': '1' } });
      await new Promise<void>((resolve) => this.queue.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

/** Said before any hashing. */
function assertNotTooLong(password: string): void {
  if (Buffer.byteLength(password) > LONGEST) throw new Fault('password_too_long', `At most ${LONGEST} bytes.`);
}
