import pg from 'pg';
import { Follower } from './follower.js';
import type { Hub } from './hub.js';
import type { Alliance, Answer } from './people.js';
import { until } from './until.js';

let number = 0;

/** What must never stand in an answer: stacks, SQL, paths of ours, library errors. */
const INTERNALS =
  /\bat \S+ \(|node_modules|\/work\/|\/src\/|dist\/|\.[jt]s:\d+|SELECT |\bselect [a-z.]+[, ]|insert into|violates|relation "|syntax error|FST_ERR|HPE_|ECONN|Error:|TypeError|undefined/;

/** The hub's answer is a problem (RFC 9457) with this code, its status, and nothing of the inside. */
export function expectProblem(
  answer: { status: number; headers: Headers | Readonly<Record<string, string>>; body: unknown },
  status: number,
  code: string,
): void {
  const type = answer.headers instanceof Headers ? answer.headers.get('content-type') : answer.headers['content-type'];
  const { body } = answer;
  expect({ status: answer.status, type: type?.split(';')[0], body }).toEqual({
    status,
    type: 'application/problem+json',
    body: expect.objectContaining({ code, status, title: expect.any(String), requestId: expect.any(String) }),
  });
  expect(JSON.stringify(body)).not.toMatch(INTERNALS);
}

/** The audit log's chain can be recomputed, whatever was done to the hub; how many records it has. */
export async function auditWhole({ api, people }: Pick<Alliance, 'api' | 'people'>, url?: string): Promise<number> {
  const root = api(people.root, ...(url === undefined ? [] : [{ url }]));
  const { status, body } = await root<{ ok: boolean; records: number }>('GET', '/api/v1/audit/verify');
  expect({ status, body }).toMatchObject({ status: 200, body: { ok: true } });
  return body.records;
}

/** Watches a hub that is being attacked: a control subscriber, the counts of what is stored, the process's health. */
export class Control implements AsyncDisposable {
  private records = 0;

  private constructor(
    private readonly url: string,
    private readonly alliance: Alliance,
    private follower: Follower,
    private readonly sql: pg.Client,
  ) {}

  /** `url`: of the hub process that will be attacked, when it is not `hub` itself. */
  static async over(hub: Hub, alliance: Alliance, url = hub.url): Promise<Control> {
    const sql = new pg.Client(hub.databaseUrl);
    await sql.connect();
    const follower = await Follower.open(url, alliance.keys.c.text);
    await until('the control subscriber is at the head', () => follower.live);
    return new Control(url, alliance, follower, sql);
  }

  /** Runs an attack between two canaries; nothing but what it says it `stores` may have been stored by it. */
  async around<T>(attack: () => Promise<T>, stores = 0): Promise<T> {
    await this.canary();
    const before = await this.stored();
    const result = await attack();
    expect(await this.stored()).toEqual({ objects: before.objects + stores, dangling: 0 });
    await this.canary();
    const health = await fetch(`${this.url}/health/ready`);
    expect(health.status).toBe(200);
    await this.verified();
    return result;
  }

  /** The audit log is whole, and has not become shorter. */
  async verified(): Promise<void> {
    const records = await auditWhole(this.alliance, this.url);
    expect(records).toBeGreaterThanOrEqual(this.records);
    this.records = records;
  }

  /**
   * An indicator goes in by one member and arrives at another within fifteen seconds, or `ms`: the machine may have much
   * else to do. Whoever was sent away (a hub that is short of breath says so) resumes where it was, as a member would.
   */
  async canary(ms = 15_000): Promise<void> {
    const value = `canary-${number++}.control.example`;
    const answer: Answer = await this.alliance.api(this.alliance.keys.a, { url: this.url })(
      'POST',
      '/api/v1/indicators',
      {
        value,
        tlp: 'green',
      },
    );
    expect(answer.status).toBe(201);
    await until(`the canary ${value}`, () => this.resumed(value), ms);
  }

  /** The control subscriber has the connection that it had, or a later one. */
  get connected(): boolean {
    return this.follower.connected;
  }

  private async resumed(value: string): Promise<boolean> {
    if (!this.follower.connected && this.follower.byes.every(({ retryable }) => retryable)) {
      const { cursor } = this.follower;
      const again = await Follower.open(this.url, this.alliance.keys.c.text, { after: cursor }).catch(() => undefined);
      this.follower = again ?? this.follower;
    }
    return this.follower.values.includes(value);
  }

  async stored(): Promise<{ objects: number; dangling: number }> {
    const { rows } = await this.sql.query<{ objects: number; dangling: number }>(
      `select (select count(*) from object)::int as objects,
         (select count(*) from object o where not exists (select from version v where v.seq = o.seq)
           or not exists (select from entry e where e.seq = o.seq and e.audience_id = o.audience_id and e.position = o.position))::int
         + (select count(*) from version v where not exists (select from entry e where e.seq = v.seq))::int as dangling`,
    );
    return rows[0]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.follower.close();
    await this.sql.end();
  }
}
