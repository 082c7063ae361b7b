import { PassThrough } from 'node:stream';
import { User } from '../testing/run-cli.js';
import { lines, setting } from '../testing/setting.js';
import { KEY } from '../testing/small-hub.js';
import { program } from './program.js';

describe('every command', () => {
  /** Arguments that make each do something; a new command must find its place here. */
  const ARGUMENTS: Record<string, string[]> = {
    login: ['--url', 'URL', '--key', KEY],
    listen: ['--since', 'beginning', '--until-live'],
    submit: ['-'],
    lookup: ['evil.example', 'good.example'],
    search: ['type:url'],
    get: ['indicator--1', '--versions'],
    sight: ['indicator--1'],
    'advisory list': [],
    'advisory show': ['report--1'],
    'advisory diff': ['report--1'],
    'advisory draft': ['-'],
    'advisory submit': ['report--1'],
    'advisory withdraw': ['report--1', '--reason', 'wrong'],
    'advisory sign': ['report--1'],
    'advisory ack': ['report--1', 'acting'],
    'advisory answer': ['report--1', '-'],
    'advisory answers': ['report--1'],
    'advisory export': ['report--1'],
    'advisory key': [],
    'csaf import': ['-'],
    verify: [],
    doctor: [],
    extract: ['-'],
    'warninglist list': [],
    'warninglist import': ['-', '--id', 'ours', '--user', 'root@alliance.example'],
    'warninglist remove': ['ours', '--user', 'root@alliance.example'],
  };
  const shell = {
    env: {},
    cwd: '/',
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    signal: AbortSignal.abort(),
  };
  const commands = program(shell).commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : command.commands.map((inner) => `${command.name()} ${inner.name()}`),
  );
  /** Against a real hub: test/cli-imports, test/out-cli, test/sources-cli and test/searches-cli. */
  const small = commands.filter((name) => !/^(?:import|webhook|source|export|saved)\b/.test(name));
  const stdinOf = (name: string) =>
    ({ 'advisory draft': '{"kind":"alert"}', 'warninglist import': '{"name":"Ours"}' })[name] ?? 'evil.example\n';

  test.each(small)('%s prints JSON, one document a line, and nothing else on stdout', async (name) => {
    await using at = await setting();
    at.hub.publish('a', 'b');
    const args = ARGUMENTS[name]!.map((word) => (word === 'URL' ? at.hub.url : word));
    const { code, stdout, stderr } = await at.user.run([...name.split(' '), ...args, '--json'], {
      stdin: stdinOf(name),
      env: { TOCSIN_PASSWORD: 'four bitterns wade at dusk' },
    });
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('tocsin:')]);
    expect(lines(stdout).length).toBeGreaterThan(0);
    for (const line of lines(stdout)) expect(typeof JSON.parse(line)).toBe('object');
  });

  test.each(commands)('%s has help with examples', async (name) => {
    using user = new User();
    const { code, stdout } = await user.run([...name.split(' '), '--help']);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`$ tocsin ${name}`)]);
  });

  // what manages the alliance is done as a person, without a key
  const keyed = small.filter((name) => !/^warninglist (?:import|remove)$/.test(name));

  test.each(keyed)('%s with a key that is not good ends with 3', async (name) => {
    await using at = await setting();
    const args = ARGUMENTS[name]!.map((word) => (word === 'URL' ? at.hub.url : word === KEY ? 'wrong' : word));
    const { code } = await at.user.run([...name.split(' '), ...args], {
      stdin: stdinOf(name),
      env: { TOCSIN_KEY: 'wrong' },
    });
    expect(code).toBe(3);
  });
});

describe('submit', () => {
  test.each([
    ['good.example\nfine.example\n', 0, '2 created, 0 updated, 0 unchanged, 0 rejected'],
    ['good.example\nbad.example\n', 5, '1 created, 0 updated, 0 unchanged, 1 rejected'],
    ['bad.example\n', 1, '0 created, 0 updated, 0 unchanged, 1 rejected'],
    ['', 1, '0 created, 0 updated, 0 unchanged, 0 rejected'],
  ])('of %j ends with %i', async (stdin, code, counts) => {
    await using at = await setting();
    expect(await at.user.run(['submit', '-'], { stdin })).toMatchObject({ code, stdout: `${counts}\n` });
  });

  test('names what was rejected by its place; as JSON what became of each, and the counts', async () => {
    await using at = await setting();
    const stdin = 'good.example\nbad.example\n';
    const { stderr } = await at.user.run(['submit', '-'], { stdin });
    expect(stderr).toContain('stdin: import i1, read as list');
    expect(stderr).toContain('line 2: The value is not valid, he "said" (observable_invalid)');
    const { code, stdout } = await at.user.run(['submit', '-', '--json'], { stdin });
    expect([code, ...lines(stdout).map((line) => JSON.parse(line) as unknown)]).toEqual([
      5,
      { at: 'line 1', outcome: 'created', id: 'indicator--0' },
      { at: 'line 2', outcome: 'rejected', code: 'observable_invalid', detail: 'The value is not valid, he "said"' },
      expect.objectContaining({ id: 'i1', counts: { created: 1, updated: 0, unchanged: 0, rejected: 1 } }),
    ]);
  });

  test('says for all what the items do not say, and what the file is', async () => {
    await using at = await setting();
    const args = [
      '--tlp',
      'TLP:GREEN',
      '--to',
      'cert-nz, cert-no',
      '--label',
      'x',
      '--label',
      'y',
      '--confidence',
      '70',
    ];
    const more = ['--valid-until', '2027-01-01', '--format', 'csv', '--mapping', 'value=2', '--delimiter', 'tab'];
    await at.user.run(['submit', '-', ...args, ...more], { stdin: 'a.example\n' });
    const { path, body } = at.hub.requests.find(({ method }) => method === 'POST')!;
    expect(Object.fromEntries(new URL(path, 'http://hub').searchParams)).toEqual({
      name: 'stdin',
      tlp: 'green',
      audience: '{"organisations":["cert-nz","cert-no"]}',
      labels: 'x,y',
      confidence: '70',
      valid_until: '2027-01-01T00:00:00Z',
      format: 'csv',
      mapping: '{"columns":{"value":2},"delimiter":"\\t"}',
    });
    expect(body).toBe('a.example\n');
  });

  test('--dry-run prints what the hub would make of it, and hands nothing in', async () => {
    await using at = await setting();
    const { code, stdout, stderr } = await at.user.run(['submit', '-', '--dry-run', '--json', '--tlp', 'red'], {
      stdin: 'a.example\nbad.example\n',
    });
    expect([code, JSON.parse(stdout)]).toEqual([5, { tlp: 'red', value: 'a.example' }]);
    expect(stderr).toContain('1 item would be sent, 1 would be refused; nothing was sent');
    expect(at.hub.requests.map(({ path }) => path.split('?')[0])).toEqual(['/api/v1/me', '/api/v1/imports/preview']);
  });

  test.each([[['--tlp', 'purple']], [['--to', 'a b']], [['--confidence', '101']], [['--delimiter', 'ab']]])(
    '%j is a matter of usage',
    async (args) => {
      await using at = await setting();
      expect(await at.user.run(['submit', '-', ...args])).toMatchObject({ code: 2 });
    },
  );

  test('a file that is not there is an error', async () => {
    await using at = await setting();
    expect(await at.user.run(['submit', 'none.csv'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ENOENT') as string,
    });
  });
});

describe('the others', () => {
  test('lookup says known or unknown, in the order asked', async () => {
    await using at = await setting();
    const { stdout } = await at.user.run(['lookup', '-'], { stdin: 'good.example\nevil.example\n' });
    expect(stdout).toBe('unknown\t0\t-\tgood[.]example\nknown\t2\t-\tevil[.]example\n');
  });

  test('get finds or ends with 4', async () => {
    await using at = await setting();
    expect(JSON.parse((await at.user.run(['get', 'indicator--1'])).stdout)).toMatchObject({ id: 'indicator--1' });
    expect(await at.user.run(['get', 'indicator--2'])).toMatchObject({ code: 4, stdout: '' });
  });

  test('search shows values defanged', async () => {
    await using at = await setting();
    expect((await at.user.run(['search', 'type:url'])).stdout).toBe(
      '-\t-\turl\thxxp://evil[.]example/\t-\t\tindicator--1\n',
    );
    expect(await at.user.run(['search', 'nothing'])).toMatchObject({ code: 0, stdout: '' });
  });

  test('sight reports, or disagrees', async () => {
    await using at = await setting();
    expect((await at.user.run(['sight', 'indicator--1', '--count', '3', '--comment', 'c'])).stdout).toBe(
      'sighting--1\n',
    );
    expect(JSON.parse(at.hub.requests.at(-1)!.body)).toEqual({ count: 3, description: 'c' });
    await at.user.run(['sight', 'indicator--1', '--false-positive', '--comment', 'ours']);
    expect(JSON.parse(at.hub.requests.at(-1)!.body)).toEqual({ opinion: 'strongly-disagree', explanation: 'ours' });
  });

  test('verify holds what was heard against the ledgers', async () => {
    await using at = await setting();
    at.hub.publish('a', 'b');
    const { stdout } = await at.user.run(['listen', '--since', 'beginning', '--until-live', '--json']);
    expect(await at.user.run(['verify', '--against', '-'], { stdin: stdout })).toMatchObject({ code: 0 });
    const less = await at.user.run(['verify', '--against', '-'], { stdin: `${lines(stdout)[0]}\n` });
    expect(less).toMatchObject({ code: 1, stdout: expect.stringContaining('MISSING indicator--b') as string });
    expect(less.stderr).toContain('VERIFICATION FAILED');
    at.hub.ledgers.lines.get('all')![0]!.id = 'indicator--other';
    expect(await at.user.run(['verify'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('BROKEN') as string,
    });
    expect(await at.user.run(['verify', '--against', '-'], { stdin: 'x' })).toMatchObject({ code: 2 });
  });

  test('login tries the key, keeps it, and asks nobody who is not there', async () => {
    await using at = await setting();
    using user = new User();
    expect(await user.run(['login'])).toMatchObject({ code: 2 });
    expect(await user.run(['login', '--url', at.hub.url])).toMatchObject({ code: 2 });
    expect(await user.run(['login', '--url', 'hub'])).toMatchObject({ code: 2 });
    expect(await user.run(['login', '--url', at.hub.url, '--key', '-'], { stdin: 'wrong\n' })).toMatchObject({
      code: 3,
    });
    expect(await user.run(['get', 'indicator--1'])).toMatchObject({ code: 2 });
    expect(await user.run(['login', '--url', at.hub.url, '--key', '-'], { stdin: `${KEY}\n` })).toMatchObject({
      code: 0,
      stdout: `cert-nz\t${at.hub.url}\n`,
    });
    expect(await user.run(['get', 'indicator--1'])).toMatchObject({ code: 0 });
  });

  test('doctor finds a hub that is not there', async () => {
    using user = new User({ TOCSIN_URL: 'http://127.0.0.1:9', TOCSIN_KEY: KEY });
    const { code, stdout } = await user.run(['doctor']);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/failed {3}reachable/)]);
  });
});
