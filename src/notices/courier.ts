import { Fault } from '../kernel/index.js';
import { type Log, type Pool, type Pulse, Rounds } from '../platform/index.js';
import type { Deadlines } from './deadlines.js';
import type { Letters, Mail } from './letters.js';
import type { Occasions } from './occasions.js';
import type { Post } from './post.js';
import type { SearchMails } from './search-mails.js';
import type { Tally } from './tally.js';

/** How often each hub process looks for what is to be told. */
const LOOK_MS = 1_000;
/** Conversations at a time. */
const AT_ONCE = 8;
/** Twelve hours or so, a little longer each time. */
const MOST_TRIES = 24;
const LONGEST_WAIT_S = 3_600;
/** Nobody is still at work on a mail that he took so long ago: he is gone, and nobody knows how far he came. */
const LOST = '10 minutes';
const KEPT = '90 days';
const SWEEP_MS = 60 * 60_000;

/**
 * Brings notices to people by mail. Every hub process does, and none a second time: a mail is taken by a commit before the
 * conversation with the server begins, and goes back only when the server surely did not take it.
 */
export class Courier {
  private readonly rounds: Rounds;
  private sweptAt = -Infinity;

  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly parts: {
      occasions: Occasions;
      deadlines: Deadlines;
      searches: SearchMails;
      letters: Letters;
      post: Post;
      tally: Tally;
    },
    private readonly log: Log,
  ) {
    this.rounds = new Rounds(() => this.look(), log, 'looking for what is to be mailed failed', { everyMs: LOOK_MS });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Tells of all that happened, and sends all that is due. */
  private async look(): Promise<void> {
    const { occasions, deadlines, searches, tally } = this.parts;
    await this.all(occasions);
    await this.all(deadlines);
    await this.all(searches);
    await this.tidy();
    for (let mails = await this.take(); mails.length > 0; mails = await this.take()) {
      await this.pulse.look(); // by the rights of this moment
      await Promise.all(mails.map((mail) => this.deliver(mail)));
    }
    tally.waiting(await this.waiting());
  }

  /** What fails here does not keep mails from being sent. */
  private async all(part: Occasions | Deadlines | SearchMails): Promise<void> {
    try {
      while (!this.rounds.stopped && (await part.take()));
    } catch (error) {
      if (error instanceof Fault && error.status === 503) throw error;
      this.log.failure(error, {}, 'making notices failed');
    }
  }

  /** From here on these mails are this process's alone, whatever becomes of it. */
  private async take(): Promise<Mail[]> {
    if (this.rounds.stopped) return [];
    const { rows } = await this.pool.query<Mail>(
      `update mail set state = 'taken', tries = tries + 1, changed_at = clock_timestamp()
       where id in (select id from mail where state = 'waiting' and due_at <= clock_timestamp()
         order by due_at limit ${AT_ONCE} for update skip locked)
       returning id, person_id, digest, tries`,
    );
    return rows;
  }

  private async deliver(mail: Mail): Promise<void> {
    const { letters, post } = this.parts;
    try {
      const letter = await letters.of(mail).catch((error: unknown) => this.unmade(mail, error));
      if (letter === null) return;
      if (!letter) return await this.end(mail, 'dropped');
      const { state, error } = await post.send({ ...letter, messageId: post.messageId(mail.id) });
      if (state === 'later') await this.again(mail, error);
      else await this.end(mail, state, error);
    } catch (error) {
      this.log.failure(error, { mail: mail.id }, 'what became of a mail is not on record'); // so it is not sent again
    }
  }

  /** Nothing of it has left. */
  private async unmade(mail: Mail, error: unknown): Promise<null> {
    this.log.failure(error, { mail: mail.id }, 'a mail could not be put together');
    await this.again(mail, error instanceof Fault ? error.code : 'internal');
    return null;
  }

  private async again(mail: Mail, error = 'unknown'): Promise<void> {
    if (mail.tries >= MOST_TRIES) return this.end(mail, 'failed', error);
    const wait = Math.min(LONGEST_WAIT_S, 2 ** (mail.tries - 1));
    await this.pool.query(
      `update mail set state = 'waiting', error = $2, changed_at = clock_timestamp(),
         due_at = clock_timestamp() + $3 * interval '1 second' where id = $1 and state = 'taken'`,
      [mail.id, error, wait],
    );
  }

  private async end({ id }: Mail, state: 'sent' | 'dropped' | 'failed' | 'unknown', error?: string): Promise<void> {
    this.parts.tally.ended(state);
    if (error !== undefined) this.log.info({ mail: id, state, error }, 'a mail was not surely delivered');
    await this.pool.query(
      `update mail set state = $2, error = $3, changed_at = clock_timestamp() where id = $1 and state = 'taken'`,
      [id, state, error ?? null],
    );
  }

  private async tidy(): Promise<void> {
    await this.pool.query(
      `update mail set state = 'unknown', error = 'process_ended', changed_at = clock_timestamp()
       where state = 'taken' and changed_at < clock_timestamp() - interval '${LOST}'`,
    );
    if (performance.now() - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = performance.now();
    await this.pool.query(
      `delete from mail where state not in ('waiting', 'taken') and changed_at < clock_timestamp() - interval '${KEPT}'`,
    );
  }

  private async waiting(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `select count(*)::int as count from mail where state = 'waiting'`,
    );
    return rows[0]?.count ?? 0;
  }
}
