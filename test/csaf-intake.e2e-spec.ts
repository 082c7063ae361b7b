import type { StixObject } from '../src/kernel/index.js';
import { csafDocument } from './support/csaf-document.js';
import { type Hub, startHub } from './support/hub.js';
import { identityOf, type Joint, type Member, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';
import { signer } from './support/remote.js';

const DOCUMENTS = '/api/v1/csaf/documents';

interface Outcome {
  outcome: string;
  id: string;
  version: number;
  tlp: string;
  code?: string;
  signed_by: string | null;
  lost: string[];
}

const hand = (joint: Joint, document: string, more: object = {}, as: Member = 'cert-a') =>
  joint.key[as]<Outcome>('POST', DOCUMENTS, { document, ...more });
const reportOf = async (joint: Joint, id: string, as: Member = 'cert-b') =>
  joint.key[as]<StixObject>('GET', `/api/v1/advisories/${id}`);
const advisories = async (hub: Hub) =>
  (await rowsOf<{ count: number }>(hub, 'select count(*)::int as count from advisory'))[0]!.count;

describe('CSAF documents handed in', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('undo nothing that was written or published by hand', async () => {
    const { body: first } = await hand(joint, csafDocument({ id: 'HAND-1' }));
    const path = `/api/v1/advisories/${first.id}`;
    const next = csafDocument({ id: 'HAND-1', title: 'Of the document', version: 2 });
    await joint.analyst['cert-a']('POST', `${path}/revise`, {});
    const { body: work } = await joint.analyst['cert-a']<{ body: object }>('GET', `${path}/work`);
    const own = { ...work.body, title: 'By hand', tlp: 'amber', audience: { organisations: ['cert-b'] } };
    await joint.analyst['cert-a']('PUT', `${path}/work`, own, { 'if-match': '*' });
    expect(await hand(joint, next)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await joint.analyst['cert-a']('GET', `${path}/work`)).body).toMatchObject({ state: 'draft', body: own });
    expect((await joint.analyst['cert-a']('POST', `${path}/publish`, {})).status).toBe(200);
    expect(await hand(joint, next)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await reportOf(joint, first.id)).body).toMatchObject({ name: 'By hand' });
    expect((await reportOf(joint, first.id, 'cert-c')).status).toBe(404);
  });

  it('H12: more revisions than the tests get through at once are refused', async () => {
    const document = JSON.parse(csafDocument({ id: 'MANY-1' })) as {
      document: { tracking: { revision_history: object[] } };
    };
    const { tracking } = document.document;
    tracking.revision_history = Array.from({ length: 1_001 }, () => tracking.revision_history[0]!);
    expect(await hand(joint, JSON.stringify(document))).toMatchObject({ status: 422, body: { code: 'csaf_invalid' } });
  });

  it('become advisories of whoever hands them in, published and signed by nobody', async () => {
    const { status, body } = await hand(joint, csafDocument());
    expect([status, body]).toMatchObject([201, { outcome: 'created', version: 1, tlp: 'clear', signed_by: null }]);
    const { body: report } = await reportOf(joint, body.id);
    expect(report).toMatchObject({ name: 'A flaw in Rocket', created_by_ref: identityOf('cert-a') });
    expect(report.description).toMatch(
      /^> From the CSAF document ACME-2026-0001, version 1 of .*, by ACME \(https:\/\/acme.example\)/,
    );
    const [extension] = Object.values(report['extensions'] as Record<string, object>);
    expect(extension).toMatchObject({
      kind: 'advisory',
      quorum: 0,
      vulnerabilities: [{ cve: 'CVE-2026-10001' }],
      products: [{ vendor: 'ACME', name: 'Rocket', status: 'affected', cves: ['CVE-2026-10001'] }],
    });
    expect(extension).not.toHaveProperty('signatures');
    const { body: list } = await joint.key['cert-c']<{ items: object[] }>('GET', `${DOCUMENTS}?advisory=${body.id}`);
    expect(list.items).toMatchObject([
      { advisory: body.id, publisher: 'ACME', tracking_id: 'ACME-2026-0001', tracking_version: '1', signed_by: null },
    ]);
  });

  it('H11: a later version is the next one of the advisory, the same changes nothing, an older one is refused with 409', async () => {
    const id = 'ACME/../../2026 0002';
    const { body: first } = await hand(joint, csafDocument({ id, version: 2 }));
    expect((await hand(joint, csafDocument({ id, version: 2 }))).body).toMatchObject({
      outcome: 'unchanged',
      id: first.id,
      version: 1,
    });
    const older = await hand(joint, csafDocument({ id, version: 1 }));
    expect([older.status, older.body.code]).toEqual([409, 'conflict']);
    expect((await hand(joint, csafDocument({ id, version: 2, title: 'Other' }))).body.code).toBe('version_conflict');
    const later = await hand(joint, csafDocument({ id, version: 3, title: 'Third' }));
    expect([later.status, later.body]).toMatchObject([200, { outcome: 'updated', id: first.id, version: 2 }]);
    expect((await reportOf(joint, first.id)).body).toMatchObject({ name: 'Third' });
    const other = await hand(joint, csafDocument({ id, version: 1 }), {}, 'cert-b');
    expect([other.status, other.body.id === first.id]).toEqual([201, false]);
    expect(
      (
        await rowsOf<{ name: string }>(hub, 'select distinct advisory_id || $1 as name from csaf_origin', ['.json'])
      ).every(({ name }) => /^report--[0-9a-f-]{36}\.json$/.test(name)),
    ).toBe(true);
  });

  it('H12: a product tree 10,000 deep or with 100,000 products is refused with 422', async () => {
    const deep = `${'[{"category":"vendor","name":"v","branches":'.repeat(10_000)}[]${'}]'.repeat(10_000)}`;
    const many = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => ({ name: 'p', product_id: `p${i}` })));
    for (const tree of [`{"branches":${deep}}`, `{"full_product_names":${many}}`]) {
      const document = csafDocument().replace(/"product_tree":\{.*?\]\}\]\}/, `"product_tree":${tree}`);
      expect(document).toContain(tree.slice(0, 50));
      const { status, body } = await hand(joint, document);
      expect([status, body.code]).toEqual([422, 'csaf_invalid']);
    }
  });

  it('keep their label, or a stricter one, and are refused without any', async () => {
    const label = async (own: string | null, more: object, id: string) => {
      const { status, body } = await hand(joint, csafDocument({ label: own, id }), more);
      return status === 201 ? body.tlp : body.code;
    };
    expect(await label('WHITE', { tlp: 'green' }, 'L1')).toBe('green');
    expect(await label('AMBER', { tlp: 'clear' }, 'L2')).toBe('amber');
    expect(await label('AMBER', { tlp: 'TLP:AMBER+STRICT' }, 'L3')).toBe('amber+strict');
    expect(await label(null, { tlp: 'green' }, 'L4')).toBe('green');
    expect(await label(null, {}, 'L5')).toBe('tlp_required');
    expect(await label('RED', {}, 'L6')).toBe('csaf_invalid');
    expect(await label('WHITE', { tlp: 'red' }, 'L7')).toBe('csaf_invalid');
    expect(await label('WHITE', { audience: 'organisation' }, 'L8')).toBe('clear_requires_all');
    expect(await label('WHITE', { tlp: 'orange' }, 'L9')).toBe('tlp_unknown');
  });

  it('are for whom their importer says: the others learn of neither advisory nor origin', async () => {
    const { body } = await hand(joint, csafDocument({ id: 'ACME-AMBER', label: 'AMBER' }), {
      audience: { organisations: ['cert-b'] },
    });
    expect((await reportOf(joint, body.id)).status).toBe(200);
    expect((await reportOf(joint, body.id, 'cert-c')).status).toBe(404);
    const shown = async (as: Member) =>
      (await joint.key[as]<{ items: object[] }>('GET', `${DOCUMENTS}?advisory=${body.id}`)).body.items.length;
    expect([await shown('cert-b'), await shown('cert-c')]).toEqual([1, 0]);
    expect(JSON.stringify((await joint.key['cert-c']('GET', `${DOCUMENTS}?limit=500`)).body)).not.toContain(
      'ACME-AMBER',
    );
  });

  it('have their signature checked before anything is read of them', async () => {
    const [acme, other] = [await signer(), await signer()];
    const document = csafDocument({ id: 'ACME-SIGNED' });
    const signature = await acme.sign(document);
    const signed = (text: string, public_key: string) => hand(joint, text, { signature, public_key });
    expect((await signed(`${document} `, acme.publicKey)).body.code).toBe('signature_invalid');
    expect((await signed('nonsense', acme.publicKey)).body.code).toBe('signature_invalid');
    expect((await signed(document, other.publicKey)).body.code).toBe('signature_invalid');
    expect((await signed(document, 'nonsense')).body.code).toBe('signature_invalid');
    expect((await hand(joint, document, { signature })).status).toBe(422);
    expect((await signed(document, acme.publicKey)).body).toMatchObject({
      outcome: 'created',
      signed_by: acme.fingerprint,
    });
  });

  it('are made into one advisory, however often and however far one got before', async () => {
    const document = csafDocument({ id: 'ACME-ONCE' });
    const before = await advisories(hub);
    const answers = await Promise.all(Array.from({ length: 6 }, () => hand(joint, document)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 201, 409].includes(status))).toBe(true);
    expect(await advisories(hub)).toBe(before + 1);
    const { id } = answers.find(({ status }) => status === 201)!.body;
    // as if the process had ended after publication, and before it was noted
    await rowsOf(hub, `update csaf_origin set tracking_version = null, sha256 = null where advisory_id = $1`, [id]);
    expect((await hand(joint, document)).body).toMatchObject({ outcome: 'created', id, version: 1 });
    // and while the next version was being written
    await joint.analyst['cert-a']('POST', `/api/v1/advisories/${id}/revise`);
    expect((await hand(joint, csafDocument({ id: 'ACME-ONCE', version: 2 }))).body).toMatchObject({
      outcome: 'updated',
      id,
      version: 2,
    });
    expect(await advisories(hub)).toBe(before + 1);
  });

  it('are refused where they are not valid, or their advisory was withdrawn, with the reason', async () => {
    const broken = csafDocument({ id: 'ACME-BROKEN' }).replace('["P1"]', '["P2"]');
    expect((await hand(joint, broken)).body).toMatchObject({
      code: 'csaf_invalid',
      pointer: '/vulnerabilities/0/product_status/known_affected/0',
    });
    const draft = csafDocument({ id: 'ACME-DRAFT' }).replace('"final"', '"draft"');
    expect((await hand(joint, draft)).body.code).toBe('csaf_invalid');
    const { body } = await hand(joint, csafDocument({ id: 'ACME-GONE' }));
    await joint.analyst['cert-a']('POST', `/api/v1/advisories/${body.id}/withdraw`, { reason: 'x' });
    expect((await hand(joint, csafDocument({ id: 'ACME-GONE', version: 2 }))).body.code).toBe('conflict');
  });
});
