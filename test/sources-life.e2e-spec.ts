import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { User } from '../client/src/testing/run-cli.js';
import { certificate } from './support/certificate.js';
import { startHub } from './support/hub.js';
import { PASSWORD, rowsOf, seedAlliance } from './support/people.js';
import { Remote } from './support/remote.js';
import { Admin, envFor, SOURCES, type SourceShown } from './support/sources.js';
import { indicator } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';
import { until } from './support/until.js';

const good = certificate();
const AT = '2026-01-01T00:00:00.000001Z';

describe('sources', () => {
  it('are their organisation’s administrators’ alone, and each deed is on the audit record', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people, keys } = await seedAlliance(hub);
    const taxii = new TaxiiRemote(remote);
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: taxii.url, name: 'ours' });
    await admin.settled(id);
    for (const who of [people.ana, people.ray, keys.a]) expect((await api(who)('GET', SOURCES)).status).toBe(403);
    expect((await api(people.adminB)<{ items: object[] }>('GET', SOURCES)).body.items).toEqual([]);
    for (const [method, end, body] of [
      ['GET', '', undefined],
      ['GET', '/refusals', undefined],
      ['GET', '/warnings', undefined],
      ['PATCH', '', { paused: true }],
      ['POST', '/pull', {}],
      ['DELETE', '', undefined],
    ] as const)
      expect([end, (await api(people.adminB)(method, `${SOURCES}/${id}${end}`, body)).status]).toEqual([end, 404]);
    expect(
      (await admin.api<SourceShown>('POST', SOURCES, { kind: 'taxii', url: taxii.url, tlp: 'green' })).body.code,
    ).toBe('conflict');
    expect((await admin.api('PATCH', `${SOURCES}/${id}`, { every: 30 })).status).toBe(422);
    expect((await admin.api<{ every: number }>('PATCH', `${SOURCES}/${id}`, { every: 600 })).body.every).toBe(600);
    expect((await admin.api('DELETE', `${SOURCES}/${id}`)).status).toBe(204);
    const deeds = await rowsOf<{ action: string }>(
      hub,
      `select record::json ->> 'action' as action from audit_record where record like '%"source.%' order by number`,
    );
    expect(deeds.map(({ action }) => action)).toEqual(['source.create', 'source.change', 'source.delete']);
  });

  it('that are paused are not pulled, and go on where they were; from the beginning changes nothing that is known', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    await using second = await hub.another();
    expect(second.url).not.toBe(hub.url); // two processes pull
    const { api, people, org } = await seedAlliance(hub);
    const taxii = new TaxiiRemote(remote);
    taxii.add(AT, indicator('one'));
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: taxii.url });
    await admin.settled(id);
    expect((await admin.api<SourceShown>('PATCH', `${SOURCES}/${id}`, { paused: true })).body).toMatchObject({
      state: 'paused',
      next_try: null,
    });
    expect((await admin.api('POST', `${SOURCES}/${id}/pull`, {})).status).toBe(409);
    taxii.add(AT.replace('1Z', '2Z'), indicator('two'));
    const asked = taxii.asked.length;
    const resumed = await admin.shown(id);
    await admin.api('PATCH', `${SOURCES}/${id}`, { paused: false });
    expect((await admin.settled(id, resumed)).objects).toMatchObject({ created: 2, known: 0 });
    expect(taxii.asked.slice(asked).map(({ added_after: from }) => from)).toEqual([AT]);
    expect((await admin.pulled(id, { from: 'beginning' })).objects).toMatchObject({ created: 2, known: 2 });
    expect(taxii.asked.at(-1)).not.toHaveProperty('added_after');
    // removed and added again, it may change what it brought
    await admin.api('DELETE', `${SOURCES}/${id}`);
    taxii.add(AT.replace('1Z', '3Z'), { ...indicator('one'), modified: '2023-01-01T00:00:00.000Z', name: 'better' });
    const again = await admin.add({ url: taxii.url });
    expect((await admin.settled(again.id)).objects).toEqual({
      created: 0,
      updated: 1,
      known: 2,
      refused: 0,
      warned: 0,
    });
    await api(people.root)('POST', `/api/v1/organisations/${org['cert-a']}/suspend`, { reason: 'a test' });
    await rowsOf(hub, 'update source set next_at = now()');
    await until('it to be held', async () => {
      const [row] = await rowsOf<{ error: string | null }>(hub, 'select error from source');
      return row!.error?.includes('suspended');
    });
  });

  it('tell what of them stands on a warninglist', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const taxii = new TaxiiRemote(remote);
    const resolver = indicator('resolver', { pattern: "[ipv4-addr:value = '8.8.8.8']" });
    taxii.add(AT, indicator('one'), resolver);
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: taxii.url });
    expect((await admin.settled(id)).objects).toMatchObject({ created: 2, refused: 0, warned: 1 });
    expect(await admin.warnings(id)).toEqual([
      expect.objectContaining({
        object: resolver['id'],
        code: 'warninglist',
        reason: 'on warninglists: Public DNS resolvers',
      }),
    ]);
    expect(await admin.refusals(id)).toEqual([]);
    expect((await admin.pulled(id, { from: 'beginning' })).objects).toMatchObject({ warned: 1 }); // told once
  });

  it('are managed by the command line', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { people } = await seedAlliance(hub);
    const taxii = new TaxiiRemote(remote, '/root/collections/c%201/');
    taxii.add(AT, indicator('one'), indicator('bad', { confidence: 101 }));
    using user = new User({ TOCSIN_URL: hub.url, TOCSIN_EMAIL: people.adminA.email });
    writeFileSync(join(user.cwd, 'token'), 'a-token\n');
    const source = (...args: string[]) => user.run(['source', ...args], { env: { TOCSIN_PASSWORD: PASSWORD } });
    const added = await source(
      'add',
      'taxii',
      `${remote.url}/root`,
      '--collection',
      'c 1',
      '--tlp',
      'green',
      '--auth',
      'bearer',
      '--secret-file',
      'token',
    );
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const id = added.stdout.split('\t')[0]!;
    await until('it to be pulled', async () => (await source('list')).stdout.includes('1 created'));
    expect((await source('list')).stdout).toBe(
      `${id}\tok\ttaxii\t${taxii.url}\t1 created, 0 updated, 0 known, 1 refused\n`,
    );
    expect((await source('show', id)).stdout).toMatch(/^auth\tbearer$/m);
    expect((await source('refusals', id)).stdout).toMatch(/\tobject_invalid\tindicator--/);
    expect(await source('warnings', id)).toMatchObject({ code: 0, stdout: '' });
    expect((await source('pull', id)).code).toBe(0);
    expect((await source('pause', id)).stdout).toContain('\tpaused\t');
    expect((await source('pull', id)).code).toBe(1);
    expect((await source('resume', id)).code).toBe(0);
    expect((await source('remove', id)).code).toBe(0);
    expect((await source('list')).stdout).toBe('');
    expect((await source('add', 'taxii', taxii.url, '--tlp', 'green', '--auth', 'basic')).code).toBe(2);
  });
});
