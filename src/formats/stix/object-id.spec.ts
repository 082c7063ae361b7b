import { observableId } from './object-id.js';

const A = 'a'.repeat(64);
const B = 'b'.repeat(32);

// from python-stix2 3.0.2
test.each<[type: string, object: object, uuid: string]>([
  ['ipv4-addr', { value: '198.51.100.7' }, '12592121-be4c-5a93-a813-5a5af16e50db'],
  ['domain-name', { value: 'evil.example' }, '69228563-c8d2-54ae-aeca-5f4134cb59aa'],
  ['url', { value: 'http://evil.example/x' }, 'ed0e5172-090c-522b-81f3-305844d81e08'],
  ['url', { value: 'http://münchen.example/ä' }, 'c5ac93f9-2197-5be3-9488-3aa60e173a4d'],
  ['file', { hashes: { 'SHA-256': A }, name: 'x.exe' }, '2c9bf050-fbc0-588a-992c-6a88a6f56651'],
  ['file', { hashes: { MD5: B, 'SHA-256': A } }, 'aba4f1e7-e3b9-59a9-a722-60a6ada7a8ec'],
  ['file', { hashes: { 'SHA-256': A, MD5: B }, size: 7 }, 'aba4f1e7-e3b9-59a9-a722-60a6ada7a8ec'],
  ['email-addr', { value: 'Bob@example.com' }, 'f121f236-439b-5e6a-99c6-f192b270c853'],
  ['autonomous-system', { number: 64500, name: 'x' }, '0a5f7072-df00-5729-9f0a-4eb18631a446'],
])('%s %j has the id that others give it', (type, object, uuid) => {
  expect(observableId({ type, ...object })).toBe(`${type}--${uuid}`);
});

test('what has nothing that contributes has no id of its own', () => {
  expect(observableId({ type: 'process', pid: 7 })).toBeUndefined();
  expect(observableId({ type: 'file', size: 7 })).toBeUndefined();
});
