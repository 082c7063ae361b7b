import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Fault } from '../kernel/index.js';
import { Database } from '../platform/index.js';
import { Passwords } from './proof/passwords.js';
import { Rights } from './rights.js';

/** A reserved name (RFC 2606): nobody can ever receive mail there. */
const EMAIL = 'admin@tocsin.invalid';

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
   * anybody. Of several processes that start at once, one makes it.
   */
  async firstAdministrator(): Promise<{ email: string; password: string } | null> {
    const { rowCount: peopled } = await this.database.auth.query('select 1 from person limit 1');
    if (peopled) return null;
    const password = randomBytes(18).toString('base64url');
    const hash = await this.passwords.hash(password, []);
    try {
      await this.rights.change(async ({ sql, record }) => {
        const { rowCount } = await sql.query('select 1 from person limit 1');
        if (rowCount) throw new Fault('conflict');
        const { rows } = await sql.query<{ id: string }>(
          `insert into organisation (id, name, short_name, country, type, status)
           values ($1, 'Secretariat', 'secretariat', 'ZZZ', 'secretariat', 'active')
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
    } catch (error) {
      if (error instanceof Fault && error.code === 'conflict') return null;
      throw error;
    }
    return { email: EMAIL, password };
  }
}
