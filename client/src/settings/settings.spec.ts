import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Shell } from '../terminal/shell.js';
import { lock } from './lock.js';
import { stateDirectory, stateName } from './paths.js';
import { credentials, keepProfile } from './profiles.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tocsin-settings-'));
  mkdirSync(join(directory, 'here', '.tocsin'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const shell = (env: Record<string, string> = {}): Shell => ({
  env: { HOME: join(directory, 'home'), ...env },
  cwd: join(directory, 'here'),
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  signal: new AbortController().signal,
});

const DEMONSTRATION = {
  url: 'http://localhost:3000',
  default: 'cert-nz',
  profiles: { 'cert-nz': { key: 'nz' }, 'cert-no': { key: 'no' } },
  commands: { submit: 'cert-no' },
};

const demonstrate = (): void =>
  writeFileSync(join(directory, 'here', '.tocsin', 'client.json'), JSON.stringify(DEMONSTRATION));

describe('credentials', () => {
  test('of a demonstration hub, with a profile for each command', async () => {
    demonstrate();
    expect(await credentials(shell(), 'listen', {})).toMatchObject({
      url: 'http://localhost:3000',
      key: 'nz',
      profile: 'cert-nz',
    });
    expect(await credentials(shell(), 'submit', {})).toMatchObject({ key: 'no' });
    expect(await credentials(shell(), 'listen', { as: 'cert-no' })).toMatchObject({ key: 'no' });
  });

  test('of login go before those, the environment before them, the command line before all', async () => {
    demonstrate();
    const path = await keepProfile(shell(), 'mine', { url: 'https://hub.example', key: 'mine' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await credentials(shell(), 'listen', {})).toMatchObject({ url: 'https://hub.example', key: 'mine' });
    const env = { TOCSIN_URL: 'https://env.example', TOCSIN_KEY: 'env' };
    expect(await credentials(shell(env), 'listen', {})).toMatchObject({ url: 'https://env.example', key: 'env' });
    expect(await credentials(shell(env), 'listen', { key: 'flag' })).toMatchObject({
      url: 'https://env.example',
      key: 'flag',
    });
    expect(await credentials(shell(env), 'listen', { as: 'cert-nz' })).toMatchObject({ key: 'nz' });
  });

  test('a profile’s key goes to its own hub alone', async () => {
    demonstrate();
    await expect(credentials(shell(), 'listen', { url: 'https://other.example' })).rejects.toThrow('no key for');
    await expect(credentials(shell({ TOCSIN_URL: 'https://other.example' }), 'listen', {})).rejects.toMatchObject({
      code: 2,
    });
    expect(await credentials(shell(), 'listen', { url: 'http://localhost:3000/' })).toMatchObject({ key: 'nz' });
  });

  test('a key may be in a file; what is missing or broken is a matter of usage', async () => {
    const file = join(directory, 'key');
    writeFileSync(file, 'k\n');
    expect(await credentials(shell(), 'get', { url: 'http://x', keyFile: file })).toMatchObject({
      url: 'http://x',
      key: 'k',
    });
    await expect(credentials(shell(), 'get', {})).rejects.toMatchObject({ code: 2 });
    await expect(credentials(shell(), 'get', { as: 'nobody' })).rejects.toThrow('no profile «nobody»');
    writeFileSync(join(directory, 'here', '.tocsin', 'client.json'), '{');
    await expect(credentials(shell(), 'get', {})).rejects.toThrow('not valid JSON');
  });

  test('a further login keeps the earlier ones', async () => {
    await keepProfile(shell(), 'a', { url: 'http://a', key: 'a' });
    const path = await keepProfile(shell(), 'b', { url: 'http://b', key: 'b' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      default: 'b',
      profiles: { a: { url: 'http://a', key: 'a' }, b: { url: 'http://b', key: 'b' } },
    });
  });
});

describe('the place of a feed', () => {
  test('is in the state directory, or here where there is no home to write to', async () => {
    expect(await stateDirectory(shell())).toBe(join(directory, 'home/.local/state/tocsin'));
    expect(await stateDirectory(shell({ XDG_STATE_HOME: join(directory, 'state') }))).toBe(
      join(directory, 'state/tocsin'),
    );
    writeFileSync(join(directory, 'file'), '');
    expect(await stateDirectory(shell({ HOME: join(directory, 'file') }))).toBe(join(directory, 'here/.tocsin'));
  });

  test('is another for another hub, organisation, filter or name', () => {
    const of = { url: 'u', organisation: 'o' };
    const names = [
      of,
      { ...of, url: 'v' },
      { ...of, organisation: 'p' },
      { ...of, filter: 'f' },
      { ...of, name: 'n' },
    ].map(stateName);
    expect(new Set(names).size).toBe(5);
    expect(stateName(of)).toBe(stateName({ ...of }));
  });

  test('has one holder; one that was killed holds it no more', async () => {
    const path = join(directory, 'lock');
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(path, String(other.pid));
    expect(await lock(path)).toEqual({ heldBy: other.pid });
    const gone = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await gone;
    const held = await lock(path);
    expect(held).toHaveProperty('release');
    if ('release' in held) await held.release();
    expect(() => statSync(path)).toThrow('ENOENT');
  });
});
