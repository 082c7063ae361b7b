import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../client/src/testing/spawn-cli.js';
import { organisationId } from './support/cast.js';
import { csafDocument } from './support/csaf-document.js';
import { type Hub, startHub } from './support/hub.js';
import { textHash } from '../src/formats/index.js';
import type { StixObject } from '../src/kernel/index.js';
import { attribution, giveKeys, identityOf, type Joint, type Member, seedJoint } from './support/joint.js';
import { keyWith } from './support/keys.js';
import { signer } from './support/remote.js';

const SIGNERS = ['cert-a', 'cert-b', 'cert-c', 'cert-d', 'cert-e'] as const;
const PROGRAM = join(import.meta.dirname, '../client/bin/tocsin.js');

describe('advisories by the command line', () => {
  let hub: Hub;
  let joint: Joint;
  const terminals: Terminal[] = [];
  const terminal = async (of: Member): Promise<Terminal> => {
    const made = new Terminal(PROGRAM);
    terminals.push(made);
    const key = await keyWith(hub, organisationId(of), ['read', 'feed', 'submit', 'sign']);
    const { code } = await made.run(['login', '--url', hub.url, '--key', '-'], { stdin: `${key}\n` });
    expect(code).toBe(0);
    return made;
  };

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-c']);
  });
  afterAll(async () => {
    for (const one of terminals) await one[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  it('from a draft to a document that anybody can check, on another machine, with the public keys alone', async () => {
    const [a, b, c] = [await terminal('cert-a'), await terminal('cert-b'), await terminal('cert-c')];
    const said = await b.run(['advisory', 'key', '--new', 'org.pem']);
    const registered = await joint.admin['cert-b']('POST', '/api/v1/signing-keys', JSON.parse(said.stdout));
    expect(registered.status).toBe(201);
    expect((await b.run(['advisory', 'key', '--new', 'org.pem'])).code).toBe(1); // never over another

    const body = attribution({ signers: ['cert-a', 'cert-b', 'cert-c'], quorum: 3 });
    writeFileSync(join(a.cwd, 'attribution.json'), JSON.stringify(body));
    const drafted = await a.run(['advisory', 'draft', 'attribution.json']);
    expect(drafted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^report--[0-9a-f-]{36}\n$/) });
    const id = drafted.stdout.trim();
    expect(await a.run(['advisory', 'submit', id])).toMatchObject({ code: 0, stdout: `${id}\treview\n` });
    expect(await a.run(['advisory', 'submit', id])).toMatchObject({ code: 0, stdout: `${id}\tsigning\n` });
    expect((await b.run(['advisory', 'list', '--work'])).stdout).toContain(id);

    expect((await a.run(['advisory', 'sign', id])).code).toBe(0);
    expect((await c.run(['advisory', 'sign', id])).code).toBe(0);
    expect(await b.run(['advisory', 'sign', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no_signing_key'),
    });
    const work = await b.run(['advisory', 'show', id, '--work', '--json']);
    writeFileSync(join(b.cwd, 'work.json'), work.stdout);
    const away = { TOCSIN_URL: 'http://127.0.0.1:1', TOCSIN_KEY: 'none' };
    const offline = ['--private-key', 'org.pem', '--organisation', organisationId('cert-b')];
    const signature = await b.run(['advisory', 'sign', '--text', 'work.json', ...offline], { env: away });
    expect([signature.code, signature.stderr]).toEqual([0, expect.stringContaining('SILK HERON')]);
    writeFileSync(join(b.cwd, 'signature.json'), signature.stdout);
    expect((await b.run(['advisory', 'sign', id, '--signature', 'signature.json'])).code).toBe(0);

    expect(await a.run(['advisory', 'submit', id])).toMatchObject({ code: 0, stdout: `${id}\tpublished\n` });
    expect((await c.run(['advisory', 'list', '--open'])).stdout).toContain(id);
    expect((await c.run(['advisory', 'ack', id, 'acting', '--note', 'patching'])).code).toBe(0);
    expect((await c.run(['advisory', 'list', '--open'])).stdout).not.toContain(id);
    expect((await c.run(['advisory', 'show', id])).stdout).toContain('signed by cert-a, cert-c, cert-b (quorum 3)');

    const exported = await c.run(['advisory', 'export', id]);
    expect((await c.run(['advisory', 'export', id, '--format', 'pdf', '-o', 'print.pdf'])).code).toBe(0);
    expect(readFileSync(join(c.cwd, 'print.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const keys = await c.run(['advisory', 'key']);
    const other = new Terminal(PROGRAM); // a machine that knows no hub
    terminals.push(other);
    writeFileSync(join(other.cwd, 'keys.json'), keys.stdout);
    writeFileSync(join(other.cwd, 'advisory.json'), exported.stdout);
    const verify = (file: string) => other.run(['verify', file, '--keys', 'keys.json']);
    const checked = await verify('advisory.json');
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining('verified: quorum 3') });
    expect(checked.stdout.match(/good/g)).toHaveLength(3);

    const alter = (from: string, to: string) => {
      const text = readFileSync(join(other.cwd, 'advisory.json'), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(other.cwd, 'altered.json'), text.replace(from, to));
      return verify('altered.json');
    };
    for (const [from, to] of [
      ['Five members', 'Six members'],
      ['"quorum": 3', '"quorum": 2'],
      ['"confidence": 85', '"confidence": 99'],
      ['bab4a63c-aed9-4cf5-a766-dfca5abac2bb', '94868c89-83c2-464b-929b-a1a8aa3c8487'], // green to clear
    ] as const)
      expect(await alter(from, to)).toMatchObject({ code: 1, stdout: expect.stringContaining('NOT VERIFIED') });
    expect(await verify('keys.json')).toMatchObject({ code: 2 });

    // cert-b alone, with the key that it keeps, in the name of all five
    const forged: StixObject = {
      ...(JSON.parse(exported.stdout) as StixObject),
      id: 'report--5b7d6f0e-5a09-4f2e-9a5e-0d2f3f6c1a77',
    };
    const [[name, extension]] = Object.entries(forged['extensions'] as Record<string, { signatures?: object[] }>) as [
      [string, { signatures?: object[] }],
    ];
    const authors = SIGNERS.map(identityOf);
    forged['extensions'] = { [name]: { ...extension, authors, quorum: 1, signatures: undefined } };
    const toSign = { report: forged, sha256: textHash(forged) };
    const forgedWork = { id: forged.id, version: 1, body: { title: 'x' }, signing: toSign };
    writeFileSync(join(b.cwd, 'forged.json'), JSON.stringify(forgedWork));
    const alone = await b.run(['advisory', 'sign', '--text', 'forged.json', ...offline], { env: away });
    expect(alone.code).toBe(0);
    const made = { ...(JSON.parse(alone.stdout) as object), organisation: identityOf('cert-b') };
    const asked = (extension.signatures as { organisation: string; asked: string }[]).find(
      ({ organisation }) => organisation === identityOf('cert-b'),
    )!.asked;
    forged['extensions'] = { [name]: { ...extension, authors, quorum: 1, signatures: [{ ...made, asked }] } };
    writeFileSync(join(other.cwd, 'forged.json'), JSON.stringify(forged));
    const caught = await verify('forged.json');
    expect(caught).toMatchObject({ code: 1, stderr: expect.stringContaining('4 organisations named as an author') });
    expect(caught.stdout.match(/^good/gm)).toHaveLength(1);
  });

  it('a request from a template, its thread, and what its next version changed', async () => {
    const [a, b, c] = [await terminal('cert-a'), await terminal('cert-b'), await terminal('cert-c')];
    writeFileSync(join(a.cwd, 'request.json'), JSON.stringify({ title: 'Who saw SILK HERON?', tlp: 'amber' }));
    const template = ['--template', 'request-for-information'];
    const id = (await a.run(['advisory', 'draft', 'request.json', ...template])).stdout.trim();
    expect((await a.run(['advisory', 'submit', id, '--to', 'publish'])).stdout).toBe(`${id}\tpublished\n`);
    const first = await b.run(['advisory', 'answer', id, '-', '--audience', 'cert-a'], { stdin: 'One host.\n' });
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^note--/) });
    const reply = ['--reply-to', first.stdout.trim()];
    expect((await a.run(['advisory', 'answer', id, '-', ...reply], { stdin: 'Since when?' })).code).toBe(0);
    expect((await c.run(['advisory', 'answer', id, '-'], { stdin: 'None here.' })).code).toBe(0);
    expect((await c.run(['advisory', 'answer', id, '-', ...reply], { stdin: 'x' })).code).not.toBe(0);
    const all = (await a.run(['advisory', 'answers', id])).stdout;
    expect(all).toMatch(
      /cert-b[^]*One host\.[^]*cert-a[^]*in reply to note--[^]*Since when\?[^]*cert-c[^]*None here\./,
    );
    expect((await c.run(['advisory', 'answers', id])).stdout).not.toMatch(/One host|Since when|in reply/);

    await joint.analyst['cert-a']('POST', `/api/v1/advisories/${id}/revise`, {});
    writeFileSync(join(a.cwd, 'request.json'), JSON.stringify({ title: 'Who saw SILK HERON in March?', tlp: 'amber' }));
    await a.run(['advisory', 'draft', 'request.json', ...template, '--id', id]);
    const changed = '@@ title @@\n-Who saw SILK HERON?\n+Who saw SILK HERON in March?\n';
    expect((await a.run(['advisory', 'diff', id, '--work'])).stdout).toBe(`--- revision 1\n+++ revision 2\n${changed}`);
    await a.run(['advisory', 'submit', id, '--to', 'publish']);
    expect((await c.run(['advisory', 'diff', id])).stdout).toBe(`--- version 1\n+++ version 2\n${changed}`);
    expect((await c.run(['advisory', 'ack', id, 'received', '--read', '1'])).code).not.toBe(0);
    expect((await c.run(['advisory', 'ack', id, 'received', '--read', '2'])).code).toBe(0);

    const alert = JSON.stringify({ kind: 'alert', title: 'What we know', body: 'Much.', tlp: 'amber' });
    const next = (await a.run(['advisory', 'draft', '-'], { stdin: alert })).stdout.trim();
    await a.run(['advisory', 'submit', next, '--to', 'publish']);
    expect((await a.run(['advisory', 'withdraw', id])).code).toBe(2);
    const why = ['--reason', 'It is answered.', '--superseded-by', next];
    expect(await a.run(['advisory', 'withdraw', id, ...why])).toMatchObject({ code: 0, stdout: `${id}\tsuperseded\n` });
    expect((await c.run(['advisory', 'show', id])).stdout).toContain(`by ${next}: It is answered.`);
    expect((await c.run(['advisory', 'list'])).stdout).toMatch(/superseded.*Who saw/);
  });

  it('a CSAF document, signed or not, as an advisory; a forged one is none', async () => {
    const a = await terminal('cert-a');
    const vendor = await signer();
    const document = csafDocument({ id: 'CLI-1' });
    const take = (...args: string[]) => a.run(['csaf', 'import', ...args]);
    for (const [name, text] of [
      ['x.json', document],
      ['forged.json', csafDocument({ id: 'CLI-1', title: 'Another' })],
      ['x.asc', await vendor.sign(document)],
      ['key.asc', vendor.publicKey],
    ] as const)
      writeFileSync(join(a.cwd, name), text);
    const signed = ['--signature', 'x.asc', '--public-key', 'key.asc'];
    expect((await take('forged.json', ...signed)).stderr).toContain('signature_invalid');
    const made = await take('x.json', '--tlp', 'amber', '--audience', 'cert-b', ...signed);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^report--[0-9a-f-]{36}\tcreated\n$/) });
    const [id] = made.stdout.split('\t') as [string];
    expect((await a.run(['csaf', 'import', '-'], { stdin: document })).stdout).toBe(`${id}\tunchanged\n`);
    expect((await joint.key['cert-b']('GET', `/api/v1/advisories/${id}`)).status).toBe(200);
    expect((await joint.key['cert-c']('GET', `/api/v1/advisories/${id}`)).status).toBe(404);
    expect((await take('x.json', '--signature', 'x.asc')).code).toBe(2);
  });

  it('takes no signature from a key without the scope, nor from one who is not asked', async () => {
    const work = await joint.analyst['cert-a']<{ id: string }>(
      'POST',
      '/api/v1/advisories',
      attribution({ signers: ['cert-a'], quorum: 1 }),
    );
    const { id } = work.body;
    for (const step of ['review', 'call'])
      await joint.analyst['cert-a']('POST', `/api/v1/advisories/${id}/${step}`, {});
    const { body } = await joint.key['cert-a']<{ signing: { sha256: string } }>('GET', `/api/v1/advisories/${id}/work`);
    const { sha256 } = body.signing;
    const sign = (of: Member) => joint.key[of]('POST', `/api/v1/advisories/${id}/signatures`, { sha256 });
    expect((await sign('cert-a')).body).toMatchObject({ code: 'insufficient_scope' });
    expect((await sign('cert-c')).body).toMatchObject({ code: 'not_found' });
  });
});
