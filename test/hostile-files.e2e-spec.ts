import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { auditWhole } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { chunksKept, ended, handIn, imported, type Job, outcomesOf } from './support/importing.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const MB = 1 << 20;

describe('files that mean harm', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub({ IMPORT_LIMIT: String(24 * MB), IMPORT_JOBS: '3' });
    alliance = await seedAlliance(hub);
  });
  afterAll(async () => {
    await auditWhole(alliance);
    await hub[Symbol.asyncDispose]();
  });

  const refusal = async (body: string | Uint8Array, query: Record<string, string> = { tlp: 'green' }) => {
    const { status, body: problem } = await handIn<Record<string, string>>(hub, alliance.keys.a, body, query);
    return [status, problem['code']];
  };
  const nothingLeft = async () => {
    const jobs = await rowsOf(hub, `select from import_job where state = 'receiving'`);
    return jobs.length === 0 && (await chunksKept(hub)) === 0;
  };

  it('H06: packed files, and those called packed, are refused and never unpacked', async () => {
    expect(await refusal(gzipSync(Buffer.alloc(64 * MB)))).toEqual([415, 'unsupported_media_type']);
    expect(await refusal(Buffer.from('PK\u0003\u0004infected'))).toEqual([415, 'unsupported_media_type']);
    const answer = await fetch(`${hub.url}/api/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alliance.keys.a.text}`, 'content-encoding': 'gzip' },
      body: gzipSync('a.example\n'),
    });
    expect(answer.status).toBe(415);
    expect(await nothingLeft()).toBe(true);
  });

  it('are cut off at the limit, and leave nothing; nor does one whose sender goes away', async () => {
    expect(await refusal(Buffer.alloc(25 * MB, 'a.example\n'))).toEqual([413, 'body_too_large']);
    expect(await refusal('')).toEqual([422, 'invalid']);
    const path = `${hub.url}/api/v1/imports?tlp=green`;
    const headers = { authorization: `Bearer ${alliance.keys.a.text}`, 'transfer-encoding': 'chunked' };
    const sender = httpRequest(path, { method: 'POST', headers });
    sender.on('error', () => undefined);
    sender.write(Buffer.alloc(2 * MB, 'gone.example\n'));
    await until('the beginning to be there', async () => (await chunksKept(hub)) > 0);
    sender.destroy();
    await until('it to be thrown away', nothingLeft);
  });

  it('H15: a table with quotes that don’t end, a cell of 10 MB, NULs and garbage: each line is answered for', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `n${i}.rows.example,x\n`);
    rows[100] = 'a.rows.example,"never closed\n';
    rows[200] = `b.rows.example,${'y'.repeat(10 * MB)}\n`;
    rows[300] = 'c\0.rows.example,z\n';
    rows[400] = `${','.repeat(5_000)}\n`;
    rows[500] = '=cmd|calc!A1,\u202Etxt\n';
    const job = await imported(hub, alliance.keys.a, `\uFEFFvalue,notes\n${rows.join('')}`, { tlp: 'green' }, 120_000);
    expect(job).toMatchObject({ state: 'done', items: { read: 5_000, created: 4_995, rejected: 5 } });
    const refused = await outcomesOf(hub, alliance.keys.a, job.id, '?outcome=rejected');
    expect(refused.map((line) => line.split(',').slice(0, 3).join())).toEqual([
      'line 102,rejected,invalid',
      'line 202,rejected,body_too_large',
      'line 302,rejected,invalid_character',
      'line 402,rejected,invalid',
      'line 502,rejected,observable_invalid',
    ]);
  });

  it('no cell of the outcomes is a formula', async () => {
    const text = 'value,type\nx,"=HYPERLINK(""http://evil.example"")"\ny,@SUM(1)\nz,＝1\n';
    const job = await imported(hub, alliance.keys.a, text, { tlp: 'green', format: 'csv' }, 60_000);
    const lines = await outcomesOf(hub, alliance.keys.a, job.id);
    expect(job.items.rejected).toBe(3);
    expect(lines.filter((line) => /(?:^|,)"?[=+\-@\t\r＝＋－＠]/.test(line))).toEqual([]);
  });

  it('a hundred thousand refusals are a hundred thousand lines, and hold nothing else up', async () => {
    const { body: job } = await handIn(hub, alliance.keys.a, 'nonsense\n'.repeat(100_000), { tlp: 'green' });
    const before = performance.now();
    const item = { value: 'meanwhile.example', tlp: 'green' };
    const one = await alliance.api(alliance.keys.b)('POST', '/api/v1/indicators', item);
    expect(one.status).toBe(201);
    expect(performance.now() - before).toBeLessThan(5_000);
    const done = await ended(hub, alliance.keys.a, job.id, 240_000);
    expect(done).toMatchObject({ state: 'done', items: { read: 100_000, rejected: 100_000 } });
    const lines = await outcomesOf(hub, alliance.keys.a, job.id);
    expect([lines.length, lines.at(-1)?.split(',').slice(0, 3).join()]).toEqual([
      100_000,
      'line 100000,rejected,observable_invalid',
    ]);
  });

  it('G26: one that kills its reader again and again is given up; the next is read', async () => {
    await using idle = await startHub({ IMPORT_READ: 'false', IMPORT_JOBS: '3' });
    const cast = await seedAlliance(idle);
    const { body: job } = await handIn(idle, cast.keys.a, 'deadly.example\n', { tlp: 'green' });
    // as five processes leave it that died of it
    await rowsOf(idle, `update import_job set state = 'running', tries = 5, claim = $1, claimed_until = now()`, [
      job.id,
    ]);
    await using reader = await idle.another({ IMPORT_READ: 'true' });
    expect(await ended(reader, cast.keys.a, job.id)).toMatchObject({ state: 'failed', code: 'internal' });
    expect(await imported(reader, cast.keys.a, 'next.example\n', { tlp: 'green' })).toMatchObject({ state: 'done' });
  });

  it('H19: a fourth file, where three may wait, is refused; one that has ended makes room', async () => {
    await using idle = await startHub({ IMPORT_READ: 'false', IMPORT_JOBS: '3' });
    const cast = await seedAlliance(idle);
    const send = () => handIn<Job & { code: string }>(idle, cast.keys.a, 'a.example\n', { tlp: 'green' });
    const jobs = [await send(), await send(), await send()];
    const fourth = await send();
    expect([fourth.status, fourth.body.code]).toEqual([409, 'limit_reached']);
    expect((await handIn(idle, cast.keys.b, 'a.example\n', { tlp: 'green' })).status).toBe(202);
    await cast.api(cast.keys.a)('POST', `/api/v1/imports/${jobs[0]!.body.id}/cancel`);
    expect((await send()).status).toBe(202);
  });
});
