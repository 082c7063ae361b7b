import { changedRights } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { allTold, digestHour, Mailbox } from './support/mailbox.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';
import { save, type Saved, searched, SEARCHES, share } from './support/searching.js';
import { until } from './support/until.js';

interface Logged {
  id: string;
  test: boolean;
  state: string;
  error: string | null;
}

describe('what people are mailed of saved searches', () => {
  let hub: Hub;
  let box: Mailbox;
  let alliance: Alliance;
  let ana: Api;
  let bo: Api;

  beforeAll(async () => {
    box = await Mailbox.open();
    hub = await startHub(box.env);
    alliance = await seedAlliance(hub);
    ana = alliance.api(alliance.people.ana);
    bo = alliance.api(alliance.people.bo);
  });
  afterAll(async () => {
    await box[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await rowsOf(hub, 'delete from saved_search');
    await rowsOf(hub, 'delete from mail');
    box.answer = 'take';
    box.mails.splice(0);
  });

  const told = async () => {
    await searched(hub);
    await until('all to be put into mails', async () => {
      const rows = await rowsOf(hub, 'select from search_match where to_mail limit 1');
      return rows.length === 0;
    });
    await allTold(hub);
  };
  const words = () => box.mails.map(({ text }) => text.split('\n-- ')[0]!);
  const log = async ({ id }: Saved, api = ana) =>
    (await api<{ items: Logged[] }>('GET', `${SEARCHES}/${id}/mails`)).body.items;

  it('is nothing unless they ask for it, and then the name and how much of what is TLP:GREEN', async () => {
    await save(ana, 'label:owl');
    await share(bo, { labels: ['owl'] });
    await told();
    expect(box.mails).toEqual([]);
    const search = await save(ana, 'label:owl', { name: 'Owls of evil.example', mail: 'instant' });
    await share(bo, { labels: ['owl'], description: 'hoots' });
    await told();
    expect(box.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [alliance.people.ana.email, '[TLP:GREEN] Found by a saved search: 1: Owls of evil[.]example'],
    ]);
    expect(words()).toEqual([
      `TLP:GREEN\nFound by a saved search: 1: Owls of evil[.]example\nhttps://hub.example/searches/${search.id}\n`,
    ]);
    expect(await log(search)).toMatchObject([{ state: 'sent', test: false, error: null }]);
    expect((await alliance.api(alliance.people.al)('GET', `${SEARCHES}/${search.id}/mails`)).status).toBe(404);
  });

  it.each([
    ['amber', { audience: 'all' }, 'TLP:AMBER\nhttps://hub.example/searches/'],
    ['red', 'ana', 'Something waits for you.\nhttps://hub.example/\n'],
  ] as const)('D33: names nothing of what is TLP:%s', async (tlp, whom, said) => {
    const audience = whom === 'ana' ? { audience: { people: [alliance.people.ana.id] } } : whom;
    await save(ana, 'label:owl', { name: 'Zebra', mail: 'instant' });
    await share(bo, { labels: ['owl'], value: 'zebra.example', tlp, ...audience });
    await told();
    expect(words()).toHaveLength(1);
    expect(words()[0]!.startsWith(said)).toBe(true);
    expect(box.mails[0]!.raw).not.toMatch(/zebra|owl|found/i);
  });

  it('comes in one mail a day or an hour where they want it so, of all searches together', async () => {
    await save(ana, 'label:owl', { name: 'A', mail: 'daily' });
    await save(ana, 'label:jay', { name: 'B', mail: 'daily' });
    await save(alliance.api(alliance.people.al), 'label:owl', { name: 'C', mail: 'hourly' });
    for (let i = 0; i < 3; i++) await share(bo, { labels: ['owl', 'jay'] });
    await searched(hub);
    await until('all to be put into mails', async () => {
      const rows = await rowsOf(hub, 'select from search_match where to_mail limit 1');
      return rows.length === 0;
    });
    expect(box.mails).toEqual([]);
    await digestHour(hub);
    await allTold(hub);
    expect(box.mails.map(({ to, subject }) => `${to} ${subject}`).toSorted()).toEqual([
      `${alliance.people.al.email} Tocsin: your digest`,
      `${alliance.people.ana.email} Tocsin: your digest`,
    ]);
    expect(box.to(alliance.people.ana.email)[0]!.text).toMatch(/search: 3: A\n[\s\S]*search: 3: B\n/);
  });

  it('is ten mails an hour at most when they come at once; the rest waits for the hour’s end', async () => {
    const search = await save(ana, 'label:owl', { mail: 'instant' });
    for (let i = 0; i < 14; i++) {
      await share(bo, { labels: ['owl'] });
      await searched(hub);
      await until('it to be put into a mail', async () => {
        const rows = await rowsOf(hub, 'select from search_match where to_mail limit 1');
        return rows.length === 0;
      });
    }
    await until('all to be sent that need not wait', async () => {
      const rows = await rowsOf(hub, `select from mail where not digest and state <> 'sent'`);
      return rows.length === 0;
    });
    expect(box.mails).toHaveLength(10);
    await digestHour(hub);
    await allTold(hub);
    expect(box.mails).toHaveLength(11);
    expect(words()[10]).toContain('Found by a saved search: 4: ');
    expect(await log(search)).toHaveLength(11);
  });

  it('says nothing of what has moved out of sight before it is sent, and is not sent when nothing is left', async () => {
    const search = await save(ana, 'label:owl', { mail: 'daily' });
    const { id, etag } = await share(bo, { labels: ['owl'], tlp: 'amber', audience: 'all' });
    await searched(hub);
    await until('it to be put into a mail', async () => (await log(search)).length === 1);
    await bo('PATCH', `/api/v1/indicators/${id}`, { audience: 'organisation' }, { 'if-match': etag });
    await digestHour(hub);
    await allTold(hub);
    expect([box.mails, (await log(search))[0]!.state]).toEqual([[], 'dropped']);
  });

  it('is not sent to who paused, is no longer shown the search, or was suspended', async () => {
    const al = alliance.api(alliance.people.al);
    const own = await save(ana, 'label:owl', { mail: 'daily', shared: true });
    await al('PUT', `${SEARCHES}/${own.id}/watch`, { bell: false, mail: 'daily', paused: false });
    await save(alliance.api(alliance.people.cy), 'label:owl', { mail: 'daily' });
    await share(bo, { labels: ['owl'] });
    await searched(hub);
    await until('three mails', async () => (await rowsOf(hub, 'select from mail')).length === 3);
    await ana('PATCH', `${SEARCHES}/${own.id}`, { shared: false });
    await ana('PUT', `${SEARCHES}/${own.id}/watch`, { bell: true, mail: 'daily', paused: true });
    const suspend = (status: string) =>
      changedRights([hub], (sql) =>
        sql.query('update organisation set status = $2 where id = $1', [alliance.org['cert-c'], status]),
      );
    await suspend('suspended');
    await digestHour(hub);
    await allTold(hub);
    expect(box.mails).toEqual([]);
    await suspend('active');
  });

  it('is tried by a test, and what did not arrive is on record and sent again when they say so', async () => {
    const search = await save(ana, 'label:owl', { name: 'Owls', mail: 'instant' });
    expect((await ana('POST', `${SEARCHES}/${search.id}/test`)).status).toBe(202);
    await allTold(hub);
    expect(words()).toEqual([`TLP:GREEN\nA test of a saved search: Owls\nhttps://hub.example/searches/${search.id}\n`]);
    box.answer = 550;
    await share(bo, { labels: ['owl'] });
    await told();
    const [failed] = await log(search);
    expect(failed).toMatchObject({ state: 'failed', error: 'EMESSAGE 550', test: false });
    box.answer = 'take';
    const again = () => ana('POST', `${SEARCHES}/${search.id}/mails/${failed!.id}/again`);
    expect((await again()).status).toBe(202);
    await allTold(hub);
    expect([(await log(search))[0]!.state, box.mails.length]).toEqual(['sent', 2]);
    expect((await again()).status).toBe(409);
    for (let i = 1; i < 10; i++) await ana('POST', `${SEARCHES}/${search.id}/test`);
    expect((await ana('POST', `${SEARCHES}/${search.id}/test`)).status).toBe(429);
  });
});
