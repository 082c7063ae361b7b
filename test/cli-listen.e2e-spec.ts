import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../client/src/testing/spawn-cli.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const PROGRAM = join(import.meta.dirname, '../client/bin/tocsin.js');
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const live = ({ stderr }: { stderr: string }): boolean => /Live|Back/.test(stderr);
/** The names of the domains in printed entries, in order. */
const names = (text: string): string[] => [...text.matchAll(/(\w+)\[\.]example/g)].map(([, name]) => name!);

interface Wire {
  op: string;
  object: { id: string; type: string };
  audience: string;
  from?: object;
}

describe('tocsin listen', () => {
  let hub: Hub;
  let alliance: Alliance;
  let b: Terminal;

  const submit = async (item: object, who: 'a' | 'b' = 'a'): Promise<{ id: string; etag: string }> => {
    const answer = await alliance.api(alliance.keys[who])('POST', '/api/v1/indicators', { tlp: 'green', ...item });
    expect(answer.status).toBeLessThan(300);
    return answer.body as { id: string; etag: string };
  };
  const share = async (...values: string[]): Promise<void> => {
    for (const value of values) await submit({ value: `${value}.example` });
  };
  const change = async (
    { id, etag }: { id: string; etag: string },
    to: object,
  ): Promise<{ id: string; etag: string }> => {
    const answer = await alliance.api(alliance.keys.a)('PATCH', `/api/v1/indicators/${id}`, to, { 'if-match': etag });
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return answer.body as { id: string; etag: string };
  };

  /** The file in which cert-b's listener of that name keeps its place. */
  const placeOf = (name: string): string => {
    const parts = [hub.url, alliance.org['cert-b'], '', name];
    const file = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
    return join(b.home, '.local/state/tocsin', `${file}.json`);
  };
  /** How many entries of all ledgers lie before that place. */
  const reached = (name: string): number => {
    const { heads } = JSON.parse(readFileSync(placeOf(name), 'utf8')) as {
      heads: Record<string, { position: number }>;
    };
    return Object.values(heads).reduce((sum, { position }) => sum + position, 0);
  };

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    b = new Terminal(PROGRAM, { TOCSIN_URL: hub.url, TOCSIN_KEY: alliance.keys.b.text });
  });
  afterAll(async () => {
    await b[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('stopped by %s goes on exactly where it stopped', async (signal) => {
    const of = (name: string): string => `${name}${signal.toLowerCase()}`;
    const place = ['listen', '--name', signal];
    await share(of('before'));
    const first = b.start(place);
    await first.until(live);
    const at = reached(signal);
    await share(of('one'), of('two'));
    await first.until(({ stdout }) => names(stdout).length === 2);
    // Printed is not yet kept: a kill in between would bring the batch again, as it must.
    await until('the place to be kept', () => reached(signal) === at + 2);
    expect(await first.kill(signal)).toMatchObject({ code: signal === 'SIGINT' ? 130 : 'SIGKILL' });
    await share(of('three'), of('four'));
    const second = b.start(place);
    await second.until(live);
    await share(of('five'));
    await second.until(({ stdout }) => names(stdout).length >= 3);
    await second.kill('SIGINT');
    expect([...names(first.stdout), ...names(second.stdout)]).toEqual(['one', 'two', 'three', 'four', 'five'].map(of));
  });

  it('prints one line an entry: time, op, label, organisation, type, defanged value, confidence, name', async () => {
    const listening = b.start(['listen', '--name', 'line']);
    await listening.until(live);
    await submit({ value: 'https://evil.example/a.b', confidence: 70, name: 'Drop zone', tlp: 'amber' });
    await listening.until(({ stdout }) => lines(stdout).length === 1);
    await listening.kill('SIGTERM').then(({ code }) => expect(code).toBe(143));
    expect(listening.stdout).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\tcreate\tTLP:AMBER\tcert-a\turl\thxxps:\/\/evil\[\.]example\/a\.b\t70\tDrop zone\n$/,
    );
  });

  it('follows moves, recalls, new audiences and joined groups without a false alarm, and verify agrees', async () => {
    const listening = b.start(['listen', '--name', 'moves', '--since', 'beginning', '--json']);
    await listening.until(live);
    const moved = await submit({ value: 'moved.example' });
    await change(moved, { tlp: 'amber' });
    const recalled = await submit({ value: 'recalled.example' });
    await change(recalled, { audience: { organisations: ['cert-c'] }, tlp: 'amber' });
    const widened = await submit({ value: 'widened.example', tlp: 'amber', audience: 'organisation' });
    await change(widened, { tlp: 'green', audience: 'all' });
    await submit({ value: 'listed.example', tlp: 'amber', audience: { organisations: ['cert-b', 'cert-c'] } });
    await submit({ value: 'mine.example', tlp: 'amber', audience: 'organisation' }, 'b');
    const revoked = await submit({ value: 'revoked.example' });
    await alliance.api(alliance.keys.a)('POST', `/api/v1/indicators/${revoked.id}/revoke`, {});
    const group = await joinedGroup('cert-b');
    await submit({ value: 'grouped.example', audience: { group } });
    await submit({ value: 'grouped-too.example', audience: { group } });
    const whole = await joinedGroup('cert-b', 'full');
    await submit({ value: 'grouped-whole.example', audience: { group: whole } });
    await submit({ value: 'last.example' });
    await listening.until(({ stdout }) => stdout.includes('last.example'));
    const { code, stdout, stderr } = await listening.kill('SIGINT');
    expect([code, stderr]).toEqual([130, expect.not.stringContaining('NOT WHOLE')]);
    const entries = lines(stdout).map((line) => JSON.parse(line) as Wire);
    const opsOf = ({ id }: { id: string }): string[] =>
      entries.filter(({ object }) => object.id === id).map(({ op }) => op);
    expect(opsOf(moved)).toEqual(['create', 'update']);
    expect(entries.find(({ object, op }) => object.id === moved.id && op === 'update')!.from).toBeDefined();
    expect(opsOf(recalled)).toEqual(['create', 'recall']);
    expect(opsOf(widened)).toEqual(['create']);
    expect(opsOf(revoked)).toEqual(['create', 'revoke']);
    expect(new Set(entries.map(({ audience }) => audience)).size).toBeGreaterThanOrEqual(5);
    writeFileSync(join(b.cwd, 'held.ndjson'), stdout);
    const verified = await b.run(['verify', '--against', 'held.ndjson']);
    expect([verified.code, verified.stdout]).toEqual([0, expect.not.stringMatching(/MISSING|ALTERED|BROKEN/)]);
  });

  it('what changed while it was away is proven whole against the ledgers', async () => {
    const place = ['listen', '--name', 'away', '--until-live', '--json'];
    await b.run(['listen', '--name', 'away', '--until-live', '--since', 'beginning']);
    const before = await submit({ value: 'away-before.example' });
    await b.run(place);
    const twice = await submit({ value: 'away-twice.example' });
    await change(await change(twice, { confidence: 10 }), { confidence: 20 });
    await change(before, { tlp: 'amber', audience: 'organisation' });
    const gone = await submit({ value: 'away-gone.example' });
    await change(gone, { tlp: 'amber', audience: 'organisation' });
    await change(await change(await submit({ value: 'away-far.example' }), { tlp: 'amber' }), {
      audience: 'organisation',
    });
    const moved = await submit({ value: 'away-moved.example' });
    await change(await change(moved, { tlp: 'amber' }), { confidence: 30 });
    const { code, stdout, stderr } = await b.run(place);
    expect([code, stderr]).toEqual([0, expect.stringContaining('going on where it stopped')]);
    const ops = Object.fromEntries(
      lines(stdout).map((line) => [(JSON.parse(line) as Wire).object.id, (JSON.parse(line) as Wire).op]),
    );
    expect(ops).toMatchObject({
      [twice.id]: expect.any(String),
      [before.id]: 'recall',
      [moved.id]: expect.any(String),
    });
    expect(ops).not.toHaveProperty(gone.id);
  });

  it('an entry that fails its command comes again; those before it do not', async () => {
    const place = ['listen', '--name', 'exec', '--until-live'];
    await b.run(place);
    await share('exec1', 'exec2', 'exec3');
    const done = join(b.cwd, 'done');
    const script = `read entry; case "$entry" in *exec2*) [ -e ${done}.ok ] || exit 3;; esac; echo "$entry" >> ${done}`;
    expect(await b.run([...place, '--exec', script])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ended with 3'),
    });
    writeFileSync(`${done}.ok`, '');
    expect(await b.run([...place, '--exec', script])).toMatchObject({ code: 0 });
    expect(lines(readFileSync(done, 'utf8')).map((line) => /exec\d/.exec(line)![0])).toEqual([
      'exec1',
      'exec2',
      'exec3',
    ]);
  });

  it('a place that is no use any more is said, never silently begun anew', async () => {
    await b.run(['listen', '--name', 'spoilt', '--until-live']);
    expect(existsSync(placeOf('spoilt'))).toBe(true);
    writeFileSync(placeOf('spoilt'), JSON.stringify({ cursor: 'AAAA' }));
    const { code, stderr } = await b.run(['listen', '--name', 'spoilt', '--until-live']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--since beginning')]);
  });

  /** A group of cert-a in which something was shared before the other joined, by its id. */
  async function joinedGroup(other: 'cert-b' | 'cert-c', history = 'joining'): Promise<string> {
    const root = alliance.api(alliance.people.root);
    const made = await root('POST', '/api/v1/groups', {
      name: `With ${other}`,
      history,
      members: [alliance.org['cert-a']],
    });
    const { id } = made.body as { id: string };
    await submit({ value: 'before-joining.example', audience: { group: id } });
    const joined = await root('PUT', `/api/v1/groups/${id}/members/${alliance.org[other]}`, {});
    expect(joined.status).toBeLessThan(300);
    return id;
  }
});
