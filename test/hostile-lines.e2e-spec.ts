import { randomBytes } from 'node:crypto';
import { expectProblem } from './support/control.js';
import type { Key } from './support/people.js';
import { asking, startTarget, type Target } from './support/target.js';
import { until } from './support/until.js';
import { requestText, wire, type WireAnswer } from './support/wire.js';

const ITEMS = '/api/v1/indicators';
const LIMIT = 5_000;
let number = 0;
const line = (more = '') => `{"value":"n${number++}.lines.example","tlp":"green"${more}}\n`;
const linesOf = (count: number) => Array.from({ length: count }, () => line()).join('');

interface Line {
  index?: number;
  outcome?: string;
  code?: string;
  counts?: Record<string, number>;
  problem?: { code: string };
}

describe('hostile JSON lines', () => {
  let target: Target;
  beforeAll(async () => {
    target = await startTarget({ ORGANISATION_ITEM_LIMIT: String(LIMIT) });
  });
  afterAll(() => target[Symbol.asyncDispose]());

  const headers = (who = target.alliance.keys.b) => ({ ...asking(who), 'content-type': 'application/x-ndjson' });
  const send = async (body: string | Buffer, who?: Key) => {
    const response = await fetch(`${target.url}${ITEMS}`, { method: 'POST', headers: headers(who), body });
    const text = await response.text();
    return { response, text };
  };
  const outcomes = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as Line);

  it('F22: bad lines are refused by name and the good ones beside them kept, the last without its newline', async () => {
    const bad: [Buffer | string, string][] = [
      ['{"value":', 'invalid_json'],
      ['null', 'invalid'],
      ['[]', 'invalid'],
      ['"x"', 'invalid'],
      ['{"value":"a.example","tlp":"green","__proto__":{}}', 'forbidden_key'],
      [`{"value":"${'['.repeat(10)}`, 'invalid_json'],
      ['['.repeat(70) + ']'.repeat(70), 'json_too_deep'],
      [Buffer.concat([Buffer.from('{"value":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), 'invalid_json'],
      ['{"value":"a\\u0000.example","tlp":"green"}', 'invalid_character'],
      [`{"value":"${'x'.repeat(1 << 18)}.example","tlp":"green"}`, 'body_too_large'],
      ['{"value":"a.example"}', 'tlp_required'],
      ['{"value":"0.0.0.0/0","tlp":"green"}', 'observable_overbroad'],
    ];
    const pieces = bad.flatMap(([text]) => [Buffer.from(line()), Buffer.from(text), Buffer.from('\r\n\n  \n')]);
    const body = Buffer.concat([...pieces, Buffer.from(line().trim())]);
    const { response, text } = await target.control.around(() => send(body), bad.length + 1);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const answers = outcomes(text);
    expect(answers.filter((a) => a.outcome === 'rejected').map((a) => a.code)).toEqual(bad.map(([, code]) => code));
    expect(answers.map((a) => a.index ?? -1)).toEqual([...Array(bad.length * 2 + 1).keys(), -1]);
    expect(answers.at(-1)?.counts).toEqual({ created: bad.length + 1, updated: 0, unchanged: 0, rejected: bad.length });
  });

  it('an empty stream counts nothing', async () => {
    const { response, text } = await target.control.around(() => send('\n \r\n'));
    expect([response.status, outcomes(text)]).toEqual([
      201,
      [{ counts: { created: 0, updated: 0, unchanged: 0, rejected: 0 } }],
    ]);
  });

  it('F02: a line of a gigabyte costs the hub nothing but its reading', async () => {
    const before = target.memory();
    let most = 0;
    const piece = randomBytes(65_536).map((byte) => (byte === 10 ? 11 : byte));
    const body = new ReadableStream({
      pull: (() => {
        let left = Math.ceil((1 << 30) / piece.length);
        return (controller: ReadableStreamDefaultController<Uint8Array>) => {
          if (left % 512 === 0) most = Math.max(most, target.memory() - before);
          if (left-- > 0) controller.enqueue(piece);
          else controller.close();
        };
      })(),
    });
    const { text } = await target.control.around(async () => {
      const response = await fetch(`${target.url}${ITEMS}`, {
        method: 'POST',
        headers: headers(),
        body,
        duplex: 'half',
      });
      return { text: await response.text() };
    });
    expect(outcomes(text)).toEqual([
      expect.objectContaining({ outcome: 'rejected', code: 'body_too_large' }),
      expect.objectContaining({ counts: expect.anything() }),
    ]);
    expect(most).toBeLessThan(100 << 20);
  });

  it('a client that goes in the middle leaves whole chunks, and nothing of the rest', async () => {
    const head = requestText(`POST ${ITEMS}`, { ...headers(), 'transfer-encoding': 'chunked' });
    const body = Buffer.from(linesOf(1_500));
    const { control } = target;
    const attack = async () => {
      const { objects } = await control.stored();
      const isStored = async () => (await control.stored()).objects > objects;
      await wire(
        target.url,
        (socket) => {
          socket.write(Buffer.concat([head, Buffer.from(`${body.length.toString(16)}\r\n`), body]));
          void until('a chunk to be stored', isStored).finally(() => socket.destroy());
        },
        { ms: 40_000 },
      );
    };
    await control.around(attack, 1_000);
    expect(target.process.ended()).toBeUndefined();
    expect(target.process.output()).not.toContain('"level"');
  });

  it('a stream whose reader does not read is not read further', async () => {
    const head = requestText(`POST ${ITEMS}`, { ...headers(), 'transfer-encoding': 'chunked' });
    const before = target.memory();
    const answer: WireAnswer = await wire(
      target.url,
      (socket) => {
        socket.pause();
        socket.write(head);
        const piece = Buffer.from('{}\n'.repeat(20_000));
        const framed = Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
        const timer = setInterval(() => {
          if (socket.writableLength < 1 << 20) socket.write(framed);
        }, 1);
        socket.once('close', () => clearInterval(timer));
      },
      { ms: 4_000 },
    );
    expect(answer.closed).toBe(false);
    expect(target.memory() - before).toBeLessThan(150 << 20);
  });

  it('I12: an organisation’s items an hour, over both processes and all its credentials', async () => {
    const { alliance, hub } = target;
    const key = await alliance.key(alliance.org['cert-c']);
    const post = (at: { url: string }, who: Parameters<typeof alliance.api>[0], count: number) =>
      alliance.api(who, at)(
        'POST',
        ITEMS,
        Array.from({ length: count }, () => ({ value: `n${number++}.quota.example`, tlp: 'green' })),
      );
    expect((await post(hub, alliance.keys.c, 2_000)).status).toBe(201);
    expect((await post(target, key, 2_000)).status).toBe(201);
    const refused = await target.control.around(() => post(target, alliance.people.cy, 2_000));
    expectProblem(refused, 429, 'rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    const stream = async (count: number) => {
      const answer = await fetch(`${target.url}${ITEMS}`, {
        method: 'POST',
        headers: { ...asking(key), 'content-type': 'application/x-ndjson' },
        body: linesOf(count),
      });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    };
    // the refused took nothing: a thousand are left, and not one more
    const cut = await target.control.around(() => stream(1_200), 1_000);
    expect(outcomes(cut.text).at(-1)?.problem).toMatchObject({ code: 'rate_limited', status: 429 });
    const none = await target.control.around(() => stream(1));
    expectProblem({ ...none, body: JSON.parse(none.text) as unknown }, 429, 'rate_limited');
    expectProblem(await post(hub, key, 1), 429, 'rate_limited');
    expect(
      (await alliance.api(alliance.keys.a, target)('POST', ITEMS, { value: 'others.quota.example', tlp: 'green' }))
        .status,
    ).toBe(201);
  });

  it('I12: a stream that runs out on the way ends in a problem, and no counts', async () => {
    const key = await target.alliance.key(target.alliance.org.secretariat);
    const { response, text } = await send(linesOf(LIMIT + 500), key);
    const answers = outcomes(text);
    expect(response.status).toBe(201);
    expect(answers.at(-1)?.problem).toMatchObject({ code: 'rate_limited', status: 429, requestId: expect.any(String) });
    expect(answers.filter((a) => a.counts)).toEqual([]);
    expect(answers.filter((a) => a.outcome === 'created')).toHaveLength(LIMIT);
  });
});
