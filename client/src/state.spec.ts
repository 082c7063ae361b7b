import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileState } from './state.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'tocsin-state-'))));
afterEach(() => rmSync(directory, { recursive: true }));

test('what was saved is loaded; before that there is nothing', async () => {
  const store = fileState(join(directory, 'deep', 'state.json'));
  expect(await store.load()).toBeUndefined();
  const state = { cursor: 'c', heads: { a: { position: 1, chain: 'x' } } };
  await store.save({ cursor: 'before' });
  await store.save(state);
  expect(await store.load()).toEqual(state);
});

test('only the owner reads it, and nothing else is left behind', async () => {
  await fileState(join(directory, 'state.json')).save({ cursor: 'c' });
  expect(readdirSync(directory)).toEqual(['state.json']);
  expect(statSync(join(directory, 'state.json')).mode & 0o777).toBe(0o600);
});

test('a broken file is an error, never a new beginning', async () => {
  writeFileSync(join(directory, 'state.json'), '{"cursor":');
  await expect(fileState(join(directory, 'state.json')).load()).rejects.toThrow('is not a feed state');
});
