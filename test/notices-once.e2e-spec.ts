import { emailOf } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, type Member, MEMBERS, seedJoint } from './support/joint.js';
import { allTold, mailable, Mailbox } from './support/mailbox.js';
import { rowsOf } from './support/people.js';
import { spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'only-for-tests-0123456789-abcdefgh';
const ADVISORIES = '/api/v1/advisories';
const CERT_B = [emailOf('admin.of.cert-b', 'cert-b'), emailOf('analyst.of.cert-b', 'cert-b')];

interface Scene extends AsyncDisposable {
  readonly box: Mailbox;
  readonly hub: Hub;
  readonly joint: Joint;
}

async function scene(box: Mailbox, env: Record<string, string> = box.env): Promise<Scene> {
  const hub = await startHub({ TOCSIN_SECRET: SECRET, ...env });
  const joint = await seedJoint(hub);
  await mailable(hub);
  return {
    box,
    hub,
    joint,
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose](); // first: a hub waits for its conversations
      await hub[Symbol.asyncDispose]();
    },
  };
}

/** An alert, to one other member where it is named. */
async function publish({ joint }: Scene, to?: Member): Promise<string> {
  const audience = to === undefined ? {} : { audience: { organisations: [to] } };
  const body = { kind: 'alert', title: 'Zebra', body: 'Of it.', tlp: 'green', ...audience };
  const { id } = (await joint.key['cert-a']<{ id: string }>('POST', ADVISORIES, body)).body;
  expect((await joint.key['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
  return id;
}

const statesOf = async ({ hub }: Scene) =>
  (await rowsOf<{ state: string; error: string | null }>(hub, 'select state, error from mail order by state')).map(
    ({ state, error }) => (error === null ? state : `${state}: ${error}`),
  );

const failures = async ({ joint }: Scene) =>
  (await joint.root<{ items: { state: string; error: string }[] }>('GET', '/api/v1/notices/failures')).body.items;

/** Of each address, how many mails it got. */
const perAddress = ({ box }: Scene): number[] => {
  const counts = new Map<string, number>();
  for (const { to } of box.mails) counts.set(to, (counts.get(to) ?? 0) + 1);
  return [...counts.values()];
};

describe('a mail', () => {
  it('is sent once by four hub processes that look at the same time', async () => {
    await using at = await scene(await Mailbox.open());
    await using one = await at.hub.another();
    await using two = await at.hub.another();
    await using three = await at.hub.another();
    expect([one, two, three]).toHaveLength(3);
    const people = MEMBERS.length * 2 + 1;
    const ADVISED = 12;
    for (let i = 0; i < ADVISED; i++) await publish(at);
    await allTold(at.hub);
    expect(at.box.mails).toHaveLength(people * ADVISED);
    expect(perAddress(at)).toEqual(Array.from({ length: people }, () => ADVISED));
    const ids = at.box.mails.map(({ raw }) => /^message-id: (.*)\r$/im.exec(raw)?.[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is not sent again when the process that sends it is killed: nobody knows how far it came', async () => {
    await using at = await scene(await Mailbox.open(), {});
    at.box.answer = 'hold';
    const env = { TOCSIN_SECRET: SECRET, DATABASE_URL: at.hub.databaseUrl, ...at.box.env };
    await using killed = await spawnHub(env);
    await publish(at, 'cert-b');
    // the lead's own people are told, too
    await until('the server to have them', () => at.box.mails.length === 4);
    await killed.kill('SIGKILL');
    at.box.answer = 'take';
    await using other = await at.hub.another(at.box.env);
    expect(other.url).not.toBe(at.hub.url);
    await publish(at, 'cert-c');
    await until('the next to be sent', async () => (await statesOf(at)).includes('sent'));
    await rowsOf(at.hub, `update mail set changed_at = changed_at - interval '11 minutes' where state = 'taken'`);
    await until('those to be called unknown', async () => (await statesOf(at)).at(-1)?.startsWith('unknown'));
    expect((await statesOf(at)).filter((state) => state === 'unknown: process_ended')).toHaveLength(4);
    expect(CERT_B.map((to) => at.box.to(to).length)).toEqual([1, 1]);
    expect((await failures(at)).map(({ state, error }) => `${state}: ${error}`)).toEqual(
      Array.from({ length: 4 }, () => 'unknown: process_ended'),
    );
  });

  it('arrives once when the server was away, or said that it can’t now', async () => {
    await using at = await scene(await Mailbox.open({ up: false }));
    await publish(at, 'cert-b');
    await until('a refusal', async () => (await failures(at)).some(({ error }) => error === 'ESOCKET'));
    at.box.answer = 451;
    await at.box.up();
    const refused = { state: 'waiting', error: 'EMESSAGE 451' };
    const isRefused = ({ state, error }: typeof refused) => state === refused.state && error === refused.error;
    await until('another, of all', async () => (await failures(at)).filter(isRefused).length === 4);
    at.box.answer = 'take';
    await allTold(at.hub);
    expect(perAddress(at)).toEqual([1, 1, 1, 1]);
    expect(await failures(at)).toEqual([]);
  });

  it('is not tried again when the server refuses it for good, and that is told', async () => {
    await using at = await scene(await Mailbox.open());
    at.box.answer = 550;
    await publish(at, 'cert-b');
    await allTold(at.hub);
    expect(await statesOf(at)).toEqual(Array.from({ length: 4 }, () => 'failed: EMESSAGE 550'));
    const [failure] = await failures(at);
    expect(Object.keys(failure!).toSorted()).toEqual(['at', 'error', 'person', 'state', 'tries']);
  });

  it('is not sent again when the connection ends before the answer to it', async () => {
    await using at = await scene(await Mailbox.open());
    at.box.answer = 'drop';
    await publish(at, 'cert-b');
    await until('all to be over', async () => {
      const states = await statesOf(at);
      return states.length === 4 && states.every((state) => /^(?:unknown|waiting: )/.test(state));
    });
    const dropped = at.box.mails.map(({ to }) => to);
    expect(dropped.length).toBeGreaterThan(0);
    at.box.answer = 'take';
    await at.box.up();
    await allTold(at.hub);
    expect(Math.max(...perAddress(at))).toBe(1);
    const unknown = (await statesOf(at)).filter((state) => /^unknown: (?:ECONNECTION|EMESSAGE)/.test(state));
    expect(unknown.length).toBeGreaterThanOrEqual(dropped.length);
    expect(unknown.length + at.box.mails.length - dropped.length).toBe(4);
  });

  it('is not sent again after a restore: it may have been, in what was lost', async () => {
    await using at = await scene(await Mailbox.open({ up: false }));
    await publish(at, 'cert-b');
    await until('all to be tried', async () => (await failures(at)).length === 4);
    await rowsOf(
      at.hub,
      `update mail set digest = true, tries = 0, due_at = 'infinity' where id = (select min(id::text)::uuid from mail)`,
    );
    await until('none to be on its way', async () => !(await statesOf(at)).includes('taken'));
    await rowsOf(at.hub, 'update head set epoch = gen_random_uuid()'); // as every restore does
    await at.box.up();
    await publish(at, 'cert-c');
    await allTold(at.hub);
    expect(CERT_B.flatMap((to) => at.box.to(to))).toEqual([]);
    const states = await statesOf(at);
    expect(states.filter((state) => state === 'unknown: restored')).toHaveLength(3);
    // a digest whose hour has not come was never sent
    expect(states.filter((state) => state.startsWith('waiting'))).toHaveLength(1);
  });

  it.each([
    ['a certificate that does not hold', { secure: true }, 'ESOCKET'],
    ['no TLS on another machine', { host: '127.0.0.2' }, 'ETLS'],
  ])(
    'K06: is not handed to a server with %s',
    async (_, how, error) => {
      await using at = await scene(await Mailbox.open(how));
      await publish(at, 'cert-b');
      await until('a refusal', async () => (await failures(at)).length === 4);
      expect(new Set((await failures(at)).map((failure) => failure.error.split(' ')[0]))).toEqual(new Set([error]));
      expect(at.box.mails).toEqual([]);
    },
    60_000,
  );

  it('is not made at all without a mail server, nor of what happened a day before there was one', async () => {
    await using at = await scene(await Mailbox.open(), {});
    await publish(at, 'cert-b');
    const ready = await fetch(`${at.hub.url}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'ok', mail: 'off' });
    await rowsOf(at.hub, `update advisory_step set at = at - interval '25 hours'`);
    await using mailing = await at.hub.another(at.box.env);
    expect(await (await fetch(`${mailing.url}/health/ready`)).json()).toEqual({ status: 'ok', mail: 'on' });
    await publish(at, 'cert-c');
    await allTold(at.hub);
    expect(CERT_B.flatMap((to) => at.box.to(to))).toEqual([]);
    expect(at.box.to(emailOf('analyst.of.cert-c', 'cert-c'))).toHaveLength(1);
  });
});
