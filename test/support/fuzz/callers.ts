import { sha256 } from '../../../src/kernel/index.js';
import { newSessionToken } from '../../../src/members/index.js';
import { changeRights, Database, Pulse } from '../../../src/platform/index.js';
import type { Person } from '../people.js';
import { asking, type Target } from '../target.js';

type Asking = Record<string, string>;

/**
 * Who fires: people of every role, an API key, and nobody. Always the same people: who has signed himself out comes back
 * with a new session, so that what the hub remembers of people can't grow by itself.
 */
export class Callers {
  private constructor(
    private readonly target: Target,
    private people: Person[],
  ) {}

  static async of(target: Target): Promise<Callers> {
    const { alliance } = target;
    const people = [
      await alliance.person('cert-b', 'reader'),
      await alliance.person('cert-b', 'analyst'),
      await alliance.person('cert-b', 'org-admin'),
      await alliance.person('secretariat', 'alliance-admin'),
    ];
    return new Callers(target, people);
  }

  /** The headers of one of them. */
  at(which: number): Asking {
    const key = asking(this.target.alliance.keys.b);
    const all = [...this.people, ...this.people.slice(2)].map(asking);
    return [...all, key, key, {}][which % (all.length + 3)] ?? {};
  }

  /** Brings back those whose session has ended. */
  async refresh(): Promise<void> {
    this.people = await Promise.all(
      this.people.map(async (person) => {
        const me = await fetch(`${this.target.url}/api/v1/me`, { headers: asking(person) });
        return me.status === 401 ? this.reopened(person) : person;
      }),
    );
  }

  private async reopened(person: Person): Promise<Person> {
    const { app } = this.target.hub;
    const session = newSessionToken();
    await app.get(Database).api.transaction(async (sql) => {
      await changeRights(sql);
      await sql.query(
        `insert into session (token_hash, id, person_id, second_factor, expires_at)
         values ($1, $2, $3, true, now() + interval '12 hours')`,
        [sha256(session.text), session.id, person.id],
      );
    });
    await app.get(Pulse).look();
    return { ...person, cookie: `__Host-tocsin=${session.text}`, sessionId: session.id };
  }
}
