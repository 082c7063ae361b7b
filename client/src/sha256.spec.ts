import { assert, property, uint8Array } from 'fast-check';
import { createHash } from 'node:crypto';
import { portableSha256, sha256 } from './sha256.js';

const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])('both give SHA-256 of %i bytes', (length) => {
  const bytes = new Uint8Array(length).fill(0xa5);
  expect(hex(portableSha256(bytes))).toBe(reference(bytes));
  expect(hex(sha256(bytes))).toBe(reference(bytes));
});

test('the portable one equals the native one', () => {
  const equal = property(uint8Array({ maxLength: 300 }), (bytes) => {
    expect(hex(portableSha256(bytes))).toBe(reference(bytes));
  });
  assert(equal);
});
