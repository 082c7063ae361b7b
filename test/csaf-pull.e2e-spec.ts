import { certificate } from './support/certificate.js';
import { csafDocument } from './support/csaf-document.js';
import { add, failing, hubFor, listed, METADATA, PROVIDERS, titles, well } from './support/csaf-pull.js';
import { type Member, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';
import { provide, Remote, type Signer, signer } from './support/remote.js';
import { until } from './support/until.js';

describe('providers that are asked', () => {
  const good = certificate();
  let acme: Signer;
  beforeAll(async () => {
    acme = await signer();
  });

  it.each([true, false])('give each document once, and again what changed (by ROLIE: %s)', async (rolie) => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    await using second = await hub.another();
    const joint = await seedJoint(hub);
    expect(second.url).not.toBe(hub.url); // two processes ask
    const one = { text: csafDocument({ id: 'A-1', title: 'One' }), updated: '2026-01-01T10:00:00Z' };
    const two = { text: csafDocument({ id: 'A-2', title: 'Two' }), updated: '2026-01-02T10:00:00Z' };
    await provide(remote, acme, { 'a-1.json': one, 'a-2.json': two }, { rolie });
    const { id } = await add(joint, `${remote.url}${METADATA}`, acme.fingerprint.toUpperCase(), { tlp: 'green' });
    await until('both', async () => (await titles(joint)).length === 2);
    const next = {
      text: csafDocument({ id: 'A-1', title: 'One, again', version: 2 }),
      updated: '2026-01-03T10:00:00Z',
    };
    const bad = { text: '{"document":{}}', updated: '2026-01-03T11:00:00Z' };
    await provide(remote, acme, { 'a-1.json': next, 'a-2.json': two, 'bad.json': bad }, { rolie });
    await until('the change', async () => (await titles(joint)).includes('One, again'));
    expect(await titles(joint)).toEqual(['One, again', 'Two']);
    const provider = await until('the refusal', async () => {
      const read = await listed(joint, id);
      return read.refusals.length > 0 && read.state === 'ok' ? read : undefined;
    });
    expect(provider).toMatchObject({ error: null, documents: { imported: 2, refused: 1 } });
    expect(provider.refusals[0]).toMatchObject({
      url: `${remote.url}/bad.json`,
      detail: expect.stringContaining('csaf_invalid') as string,
    });
    const rounds = () => remote.asked.filter((path) => path === METADATA).length;
    const before = rounds();
    await until('three more rounds', () => rounds() > before + 3);
    const times = (path: string) => remote.asked.filter((asked) => asked === path).length;
    expect([times('/a-1.json'), times('/a-2.json'), times('/bad.json')]).toEqual([2, 1, 1]);
    const [origin] = await rowsOf<object>(
      hub,
      `select source_url, signed_by, tracking_version from csaf_origin where tracking_id = 'A-1'`,
    );
    expect(origin).toEqual({
      source_url: `${remote.url}/a-1.json`,
      signed_by: acme.fingerprint,
      tracking_version: '2',
    });
    const { body } = await joint.key['cert-b']<{ items: { tlp: string; organisation: string }[] }>(
      'GET',
      '/api/v1/advisories',
    );
    expect(body.items.map(({ tlp }) => tlp)).toEqual(['green', 'green']);
    expect((await joint.admin['cert-a']('DELETE', `${PROVIDERS}/${id}`)).status).toBe(204);
    expect(await titles(joint)).toHaveLength(2);
  });

  it('are found by the security.txt of their domain', async () => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    const joint = await seedJoint(hub);
    const one = { text: csafDocument({ id: 'S-1', title: 'By security.txt' }), updated: '2026-01-01T10:00:00Z' };
    await provide(remote, acme, { 's.json': one }, { base: '/elsewhere', rolie: false });
    const { id } = await add(joint, `127.0.0.1:${remote.port}`, acme.fingerprint);
    expect(await failing(joint, id)).toContain('404');
    remote.files.set('/.well-known/security.txt', `CSAF: ${remote.url}/elsewhere${METADATA}\n`);
    await until('it', async () => (await titles(joint)).includes('By security.txt'));
    expect(await well(joint, id)).toMatchObject({
      url: `${remote.url}/.well-known/csaf/provider-metadata.json`,
      error: null,
    });
  });

  it('do not take over one another’s documents, whatever publisher and id those name', async () => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    const joint = await seedJoint(hub);
    const forger = await signer();
    const at = '2026-01-01T10:00:00Z';
    const own = { text: csafDocument({ id: 'T-1', title: 'Own' }), updated: at };
    const forged = { text: csafDocument({ id: 'T-1', title: 'Forged', version: 9 }), updated: at };
    await provide(remote, acme, { 'a.json': own }, { base: '/acme' });
    await provide(remote, forger, { 'b.json': forged }, { base: '/forger' });
    const narrow = { tlp: 'amber', audience: { organisations: ['cert-b'] } };
    await add(joint, `${remote.url}/acme${METADATA}`, acme.fingerprint, narrow);
    await until('the first', async () => (await titles(joint)).includes('Own'));
    await add(joint, `${remote.url}/forger${METADATA}`, forger.fingerprint);
    await until('the second', async () => (await titles(joint)).includes('Forged'));
    expect(await titles(joint)).toEqual(['Forged', 'Own']);
    const { body } = await joint.key['cert-b']<{ items: { title: string; tlp: string; version: number }[] }>(
      'GET',
      '/api/v1/advisories',
    );
    expect(body.items.find(({ title }) => title === 'Own')).toMatchObject({ tlp: 'amber', version: 1 });
  });

  it('are believed only with hash, signature and the key that is pinned', async () => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    const joint = await seedJoint(hub);
    const other = await signer();
    const document = (name: string) => ({
      [`${name}.json`]: { text: csafDocument({ id: name }), updated: '2026-01-01T10:00:00Z' },
    });
    for (const base of ['/hash', '/signature', '/key', '/pinned']) await provide(remote, acme, document('x'), { base });
    remote.files.set('/hash/x.json.sha512', '0'.repeat(128));
    remote.files.set('/signature/x.json.asc', await other.sign(csafDocument({ id: 'x' })));
    remote.files.set('/key/key.asc', other.publicKey);
    const errors: string[] = [];
    for (const base of ['/hash', '/signature', '/key', '/pinned']) {
      const pinned = base === '/pinned' ? other : acme;
      errors.push(await failing(joint, (await add(joint, `${remote.url}${base}${METADATA}`, pinned.fingerprint)).id));
    }
    expect(errors).toEqual([
      expect.stringMatching(/hash/),
      expect.stringMatching(/signature/),
      expect.stringMatching(/another fingerprint/),
      expect.stringMatching(/names no key/),
    ]);
    expect(await titles(joint)).toEqual([]);
  });

  it('lose nothing new to old documents that can’t be had, and take those once they can', async () => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    const joint = await seedJoint(hub);
    const names = ['B-1', 'B-2', 'B-3', 'B-4', 'B-5'];
    const documents = Object.fromEntries(
      names.map((id, i) => [
        `${id}.json`,
        { text: csafDocument({ id, title: id }), updated: `2026-01-0${i + 1}T10:00:00Z` },
      ]),
    );
    await provide(remote, acme, documents);
    const old = names.slice(0, 4).map((id) => `/${id}.json.asc`);
    const signatures = old.map((path) => remote.files.get(path)!);
    for (const path of old) remote.files.delete(path);
    const { id } = await add(joint, `${remote.url}${METADATA}`, acme.fingerprint, { tlp: 'green' });
    await until('the new one', async () => (await titles(joint)).includes('B-5'));
    expect(await failing(joint, id)).toMatch(/404|nothing|B-/);
    for (const [i, path] of old.entries()) remote.files.set(path, signatures[i]!);
    await until('all', async () => (await titles(joint)).length === names.length);
    expect((await well(joint, id)).documents).toMatchObject({ imported: 5, refused: 0 });
  });

  it('are asked for their own organisation, and no more once who added them has left', async () => {
    await using remote = await Remote.start(good);
    await using hub = await hubFor(remote, [good]);
    const joint = await seedJoint(hub);
    await provide(remote, acme, {});
    const { id } = await add(joint, `${remote.url}${METADATA}`, acme.fingerprint);
    await well(joint, id);
    const list = async (as: Member) => (await joint.admin[as]<{ items: object[] }>('GET', PROVIDERS)).body.items.length;
    expect([await list('cert-a'), await list('cert-b')]).toEqual([1, 0]);
    for (const [method, path] of [
      ['DELETE', id],
      ['POST', `${id}/pull`],
    ] as const)
      expect((await joint.admin['cert-b'](method, `${PROVIDERS}/${path}`)).status).toBe(404);
    expect((await joint.admin['cert-a']('POST', `${PROVIDERS}/${id}/pull`)).status).toBe(202);
    expect((await joint.key['cert-a']('GET', PROVIDERS)).status).toBe(403);
    await rowsOf(
      hub,
      `update person set status = 'suspended' where id = (select created_by from csaf_provider where id = $1)`,
      [id],
    );
    await until('it to be held', async () => {
      const [row] = await rowsOf<{ error: string }>(hub, 'select error from csaf_provider where id = $1', [id]);
      return row!.error?.includes('credential_revoked');
    });
  });
});
