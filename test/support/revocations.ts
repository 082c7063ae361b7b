import { randomUUID } from 'node:crypto';
import { changeRights, Database } from '../../src/platform/index.js';
import type { Hub } from './hub.js';
import type { Alliance, Key, Person } from './people.js';
import { byeIn, type Door, record, type Recorder } from './recorder.js';
import { asking } from './target.js';

/** What can be taken away. */
export const KINDS = ['key', 'session', 'person', 'organisation', 'group'] as const;
export type Kind = (typeof KINDS)[number];

/** What the reader of an ended credential is told; a group that was left ends no connection. */
export const LAST_WORDS: Record<Kind, string | undefined> = {
  key: 'credential_revoked',
  session: 'credential_revoked',
  person: 'credential_revoked',
  organisation: 'organisation_suspended',
  group: undefined,
};

const DOORS: readonly Door[] = ['socket', 'events', 'lines'];

/** A victim with a reader on every path, at every hub process. */
export class Victim {
  readonly readers: Recorder[] = [];
  /** Answers of REST reads that held content: when they came. */
  readonly reads: { readonly at: number; readonly text: string }[] = [];
  private stopped = false;
  private reading: Promise<void>[] = [];

  constructor(
    readonly kind: Kind,
    readonly who: Key | Person,
    private readonly processes: readonly { readonly url: string }[],
  ) {}

  /** Follows by every door and reads again and again, at every process. */
  start(): void {
    for (const { url } of this.processes) {
      for (const door of DOORS) this.readers.push(record(url, this.who, door));
      this.reading.push(this.read(url));
    }
  }

  private async read(url: string): Promise<void> {
    while (!this.stopped) {
      const response = await fetch(`${url}/api/v1/search?limit=5&q=type:indicator`, { headers: asking(this.who) });
      const text = await response.text();
      if (response.status === 200) this.reads.push({ at: Date.now(), text });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Content that came later than `moment`; with `only`, content that has it in it. */
  after(moment: number, only?: string): string[] {
    const content = (text: string) => (only === undefined ? /"(?:pattern|objects)"/.test(text) : text.includes(only));
    const followed = this.readers.flatMap(({ chunks }) => chunks);
    return [...followed, ...this.reads]
      .filter(({ at, text }) => at > moment && content(text))
      .map(({ at, text }) => `${this.kind}: ${at - moment} ms too late: ${text.slice(0, 200)}`);
  }

  /** Readers whose connection stands, or that were not told why it ended. */
  get unended(): string[] {
    return this.readers.flatMap((reader) =>
      reader.ended && byeIn(reader) === LAST_WORDS[this.kind] ? [] : [`${this.kind}: ${String(byeIn(reader))}`],
    );
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const reader of this.readers) reader.close();
    await Promise.all(this.reading);
  }
}

/** Takes it away, as administration does; returns the moment of the commit. */
export async function takeAway(hub: Hub, { kind, who }: Victim): Promise<number> {
  const at: Record<Kind, [text: string, value: string]> = {
    key: ['update api_key set revoked_at = now() where id = $1', who.id],
    session: ['delete from session where person_id = $1', who.id],
    person: [`update person set status = 'suspended' where id = $1`, who.id],
    organisation: [`update organisation set status = 'suspended' where id = $1`, who.organisationId],
    group: ['delete from sharing_group_member where organisation_id = $1', who.organisationId],
  };
  await hub.app.get(Database).api.transaction(async (sql) => {
    await changeRights(sql);
    const [text, value] = at[kind];
    await sql.query(text, [value]);
  });
  return Date.now();
}

/** A victim of its own for one taking away: with an organisation, where that is what it takes. */
export async function victimOf(
  kind: Kind,
  hub: Hub,
  alliance: Alliance,
  processes: readonly { readonly url: string }[],
  group: string,
): Promise<Victim> {
  if (kind === 'key') return new Victim(kind, await alliance.key(alliance.org['cert-b']), processes);
  if (kind === 'session' || kind === 'person') {
    return new Victim(kind, await alliance.person('cert-b', 'analyst'), processes);
  }
  const id = randomUUID();
  await hub.app.get(Database).api.transaction(async (sql) => {
    const { seq } = await changeRights(sql);
    await sql.query(
      `insert into organisation (id, name, short_name, country, status) values ($1, 'victim', $2, 'BEL', 'active')`,
      [id, `victim-${id.slice(0, 8)}`],
    );
    await sql.query('insert into sharing_group_member (group_id, organisation_id, from_seq) values ($1, $2, $3)', [
      group,
      id,
      seq,
    ]);
  });
  return new Victim(kind, await alliance.key(id), processes);
}
