import { emailOf, personId } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { attribution, giveKeys, type Joint, type Member, MEMBERS, seedJoint } from './support/joint.js';
import { allTold, digestHour, mailable, Mailbox, type Received } from './support/mailbox.js';
import { rowsOf } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const SECRET_WORDS = ['Zebra', 'zebra', 'WILDEBEEST', 'savannah', 'CVE-2026', 'critical', 'alert'];
const OPEN = { publication: 'instant', review: 'instant', signature: 'instant', reminder: 'instant' };

describe('what people are mailed', () => {
  let hub: Hub;
  let box: Mailbox;
  let joint: Joint;

  beforeAll(async () => {
    box = await Mailbox.open();
    hub = await startHub(box.env);
    joint = await seedJoint(hub);
    await mailable(hub);
    await giveKeys(joint);
  });
  afterAll(async () => {
    await hub[Symbol.asyncDispose]();
    await box[Symbol.asyncDispose]();
  });
  beforeEach(() => box.mails.splice(0));

  const analyst = (of: Member) => emailOf(`analyst.of.${of}`, of);
  const admin = (of: Member) => emailOf(`admin.of.${of}`, of);
  const peopleOf = (...members: Member[]) => members.flatMap((of) => [analyst(of), admin(of)]);
  const everybody = [...peopleOf(...MEMBERS), emailOf('root', 'cert-z')];
  const alert = (more: object = {}) => ({
    kind: 'alert',
    title: 'Zebra on the loose',
    body: 'WILDEBEEST of the savannah.',
    tlp: 'green',
    severity: 'critical',
    vulnerabilities: [{ cve: 'CVE-2026-0001' }],
    ...more,
  });
  const draft = async (body: object, by: Member = 'cert-a') =>
    (await joint.analyst[by]<{ id: string }>('POST', ADVISORIES, body)).body.id;
  const step = async (id: string, name: string, body: object = {}, by: Member = 'cert-a') => {
    const { status } = await joint.analyst[by]('POST', `${ADVISORIES}/${id}/${name}`, body);
    expect([name, status]).toEqual([name, 200]);
  };
  const publish = async (body: object) => {
    const id = await draft(body);
    await step(id, 'publish');
    await allTold(hub);
    return id;
  };
  const addresses = (mails: readonly Received[] = box.mails) => mails.map(({ to }) => to).toSorted();
  const subjects = () => [...new Set(box.mails.map(({ subject }) => subject))];
  const choose = (who: Member, choices: object) =>
    joint.analyst[who]('PUT', '/api/v1/me/notices', { ...OPEN, ...choices });

  it('tells all whom it goes to of what is published, of its next version, and that it is withdrawn', async () => {
    const id = await publish(alert());
    expect(addresses()).toEqual(everybody.filter((to) => to !== analyst('cert-a')).toSorted());
    expect(subjects()).toEqual(['[TLP:GREEN] New advisory: Zebra on the loose']);
    const [mail] = box.mails;
    expect(mail!.text).toBe(
      `TLP:GREEN\nNew advisory: Zebra on the loose\nhttps://hub.example/advisories/${id}\n\n` +
        '-- \nSent by https://hub.example. What it mails you is yours to choose there.\n',
    );
    for (const header of [
      /^Auto-Submitted: auto-generated$/m,
      /^List-ID: Tocsin <notices\.hub\.example>$/m,
      /^Message-ID: <[0-9a-f-]{36}@hub\.example>$/m,
      /^From: Tocsin <hub@tocsin\.example>$/m,
      /^Content-Type: text\/plain; charset=utf-8$/m,
    ])
      expect(mail!.raw.replaceAll('\r', '')).toMatch(header);

    await step(id, 'revise');
    await step(id, 'publish');
    await allTold(hub);
    await step(id, 'withdraw', { reason: 'no zebra' });
    await allTold(hub);
    expect(subjects().slice(1)).toEqual([
      '[TLP:GREEN] New version (2): Zebra on the loose',
      '[TLP:GREEN] Withdrawn: Zebra on the loose',
    ]);
    expect(box.mails).toHaveLength((everybody.length - 1) * 3);
  });

  it.each(['amber', 'amber+strict'])('D33: says of TLP:%s nothing but the label and a link', async (tlp) => {
    const id = await publish(alert({ tlp, audience: { organisations: ['cert-b', 'cert-c'] } }));
    expect(addresses()).toEqual([admin('cert-a'), ...peopleOf('cert-b', 'cert-c')].toSorted());
    const label = `TLP:${tlp.toUpperCase()}`;
    expect(subjects()).toEqual([`[${label}] Tocsin`]);
    for (const mail of box.mails) {
      expect(mail.text.split('\n-- ')[0]).toBe(`${label}\nhttps://hub.example/advisories/${id}\n`);
      expect(SECRET_WORDS.filter((word) => `${mail.raw}${mail.text}`.includes(word))).toEqual([]);
    }
  });

  it('D33: tells those whom TLP:RED names that something waits, and nobody else anything', async () => {
    const id = await publish(alert({ tlp: 'red', audience: { people: [personId('analyst of cert-b')] } }));
    const audience = { people: ['analyst of cert-b', 'analyst of cert-c'].map(personId) };
    await step(await draft(alert({ tlp: 'red', audience, authors: ['cert-b', 'cert-c'] })), 'review');
    await allTold(hub);
    expect(addresses()).toEqual([analyst('cert-b'), analyst('cert-b'), analyst('cert-c')]);
    expect(subjects()).toHaveLength(1);
    const [mail] = box.mails;
    expect([mail!.subject, mail!.text.split('\n-- ')[0]]).toEqual([
      'Tocsin: something waits for you',
      'Something waits for you.\nhttps://hub.example/\n',
    ]);
    expect([...SECRET_WORDS, id, 'TLP', 'RED'].filter((word) => `${mail!.raw}${mail!.text}`.includes(word))).toEqual(
      [],
    );
  });

  it('asks those at work to review and to sign, naming nothing, and whoever joins them later', async () => {
    const id = await draft(attribution({ signers: ['cert-a', 'cert-b'], quorum: 2 }));
    await step(id, 'review');
    await allTold(hub);
    expect(addresses()).toEqual([admin('cert-b'), analyst('cert-b')]);
    const text = `TLP:AMBER+STRICT\nhttps://hub.example/advisories/${id}/work\n`;
    expect(box.mails.map((mail) => mail.text.split('\n-- ')[0])).toEqual([text, text]);
    expect(box.mails.filter(({ raw }) => /HERON|Exchange|GREEN/.test(raw))).toEqual([]);

    const more = attribution({ signers: ['cert-a', 'cert-b', 'cert-c'], quorum: 2 });
    await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, more, { 'if-match': '*' });
    await allTold(hub);
    expect(addresses(box.mails.splice(0).slice(2))).toEqual([admin('cert-c'), analyst('cert-c')]);
    await step(id, 'call');
    await allTold(hub);
    expect(addresses()).toEqual([admin('cert-a'), ...peopleOf('cert-b', 'cert-c')].toSorted());
  });

  it('asks for leave to quote, once', async () => {
    const item = { value: 'evil.example', tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b'] } };
    expect((await joint.analyst['cert-b']('POST', '/api/v1/indicators', item)).status).toBe(201);
    const id = await draft(alert({ body: 'Look out for evil.example.' }));
    for (let i = 0; i < 2; i++) {
      const { body } = await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/quotes`, {});
      expect(body).toEqual({ asked: 1 });
      await allTold(hub);
    }
    expect(addresses()).toEqual([admin('cert-b'), analyst('cert-b')]);
    expect(box.mails[0]!.text.split('\n-- ')[0]).toBe('TLP:AMBER+STRICT\nhttps://hub.example/advisories/quotes\n');
    expect(box.mails.filter(({ raw }) => /evil|Zebra|indicator/.test(raw))).toEqual([]);
  });

  it('reminds a day before the deadline, and once after it; the lead’s people are told who has not answered', async () => {
    const acknowledge_by = new Date(Date.now() + 25 * 3_600_000).toISOString();
    const id = await publish(alert({ acknowledge_by, audience: { organisations: ['cert-b', 'cert-c', 'cert-d'] } }));
    await joint.analyst['cert-b']('POST', `${ADVISORIES}/${id}/acknowledgements`, { answer: 'acting' });
    box.mails.splice(0);
    await rowsOf(hub, 'update notice_deadline set next_at = clock_timestamp() where advisory_id = $1', [id]);
    await allTold(hub);
    const late = peopleOf('cert-c', 'cert-d');
    expect(addresses()).toEqual(late.toSorted());
    expect(subjects()).toEqual(['[TLP:GREEN] Waits for your answer: Zebra on the loose']);
    expect(box.mails.splice(0)[0]!.text).toContain(`To be answered by ${acknowledge_by}`);

    await joint.analyst['cert-c']('POST', `${ADVISORIES}/${id}/acknowledgements`, { answer: 'fixed' });
    await rowsOf(
      hub,
      'update notice_deadline set next_at = clock_timestamp(), acknowledge_by = clock_timestamp() where advisory_id = $1',
      [id],
    );
    await allTold(hub);
    expect(addresses()).toEqual([analyst('cert-a'), admin('cert-a'), analyst('cert-d'), admin('cert-d')].toSorted());
    const [list] = box.to(analyst('cert-a'));
    expect(list!.subject).toBe('[TLP:GREEN] Not answered in time: Zebra on the loose');
    expect(list!.text).toContain('\nNot answered by: cert-d\n');
  });

  it('keeps to what each chose: at once, in one mail a day, or not at all', async () => {
    expect((await joint.analyst['cert-b']('GET', '/api/v1/me/notices')).body).toEqual(OPEN);
    const chosen = await choose('cert-b', { publication: 'digest', review: 'off' });
    expect([chosen.status, chosen.body]).toEqual([200, { ...OPEN, publication: 'digest', review: 'off' }]);
    await choose('cert-c', { publication: 'off' });
    for (const wrong of [{ publication: 'weekly' }, { other: 'off' }, { review: null }])
      expect((await choose('cert-d', wrong)).status).toBe(422);
    expect((await joint.key['cert-b']('GET', '/api/v1/me/notices')).status).toBe(403);

    const green = await publish(alert());
    const amber = await publish(alert({ tlp: 'amber' }));
    for (let i = 0; i < 2; i++)
      await publish(alert({ tlp: 'red', audience: { people: [personId('analyst of cert-b')] } }));
    expect([box.to(analyst('cert-b')), box.to(analyst('cert-c'))]).toEqual([[], []]);
    expect(box.to(analyst('cert-d'))).toHaveLength(2);
    await digestHour(hub);
    await allTold(hub);
    const [digest, ...more] = box.to(analyst('cert-b'));
    expect(more).toEqual([]);
    expect(digest!.subject).toBe('Tocsin: your digest');
    expect(digest!.text.split('\n-- ')[0]).toBe(
      [
        `TLP:GREEN\nNew advisory: Zebra on the loose\nhttps://hub.example/advisories/${green}\n`,
        `TLP:AMBER\nhttps://hub.example/advisories/${amber}\n`,
        'Something waits for you.\nhttps://hub.example/\n',
      ].join('\n'),
    );
    expect(box.to(analyst('cert-c'))).toEqual([]);
    for (const who of ['cert-b', 'cert-c'] as const) await choose(who, {});
  });

  it('takes no header from a title', async () => {
    const refused = await joint.analyst['cert-a']('POST', ADVISORIES, alert({ title: 'a\r\nBcc: x@evil.example' }));
    expect(refused.status).toBe(422);
    await publish(alert({ title: '=?utf-8?q?=0D=0ABcc:_x@far.example?= 日本 https://far.example' }));
    const [mail] = box.mails;
    const line = 'New advisory: = ?utf-8?q?=0D=0ABcc:_x[@]far[.]example?= 日本 https[:]//far[.]example';
    expect(mail!.subject).toBe(`[TLP:GREEN] ${line}`);
    expect(mail!.text.split('\n')[1]).toBe(line);
    expect(mail!.raw.split('\r\n\r\n')[0]).not.toMatch(/^bcc/im);
    expect(box.mails.every(({ to }) => everybody.includes(to))).toBe(true);
  });

  it('has its figures, and nothing of it for who is not in', async () => {
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    expect(metrics).toMatch(/^tocsin_mails_total\{state="sent"\} [1-9]\d*$/m);
    expect(metrics).toMatch(/^tocsin_mails_waiting \d+$/m);
    expect((await joint.analyst['cert-a']('GET', '/api/v1/notices/failures')).status).toBe(403);
    expect((await joint.root('GET', '/api/v1/notices/failures')).body).toEqual({ items: [] });
  });
});
