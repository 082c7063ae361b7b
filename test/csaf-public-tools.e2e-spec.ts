import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { advisory, DOMAIN, made, publish } from './support/csaf-provider.js';
import { Front, type Tool, withTools } from './support/csaf-tools.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';

const shared = resolve(import.meta.dirname, '../../shared/data/open-csaf');
const examples = existsSync(shared)
  ? readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?:csaf_files|examples\/csaf)\/.*\.json$/.test(file),
    )
  : [];

/** What `csaf_checker` says of a domain; types are 0 (good), 1 (warning), 2 (error). */
interface Verdict {
  passed: boolean;
  role: string;
  requirements: { num: number; messages: { type: number; text: string }[] }[];
}

withTools('a hub that csaf_checker and csaf_downloader meet', () => {
  let hub: Hub;
  let joint: Joint;
  let front: Front;
  let member: string[];

  beforeAll(async () => {
    hub = await startHub({ ANONYMOUS_CLEAR: 'true', PUBLIC_URL: `https://${DOMAIN}` });
    front = await Front.of(hub);
    joint = await seedJoint(hub);
    member = ['-H', `Authorization:Bearer ${joint.token['cert-b']}`];
    for (const file of examples)
      await joint.key['cert-a']('POST', '/api/v1/csaf/documents', {
        document: readFileSync(join(shared, file), 'utf8'),
        tlp: 'clear',
      });
    await publish(joint, advisory('clear', 'clear'));
    await publish(joint, advisory('green', 'green'));
    await publish(joint, advisory('amber', 'amber', { audience: { organisations: ['cert-b'] } }));
    await publish(joint, advisory('strict', 'amber+strict'));
    expect(await made(hub)).toBe(examples.length + 3);
  });
  afterEach(() => {
    front.alter = (_, body) => body;
  });
  afterAll(async () => {
    await front[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const run = async (tool: Tool, args: readonly string[]) => {
    const ran = await front.run(tool, args);
    if (ran.code < 0) throw new Error(ran.said);
    return ran;
  };
  const check = async (args: readonly string[]): Promise<Verdict> => {
    await run('csaf_checker', [...args, '-o', 'report.json', DOMAIN]);
    return (JSON.parse(front.read('report.json')) as { domains: [Verdict] }).domains[0];
  };
  const saidOf = ({ requirements }: Verdict, type: number) =>
    requirements.flatMap(({ num, messages }) => messages.filter((one) => one.type === type).map(() => num));

  /** How many documents came, how many were refused, and the files there are then. */
  const download = async (folder: string, args: readonly string[]) => {
    mkdirSync(join(front.folder, folder));
    await run('csaf_downloader', [...args, '-d', folder, '--log_file=log', DOMAIN]);
    const log = front.read(join(folder, 'log')).trim().split('\n');
    const statistics = log.map((line) => JSON.parse(line) as Record<string, unknown>);
    const last = statistics.find(({ msg }) => msg === 'Download statistics')!;
    const files = front.files(folder).filter((file) => file.endsWith('.json'));
    return { came: last['succeeded'], failed: last['total_failed'], files: files.length, last };
  };

  it.each([
    ['nobody', () => [], ['white']],
    ['a member', () => member, ['white', 'green', 'amber']],
  ])(
    'satisfies the checker that %s runs, with no error in any requirement',
    async (_who, args, folders) => {
      const verdict = await check(args());
      expect(verdict).toMatchObject({ passed: true, role: 'csaf_trusted_provider' });
      expect(saidOf(verdict, 2)).toEqual([]);
      // no remote validator; no ROLIE category documents, which are optional
      expect(saidOf(verdict, 1)).toEqual([1, ...folders.map(() => 17)]);
      expect(verdict.requirements.map(({ num }) => num)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    },
    60_000,
  );

  it.each(['sha256', 'sha512'])(
    'gives the downloader all that its caller may see, proved by %s',
    async (hash) => {
      const args = [`--preferred_hash=${hash}`];
      const open = examples.length + 1;
      expect(await download(`nobody-${hash}`, args)).toMatchObject({ came: open, failed: 0, files: open });
      const all = await download(`member-${hash}`, [...args, ...member]);
      expect(all).toMatchObject({ came: open + 2, failed: 0, files: open + 2 });
    },
    60_000,
  );

  it.each<[what: string, which: RegExp, requirement: number, statistic: string]>([
    ['another hash', /\.sha(?:256|512)$/, 18, 'sha256_failed'],
    ['the signature of something else', /\.json\.asc$/, 19, 'signature_failed'],
  ])(
    'would be found out with %s',
    async (what, which, requirement, statistic) => {
      const paths: Record<string, Buffer> = {};
      front.alter = (path, body) => {
        if (!which.test(path)) return body;
        const end = path.replace(/^.*\./, '');
        // a well-formed one, of the document that was asked for before
        const other = paths[end] ?? Buffer.from(`${'0'.repeat(end === 'sha512' ? 128 : 64)}  x\n`);
        paths[end] = body;
        return other;
      };
      const verdict = await check(member);
      expect([verdict.passed, saidOf(verdict, 2)]).toEqual([false, expect.arrayContaining([requirement])]);
      const { came, failed, last } = await download(what.replaceAll(' ', '-'), [...member, '--preferred_hash=sha256']);
      const all = examples.length + 3;
      expect([came, failed, last[statistic]]).toEqual([0, all, all]);
    },
    60_000,
  );
});
