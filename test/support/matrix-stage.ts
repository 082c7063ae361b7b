import { Feed } from '../../src/exchange/feed.js';
import { Database } from '../../src/platform/index.js';
import { changedRights, emailOf, keyOf, organisationId, personOf, seedCast } from './cast.js';
import { fixedIndicator, fixedUuid, indicatorId } from './fixed.js';
import type { Hub } from './hub.js';
import { MatrixModel, type Whom } from './matrix-model.js';
import {
  ADVISORIES,
  ANSWERS,
  CAST,
  CHANGES,
  EARLY,
  GROUPS,
  LATE,
  type Report,
  SAYINGS,
  VIEWERS,
} from './matrix-scene.js';
import { type Api, client, type Key, type Person } from './people.js';
import { until } from './until.js';

/** An object of the matrix as it went in. */
export interface Exhibit {
  /** What the model calls it; unlike the id, of one organisation alone. */
  readonly name: string;
  readonly id: string;
  readonly by: string;
  readonly type: string;
  /** Nothing else says these. */
  readonly value: string;
  about?: string;
}

export const credentialOf = (name: string): Key | Person | undefined => {
  if (name === 'nobody') return undefined;
  return CAST.keys[name] ? keyOf(name, CAST.keys[name]) : personOf(name, CAST.people[name]!);
};

const homeOf = (name: string): string => (CAST.keys[name] ?? CAST.people[name])!.of;
const groupId = (name: string): string => fixedUuid(`group ${name}`);

/** Brings the scene about on a hub, and in the model beside it. */
export class Stage {
  readonly model = new MatrixModel(VIEWERS);
  readonly exhibits: Exhibit[] = [];

  constructor(readonly hub: Hub) {}

  /** Every request so far, `METHOD /path`. */
  readonly asked = new Set<string>();

  as(name: string): Api {
    const api = client(this.hub.url, credentialOf(name));
    return (method, path, ...more) => {
      this.asked.add(`${method} ${path.split('?')[0]}`);
      return api(method, path, ...more);
    };
  }

  async seed(): Promise<void> {
    await seedCast(this.hub, CAST);
    await changedRights([this.hub], async (sql) => {
      await sql.query(`update organisation set status = 'suspended' where short_name = 'cert-s'`);
      await sql.query(`update api_key set revoked_at = now() where id = $1`, [
        keyOf('revokedA', CAST.keys['revokedA']!).id,
      ]);
      for (const name of Object.keys(GROUPS)) {
        await sql.query('insert into sharing_group (id, name, history) values ($1, $2, $3)', [
          groupId(name),
          name,
          GROUPS[name as 'open'].full ? 'full' : 'joining',
        ]);
        this.model.groups.set(name, new Map());
      }
    });
    for (const name of Object.keys(GROUPS)) {
      for (const organisation of ['cert-a', 'cert-b', 'cert-c']) await this.join(name, organisation);
    }
  }

  private async join(group: string, of: string): Promise<void> {
    await this.as('root')('PUT', `/api/v1/groups/${groupId(group)}/members/${organisationId(of)}`);
    this.model.join(group, of, GROUPS[group as 'open'].full);
  }

  private async leave(group: string, of: string): Promise<void> {
    await this.as('root')('DELETE', `/api/v1/groups/${groupId(group)}/members/${organisationId(of)}`);
    this.model.leave(group, of);
  }

  async play(): Promise<void> {
    for (const report of EARLY) await this.report(report);
    for (const saying of SAYINGS) await this.say(saying);
    await this.settled();
    for (const group of Object.keys(GROUPS)) await this.leave(group, 'cert-c');
    await this.join('joining', 'cert-d');
    await this.join('open', 'cert-e');
    await this.settled();
    for (const report of LATE) await this.report(report);
    const first = this.exhibits.length;
    for (const advisory of ADVISORIES) await this.publish(advisory);
    for (const { about, ...answer } of ANSWERS) await this.say({ ...answer, about: first + about, what: 'answers' });
    await this.settled();
    for (const [number, change] of CHANGES) await this.change(number, change);
    await this.settled();
  }

  private sent(whom: Whom): unknown {
    if (typeof whom === 'string') return whom;
    if ('people' in whom) return { people: whom.people.map((name) => emailOf(name, homeOf(name))) };
    return { ...whom, ...(whom.group !== undefined && { group: groupId(whom.group) }) };
  }

  private meaning(whom: Whom, by: string) {
    return this.model.meaning(whom, homeOf(by), CAST.people[by] && by);
  }

  private async report({ by, tlp, whom, id }: Report): Promise<void> {
    const name = `m${this.exhibits.length}`;
    const value = `${name}.matrix.example`;
    const item = {
      ...fixedIndicator(id ?? name, tlp, value),
      labels: [name, 'matrix'],
      description: `words of ${name}.`,
    };
    const { status, body } = await this.as(by)('POST', '/api/v1/indicators', {
      items: [item],
      audience: this.sent(whom),
    });
    expect({ name, status, counts: body['counts'] }).toMatchObject({ status: 201, counts: { created: 1 } });
    this.exhibits.push({ name, id: indicatorId(id ?? name), by, type: 'indicator', value: `words of ${name}.` });
    this.model.name(indicatorId(id ?? name));
    this.model.set(name, { tlp, audience: this.meaning(whom, by) });
  }

  private async publish({ by, tlp, whom }: Report): Promise<void> {
    const name = `m${this.exhibits.length}`;
    const value = `words of ${name}.`;
    const text = { kind: 'request-for-information', title: `Of ${name}`, body: value, tlp, audience: this.sent(whom) };
    const { body } = await this.as(by)('POST', '/api/v1/advisories', text);
    const id = String(body['id']);
    const { status } = await this.as(by)('POST', `/api/v1/advisories/${id}/publish`, {});
    expect({ name, status }).toEqual({ name, status: 200 });
    this.exhibits.push({ name, id, by, type: 'report', value });
    this.model.name(id);
    this.model.set(name, { tlp, audience: this.meaning(whom, by) });
  }

  private async say({ by, about, what, tlp, whom }: (typeof SAYINGS)[number]): Promise<void> {
    const name = `m${this.exhibits.length}`;
    const source = this.exhibits[about]!;
    const { room, type, text } = {
      sightings: { room: 'indicators', type: 'sighting', text: { description: `words of ${name}.` } },
      opinions: { room: 'indicators', type: 'opinion', text: { opinion: 'agree', explanation: `words of ${name}.` } },
      notes: { room: 'indicators', type: 'note', text: { content: `words of ${name}.` } },
      answers: { room: 'advisories', type: 'note', text: { content: `words of ${name}.` } },
    }[what];
    const to = { ...(tlp !== undefined && { tlp }), ...(whom !== undefined && { audience: this.sent(whom) }) };
    const { status, body } = await this.as(by)('POST', `/api/v1/${room}/${source.id}/${what}`, { ...text, ...to });
    expect({ name, status }).toEqual({ name, status: 201 });
    this.exhibits.push({
      name,
      id: body['id'] as string,
      by,
      type,
      value: `words of ${name}.`,
      about: source.id,
    });
    this.model.name(body['id'] as string);
    const subject = this.model.objects.get(source.name)!;
    this.model.set(name, {
      tlp: tlp ?? subject.tlp,
      audience: whom === undefined ? subject.audience : this.meaning(whom, by),
    });
  }

  private async change(number: number, change: (typeof CHANGES)[number][1]): Promise<void> {
    const { id, by, name } = this.exhibits[number]!;
    const path = `/api/v1/indicators/${id}`;
    const { status } =
      change === 'revoke'
        ? await this.as(by)('POST', `${path}/revoke`)
        : await this.as(by)(
            'PATCH',
            path,
            {
              ...(change.tlp !== undefined && { tlp: change.tlp }),
              ...(change.whom !== undefined && { audience: this.sent(change.whom) }),
            },
            { 'if-match': '*' },
          );
    expect({ name, status }).toEqual({ name, status: 200 });
    if (change === 'revoke') return this.model.set(name, { revoked: true });
    this.model.set(name, {
      ...(change.tlp !== undefined && { tlp: change.tlp }),
      ...(change.whom !== undefined && { audience: this.meaning(change.whom, by) }),
    });
  }

  /** Every live follower has been given what there is, and it was held against saved searches. */
  async settled(): Promise<void> {
    const feed: unknown = this.hub.app.get(Feed, { strict: false });
    const { subscriptions } = feed as { subscriptions: Set<{ atHead: boolean; lag: number }> };
    await until('all to be at the head', async () => {
      const { rows } = await this.hub.app
        .get(Database)
        .api.query<{ seq: number; searched: number }>('select seq, position as searched from head, search_cursor');
      const { seq, searched } = rows[0]!;
      return (
        searched >= seq &&
        (feed as Feed).head === seq &&
        [...subscriptions].every(({ atHead, lag }) => atHead && lag === 0)
      );
    });
  }
}
