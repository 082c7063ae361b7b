import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Fault } from '../kernel/index.js';
import { Database } from '../platform/index.js';
import { Passwords } from './proof/passwords.js';
import { Rights } from './rights.js';

/** A reserved name (RFC 2606): nobody can ever receive mail there. */
const EMAIL = 'admin@tocsin.invalid';

/** Who may sign in to a new hub. */
interface First {
  readonly email: string;
  readonly password: string;
}

/** Makes a new hub usable, once: there is no default credential, ever. */
@Injectable()
export class Bootstrap {
  constructor(
    private readonly database: Database,
    private readonly rights: Rights,
    private readonly passwords: Passwords,
  ) {}

  /**
   * The alliance's first administrator with a random password, to be shown and forgotten; null when the hub knows
   * anybody. Of several processes that start at once, one makes it. Waits for a database that does not answer.
   */
  async firstAdministrator(): Promise<First | null> {
    const first = { email: EMAIL, password: randomBytes(18).toString('base64url') };
    for (let hash: string | undefined; ;) {
      try {
        const { rows } = await this.database.auth.query<{ password_hash: string }>(
          'select password_hash from person limit 1',
        );
        if (rows[0]) return rows[0].password_hash === hash ? first : null; // ours, though its commit was not answered
        hash ??= await this.passwords.hash(first.password, []);
        await this.make(hash);
        return first;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        if (error.code === 'conflict') return null;
        if (error.status !== 503) throw error;
        await setTimeout(1_000);
      }
    }
  }

  private async make(hash: string): Promise<void> {
    await this.rights.change(async ({ sql, record }) => {
      const { rowCount } = await sql.query('select 1 from person limit 1');
      if (rowCount) throw new Fault('conflict');
      const { rows } = await sql.query<{ id: string }>(
        `insert into organisation (id, name, short_name, country, type, status, introduce)
         values ($1, 'Secretariat', 'secretariat', 'ZZZ', 'secretariat', 'active', true)
         on conflict (short_name) do update set status = 'active' returning id`,
        [randomUUID()],
      );
      const [organisation, person] = [rows[0]?.id, randomUUID()];
      await sql.query(
        `insert into person (id, organisation_id, email, name, role, password_hash)
         values ($1, $2, $3, 'Administrator', 'alliance-admin', $4)`,
        [person, organisation, EMAIL, hash],
      );
      record({ action: 'hub.bootstrap', organisationId: organisation ?? null, detail: { person } });
    });
  }
}
