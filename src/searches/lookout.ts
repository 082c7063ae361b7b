import { setImmediate } from 'node:timers/promises';
import type { Audiences, Book, Visible } from '../audience/index.js';
import type { Errands } from '../auth/index.js';
import { type Entry, factsOf } from '../exchange/index.js';
import { type Facts, Fault } from '../kernel/index.js';
import { toPredicate } from '../query/index.js';
import { readQuery } from './saved-search.js';

/** Milliseconds that others wait for the event loop, at most. */
const SPELL_MS = 5;

/** A watch that is not paused and asks for something. */
export interface Watcher {
  readonly id: number;
  readonly organisation_id: string;
  readonly person_id: string;
  readonly q: string;
  readonly bell: boolean;
  readonly mails: boolean;
  readonly since_seq: number;
}

/** An entry that a watch asks for. */
export interface Match {
  readonly watcher: Watcher;
  readonly entry: Entry;
}

interface Question {
  readonly matches: (facts: Facts) => boolean;
  readonly watchers: Watcher[];
}

/** All watches made ready to be held against entries: each query once, however many watch it. */
export class Lookout {
  private constructor(
    private readonly questions: readonly Question[],
    private readonly book: Book,
    private readonly audiences: Audiences,
    private readonly errands: Errands,
  ) {}

  static async of(watchers: readonly Watcher[], book: Book, audiences: Audiences, errands: Errands): Promise<Lookout> {
    return new Lookout(await questionsOf(watchers, book), book, audiences, errands);
  }

  /** What of the entries is to be told to whom: by each person's rights as they are now, and nothing that has been superseded. */
  async matches(entries: readonly Entry[]): Promise<Match[]> {
    const seen = new Map<string, Visible | undefined>();
    const found: Match[] = [];
    const breathe = breather();
    for (const entry of entries) {
      await breathe();
      if (entry.op === 'recall' || entry.superseded) continue;
      const facts = factsOf(entry, this.book);
      if (!facts) continue;
      for (const { matches, watchers } of this.questions) {
        if (!matches(facts)) continue;
        for (const watcher of watchers)
          if (entry.seq > watcher.since_seq && this.seenBy(watcher, seen)?.has(entry.audienceId, entry.seq))
            found.push({ watcher, entry });
      }
    }
    return found;
  }

  /** Undefined for people who are not active, or whose organisation is not. */
  private seenBy(
    { person_id: id, organisation_id: organisationId }: Watcher,
    known: Map<string, Visible | undefined>,
  ): Visible | undefined {
    if (!known.has(id)) {
      const { people, organisations } = this.book;
      const isIn = people.get(id)?.organisationId === organisationId && organisations.get(organisationId)?.active;
      const viewer = this.errands.viewer('saved search', { organisationId, by: `person:${id}` });
      known.set(id, isIn ? this.audiences.ofBook(viewer, this.book) : undefined);
    }
    return known.get(id);
  }
}

/** A query that can't be read any more finds nothing; its owner is told so where it is listed. */
async function questionsOf(watchers: readonly Watcher[], book: Book): Promise<Question[]> {
  const questions = new Map<string, Question>();
  const breathe = breather();
  for (const watcher of watchers) {
    await breathe();
    try {
      const query = readQuery(watcher.q, book);
      const known = questions.get(query.text);
      if (known) known.watchers.push(watcher);
      else questions.set(query.text, { matches: toPredicate(query), watchers: [watcher] });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return [...questions.values()];
}

/** Lets others have the event loop now and then, in what takes long. */
function breather(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun <= SPELL_MS) return;
    await setImmediate();
    begun = performance.now();
  };
}
