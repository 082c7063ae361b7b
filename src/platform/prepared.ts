import type pg from 'pg';
import type { Sql } from './database.js';

/** Statements planned once for each connection. For texts that never vary: each is kept. */
export class Prepared implements Sql {
  private refused: Error | undefined;
  private gathering = false;

  constructor(
    private readonly client: pg.PoolClient,
    begun: Promise<unknown>,
  ) {
    begun.catch((error: Error) => (this.refused = error));
  }

  query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<pg.QueryResult<R>> {
    if (this.refused) return Promise.reject(this.refused); // each statement would stand alone, and be kept
    this.gather();
    return this.client.query<R>({ name: nameOf(text), text, values });
  }

  /** What is said in one turn goes in one system call: with many, they cost more than what they carry. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const { stream } = this.client.connection;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }
}

const names = new Map<string, string>();

/** By what connections know the plan of a text: the same for the same text, in all of this process. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `s${names.size}`));
  return name;
}
