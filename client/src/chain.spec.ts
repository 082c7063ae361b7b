import { createHash } from 'node:crypto';
import { CHAIN_START, digestOf, link, stepsOf } from './chain.js';
import type { Entry } from './types.js';

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const object = { type: 'indicator', id: 'indicator--1', name: 'Ünïcode' };

/** The wire's definition, spelled out again with other means. */
function expected(before: Buffer, position: number, op: number, id: string, digest: Buffer): string {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(position));
  return sha256(before, sha256(number, Buffer.from([op]), id, Buffer.from([0]), digest)).toString('base64url');
}

test('a chain begins with 32 zero bytes', () => {
  expect(CHAIN_START).toBe(Buffer.alloc(32).toString('base64url'));
});

test('a digest is that of the JSON', () => {
  expect(digestOf(object)).toBe(sha256(JSON.stringify(object)).toString('base64url'));
});

test('a digest is blinded by the nonce before it', () => {
  const nonce = Buffer.from('0123456789abcdef');
  const blinded = createHash('sha256').update(nonce).update(JSON.stringify(object)).digest('base64url');
  expect(digestOf(object, nonce.toString('base64url'))).toBe(blinded);
});

test('a link is that of position, op, id and digest after the chain before', () => {
  const digest = sha256('x');
  const first = link(CHAIN_START, { position: 1, op: 0, id: object.id, digest: digest.toString('base64url') });
  expect(first).toBe(expected(Buffer.alloc(32), 1, 0, object.id, digest));
  const far = link(first, { position: 2 ** 40 + 3, op: 2, id: object.id, digest: digest.toString('base64url') });
  expect(far).toBe(expected(Buffer.from(first, 'base64url'), 2 ** 40 + 3, 2, object.id, digest));
});

describe('an entry accounts for', () => {
  const entry: Entry = { op: 'revoke', at: '', object, audience: 'a', position: 7, chain: 'chain' };

  test('its own position', () => {
    expect(stepsOf(entry)).toEqual([
      { audience: 'a', position: 7, op: 2, id: object.id, digest: digestOf(object), chain: 'chain' },
    ]);
  });

  test('its own position as the ledger has it, when content is withheld', () => {
    const withheld: Entry = { ...entry, op: 'recall', digest: 'told', withheld: 'update' };
    expect(stepsOf(withheld)).toMatchObject([{ digest: 'told', op: 1 }]);
  });

  test('a create and a recall, when it is a move', () => {
    const from = { audience: 'b', position: 3, chain: 'other' };
    expect(stepsOf({ ...entry, op: 'update', from })).toEqual([
      { ...from, op: 3, id: object.id, digest: digestOf({ id: object.id, type: object.type }) },
      { audience: 'a', position: 7, op: 0, id: object.id, digest: digestOf(object), chain: 'chain' },
    ]);
  });
});
