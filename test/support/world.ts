import { randomUUID } from 'node:crypto';
import { changeRights, Database, Pulse } from '../../src/platform/index.js';
import { type Credentials, Follower } from './follower.js';
import { CERTS, GROUPS, type Op, PEOPLE } from './happenings.js';
import type { Hub } from './hub.js';
import { type ModelAudience, type ModelViewer, Oracle } from './oracle.js';
import type { Alliance, Key, Person } from './people.js';
import { until } from './until.js';

/** One run: a hub in two processes' worth, nine viewers with open sockets, and the model beside it. */
export class World {
  readonly oracle = new Oracle();
  readonly viewers: {
    model: ModelViewer;
    who: string | Credentials;
    follower: Follower;
    away: boolean;
    constant: boolean;
  }[] = [];
  private readonly groupIds = new Map<string, string>();
  private readonly owners = new Map<string, number>();

  constructor(
    readonly hub: Hub,
    readonly other: Hub,
    readonly alliance: Alliance,
  ) {}

  async open(): Promise<void> {
    for (const name of GROUPS) await this.makeGroup(name);
    const constituent = await this.alliance.key(this.alliance.org['cert-b'], {
      kind: 'constituent',
      scopes: ['read', 'feed'],
    });
    const origin = 'http://localhost:0';
    const all: [ModelViewer, string | Credentials][] = [
      ...CERTS.map((organisation, i): [ModelViewer, string] => [
        { organisation, ceiling: 'amber+strict' },
        this.key(i).text,
      ]),
      ...PEOPLE.map((person, i): [ModelViewer, Credentials] => [
        { organisation: CERTS[i]!, person, ceiling: 'red' },
        { cookie: this.person(i).cookie, origin },
      ]),
      [{ organisation: 'cert-b', ceiling: 'amber' }, constituent.text],
    ];
    for (const [model, credential] of all) {
      const follower = await Follower.open(this.hub.url, credential, { after: 'beginning' });
      this.viewers.push({ model, who: credential, follower, away: false, constant: true });
    }
  }

  key = (i: number): Key => [this.alliance.keys.a, this.alliance.keys.b, this.alliance.keys.c][i]!;
  person = (i: number): Person => this.alliance.people[PEOPLE[i]!];

  private async makeGroup(name: string): Promise<void> {
    const id = randomUUID();
    await this.rights((sql) => sql.query('insert into sharing_group (id, name) values ($1, $2)', [id, name]));
    this.groupIds.set(name, id);
    this.oracle.groups.set(name, new Map());
  }

  private async rights(
    work: (sql: Parameters<Parameters<Database['api']['transaction']>[0]>[0], seq: number) => Promise<unknown>,
  ): Promise<void> {
    await this.hub.app.get(Database).api.transaction(async (sql) => work(sql, (await changeRights(sql)).seq));
    await Promise.all([this.hub, this.other].map((hub) => hub.app.get(Pulse).look()));
  }

  async apply(step: Op): Promise<void> {
    switch (step.op) {
      case 'submit':
        return this.submit(step);
      case 'relabel':
      case 'change':
      case 'revoke':
        return this.amend(step);
      case 'join':
      case 'leave':
        return this.member(step.op, step.group, step.organisation);
      case 'reconnect':
        return this.reconnect(step.viewer, step.atOther);
    }
  }

  /** The request's audience, and what it means. */
  private address(
    author: number,
    ask: Extract<Op, { op: 'submit' }>['audience'],
  ): { sent: unknown; means: ModelAudience } {
    switch (ask.to) {
      case 'all':
        return { sent: 'all', means: { to: 'all' } };
      case 'organisation':
        return { sent: 'organisation', means: { to: 'organisations', names: [CERTS[author]!] } };
      case 'list':
        return {
          sent: { organisations: ask.with.map((i) => CERTS[i]) },
          means: { to: 'organisations', names: [...new Set([...ask.with, author])].map((i) => CERTS[i]!) },
        };
      case 'group':
        return { sent: { group: this.groupIds.get(ask.group) }, means: { to: 'group', group: ask.group } };
      case 'people':
        return {
          sent: { people: ask.with.map((i) => this.person(i).id) },
          means: { to: 'people', names: [...new Set([...ask.with, author])].map((i) => PEOPLE[i]!) },
        };
    }
  }

  private async submit({
    by,
    label: tlp,
    audience: ask,
    value,
    confidence,
  }: Extract<Op, { op: 'submit' }>): Promise<void> {
    const { sent, means } = this.address(by, ask);
    const api = this.alliance.api(tlp === 'red' ? this.person(by) : this.key(by), value % 2 ? this.hub : this.other);
    const { body } = await api('POST', '/api/v1/indicators', {
      value: `v${value}.example`,
      tlp,
      audience: sent,
      confidence,
    });
    const id = body['id'] as string | undefined;
    if (id === undefined) return; // refused: that nobody ever sees it is what the end checks
    const known = this.oracle.objects.get(id);
    this.owners.set(id, by);
    if (body['outcome'] === 'created') this.oracle.set(id, { tlp, audience: means, confidence });
    if (body['outcome'] === 'updated')
      this.oracle.set(id, { confidence: Math.max(known?.confidence ?? 0, confidence) });
  }

  private async amend(step: Extract<Op, { op: 'relabel' | 'change' | 'revoke' }>): Promise<void> {
    const ids = [...this.oracle.objects.keys()];
    const id = ids[step.object % Math.max(1, ids.length)];
    if (id === undefined) return;
    const owner = this.owners.get(id) ?? 0;
    const api = this.alliance.api(this.person(owner), step.object % 2 ? this.hub : this.other);
    if (step.op === 'revoke') {
      const { status } = await api('POST', `/api/v1/indicators/${id}/revoke`, undefined);
      if (status === 200) this.oracle.set(id, { revoked: true });
      return;
    }
    const { sent, means } =
      step.op === 'relabel' ? this.address(owner, step.audience) : { sent: undefined, means: undefined };
    const change = step.op === 'relabel' ? { tlp: step.label, audience: sent } : { confidence: step.confidence };
    const { body } = await api('PATCH', `/api/v1/indicators/${id}`, change, { 'if-match': '*' });
    if (body['outcome'] !== 'updated') return;
    this.oracle.set(
      id,
      step.op === 'relabel' ? { tlp: step.label, audience: means! } : { confidence: step.confidence },
    );
  }

  private async member(verb: 'join' | 'leave', group: string, organisation: number): Promise<void> {
    const name = CERTS[organisation]!;
    const members = this.oracle.groups.get(group)!;
    if (members.has(name) === (verb === 'join')) return;
    await this.settle();
    const [groupId, organisationId] = [this.groupIds.get(group), this.alliance.org[name]];
    await this.rights((sql, seq) =>
      verb === 'join'
        ? sql.query(
            'insert into sharing_group_member (group_id, organisation_id, from_seq, joined_seq) values ($1, $2, $3, $3)',
            [groupId, organisationId, seq],
          )
        : sql.query('delete from sharing_group_member where group_id = $1 and organisation_id = $2', [
            groupId,
            organisationId,
          ]),
    );
    if (verb === 'join') this.oracle.join(group, name);
    else this.oracle.leave(group, name);
    // copies that were delivered stay with the reader: from here on it is what is newly delivered that counts
    for (const viewer of this.viewers) if (viewer.model.organisation === name) viewer.constant = false;
  }

  /** Who is there goes away for a while; who is away comes back to where he stopped, perhaps at the other process. */
  private async reconnect(which: number, atOther: boolean): Promise<void> {
    const viewer = this.viewers[which % this.viewers.length]!;
    const { follower } = viewer;
    viewer.away = !viewer.away;
    if (viewer.away) return follower.close();
    const next = await Follower.open(atOther ? this.other.url : this.hub.url, viewer.who, { after: follower.cursor });
    // he still holds what the way back has not spoken of; of the rest the last word counts, and that `next` has folded:
    // an object may be recalled from one audience and, later on the same way, be created in another
    const spokenOf = new Set(next.entries.map(({ object }) => object.id));
    for (const [id, object] of follower.held) if (!spokenOf.has(id)) next.held.set(id, object);
    viewer.follower = next;
  }

  /** Every socket has all that is for it: a marker, the last of the log, has reached each. */
  private async settle(): Promise<void> {
    const value = `settle-${randomUUID()}.example`;
    const { body } = await this.alliance.api(this.key(0))('POST', '/api/v1/indicators', {
      value,
      tlp: 'clear',
      confidence: 1,
    });
    const id = body['id'] as string;
    this.owners.set(id, 0);
    this.oracle.set(id, { tlp: 'clear', audience: { to: 'all' }, confidence: 1 });
    for (const { follower, model, away } of this.viewers)
      if (!away) await until(`${JSON.stringify(model)} has settled`, () => follower.held.has(id));
  }

  async check(): Promise<void> {
    for (const [i, { away }] of this.viewers.entries()) if (away) await this.reconnect(i, i % 2 === 0);
    await this.settle();
    for (const { model, who: credential, follower, constant } of this.viewers) {
      const expected = this.oracle.visible(model);
      using fresh = await Follower.open(this.other.url, credential, { after: 'beginning' });
      await until('the fresh one is at the head', () => fresh.live);
      expect({ viewer: model, held: holdings(fresh) }).toEqual({ viewer: model, held: expected });
      if (constant) expect({ live: model, held: holdings(follower) }).toEqual({ live: model, held: expected });
      else expect({ live: model, lacks: lacking(expected, follower) }).toEqual({ live: model, lacks: [] });
    }
  }

  close(): void {
    for (const { follower } of this.viewers) follower.close();
  }
}

const holdings = (follower: Follower): string[] =>
  [...follower.held.values()].map((o) => `${o.id} ${String(o['confidence'])} ${o['revoked'] === true}`).toSorted();

function lacking(expected: readonly string[], follower: Follower): string[] {
  const held = new Set(holdings(follower));
  return expected.filter((holding) => !held.has(holding));
}
