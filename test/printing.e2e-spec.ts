import { readFileSync } from 'node:fs';
import { FORMATS } from '../src/advisories/printing/formats.js';
import { checkObject } from '../src/formats/index.js';
import { type StixObject, TLP_MARKING } from '../src/kernel/index.js';
import { emailOf } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { attribution, giveKeys, identityOf, type Joint, type Member, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
/** As CSAF its file has a name of its own: test/advisory-exports. */
const PRINTED = ['html', 'markdown', 'pdf', 'stix'] as const;
const NOWHERE = 'report--0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11';

interface Bundle {
  type: string;
  id: string;
  objects: StixObject[];
}

describe('published advisories as documents', () => {
  let hub: Hub;
  let joint: Joint;

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const step = (id: string, what: string, body: unknown = {}, of: Member = 'cert-a') =>
    joint.analyst[of]('POST', `${ADVISORIES}/${id}/${what}`, body);
  const drafted = async (text: object): Promise<string> =>
    String((await joint.analyst['cert-a']('POST', ADVISORIES, text)).body['id']);
  /** One that cert-a writes alone. */
  async function published(more: object = {}): Promise<string> {
    const id = await drafted({ kind: 'alert', title: 'Patch', body: 'Patch *now*.', tlp: 'green', ...more });
    expect((await step(id, 'publish')).body).toMatchObject({ state: 'published' });
    return id;
  }
  async function indicator(value: string, tlp: string, audience: unknown): Promise<string> {
    const { body } = await joint.analyst['cert-a']('POST', '/api/v1/indicators', { items: [{ value, tlp }], audience });
    return (body['outcomes'] as { id: string }[])[0]!.id;
  }
  const exported = <T = string>(of: Member, id: string, format: string, headers: Record<string, string> = {}) =>
    joint.key[of]<T>('GET', `${ADVISORIES}/${id}/export?format=${format}`, undefined, headers);

  it('a signed attribution in each format: its label, who signed it, and a name for its file', async () => {
    const id = await drafted(attribution({ references: [{ title: 'Notes', url: 'https://notes.example/x' }] }));
    await step(id, 'review');
    const { body } = await step(id, 'call');
    const { sha256 } = body['signing'] as { sha256: string };
    for (const one of SIGNERS) await step(id, 'signatures', { sha256 }, one);
    expect((await step(id, 'publish')).status).toBe(200);
    const types = {
      html: 'text/html; charset=utf-8',
      markdown: 'text/markdown; charset=utf-8',
      pdf: 'application/pdf',
      stix: 'application/stix+json; version="2.1"; charset=utf-8',
    };
    for (const format of PRINTED) {
      const { status, headers } = await exported('cert-c', id, format);
      expect([format, status, headers.get('content-type')]).toEqual([format, 200, types[format]]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-disposition')).toMatch(
        /^(?:inline|attachment); filename="tlp-green_exploitation-of-exchange-servers-attributed-to-silk-heron_v1\.\w+"$/,
      );
    }
    for (const format of ['html', 'markdown'] as const) {
      const { body: text } = await exported('cert-c', id, format);
      for (const words of ['TLP:GREEN', 'SILK HERON', 'CERT-D (cert-d)', '10.0 critical (3.1)', sha256, id])
        expect([format, text.replaceAll('\\', '')]).toEqual([format, expect.stringContaining(words)]);
    }
    const page = await exported('cert-c', id, 'html');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; .*frame-ancestors 'none'; sandbox$/);
  });

  it('is not sent again to who has it, and is again once it has changed', async () => {
    const id = await published({ title: 'Once' });
    const tags = new Set<string>();
    for (const format of FORMATS) {
      const { headers } = await exported('cert-b', id, format);
      const etag = headers.get('etag')!;
      tags.add(etag);
      const again = await exported('cert-b', id, format, { 'if-none-match': etag });
      expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
      const hidden = await exported('cert-b', NOWHERE, format, { 'if-none-match': etag });
      expect(hidden.status).toBe(404);
    }
    expect(tags.size).toBe(FORMATS.length);
    await step(id, 'withdraw', { reason: 'The evidence did not hold.' });
    for (const format of FORMATS) {
      const [etag] = [...tags].slice(FORMATS.indexOf(format));
      expect((await exported('cert-b', id, format, { 'if-none-match': etag! })).status).toBe(200);
    }
  });

  it('says on every sheet that it was withdrawn, and why', async () => {
    const id = await published();
    await step(id, 'withdraw', { reason: 'The <evidence> did not hold.' });
    expect((await exported('cert-b', id, 'html')).body).toMatch(
      /Withdrawn on [\d: -]{19}Z\.<\/strong> The &lt;evidence&gt; did/,
    );
    expect((await exported('cert-b', id, 'markdown')).body).toMatch(/\*\*Withdrawn on .*\*\* The \\<evidence\\> did/);
    const { body } = await exported<Bundle>('cert-b', id, 'stix');
    expect(body.objects[0]).toMatchObject({ id, revoked: true });
  });

  it('is hidden from whom it is not for like what is not there', async () => {
    const id = await published({ tlp: 'amber', audience: { organisations: ['cert-b'] } });
    for (const format of [...FORMATS, 'nothing']) {
      const [hidden, missing] = [await exported('cert-c', id, format), await exported('cert-c', NOWHERE, format)];
      const plain = ({ status, body, headers }: typeof hidden) => {
        const { requestId: _, instance: __, ...rest } = body as unknown as Record<string, unknown>;
        return [status, rest, [...headers].filter(([name]) => !['x-request-id', 'date'].includes(name))];
      };
      expect(plain(hidden)).toEqual(plain(missing));
      expect(hidden.status).toBe(format === 'nothing' ? 422 : 404);
    }
    expect((await exported('cert-b', id, 'pdf')).status).toBe(200);
  });

  it('shows TLP:RED to the people it names, on the page and as it was signed, and never to a key', async () => {
    const people = [emailOf('analyst of cert-b', 'cert-b')];
    const id = await published({ tlp: 'red', audience: { people } });
    const asked = (of: Member, format: string) =>
      joint.analyst[of]('GET', `${ADVISORIES}/${id}/export?format=${format}`);
    const page = await asked('cert-b', 'html');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(page.body).toContain('TLP:RED');
    // what its reader's browser holds the signatures against; `GET /advisories/:id` and the object say the same
    expect((await asked('cert-b', 'signed')).status).toBe(200);
    for (const format of FORMATS.filter((one) => one !== 'html')) {
      if (format !== 'signed')
        expect((await asked('cert-b', format)).body).toMatchObject({ code: 'red_not_exported', status: 403 });
      expect((await asked('cert-c', format)).body).toMatchObject({ code: 'not_found' });
      expect((await exported('cert-b', id, format)).body).toMatchObject({ code: 'not_found' });
    }
    expect((await exported('cert-b', id, 'html')).status).toBe(404);
    expect((await asked('cert-c', 'html')).status).toBe(404);
  });

  it('bundles what the reader sees of what it links, each under its own label, as it is stored', async () => {
    const common = await indicator('common.example', 'green', 'all');
    const narrow = await indicator('narrow.example', 'amber', { organisations: ['cert-b'] });
    const red = await indicator('red.example', 'red', { people: [emailOf('analyst of cert-b', 'cert-b')] });
    const id = await published({ indicators: [common, narrow, red], references: [] });
    const { body: stored } = await joint.key['cert-b']('GET', `${ADVISORIES}/${id}`);
    const bundleOf = async (of: Member) => {
      const { body } = await exported<Bundle>(of, id, 'stix');
      for (const object of body.objects) expect(checkObject(object)).toBe(object);
      return body;
    };
    const [mine, theirs] = [await bundleOf('cert-b'), await bundleOf('cert-c')];
    expect(mine.objects[0]).toEqual(stored);
    const types = ({ objects }: Bundle) => objects.map(({ type }) => type);
    expect(types(mine)).toEqual(
      'report indicator indicator relationship identity marking-definition marking-definition'.split(' '),
    );
    expect(types(theirs)).toEqual(['report', 'indicator', 'identity', 'marking-definition']);
    expect(mine.objects.map((object) => object.id)).toEqual(
      expect.arrayContaining([common, narrow, identityOf('cert-a')]),
    );
    expect(mine.objects.map((object) => object.id)).toEqual(
      expect.arrayContaining([TLP_MARKING.green, TLP_MARKING.amber]),
    );
    expect(JSON.stringify(theirs)).not.toMatch(/narrow\.example|relationship/);
    expect(JSON.stringify([mine, theirs])).not.toContain(red);
    expect((await exported<Bundle>('cert-b', id, 'stix')).body).toEqual(mine);
    const session = await joint.analyst['cert-b']('GET', `${ADVISORIES}/${id}/export?format=stix`);
    expect(JSON.stringify(session.body)).not.toContain(red);
    for (const one of ['cert-b', 'cert-c'] as const) {
      const { body: page } = await exported(one, id, 'html');
      expect(page).toContain('common[.]example');
      expect(page).not.toMatch(/narrow|red\[\.\]example/); // a sheet has one label: what is narrower is not on it
    }
  });

  it('goes on record when it is narrower than AMBER', async () => {
    const id = await published({ tlp: 'amber+strict', audience: { organisations: ['cert-b'] } });
    await exported('cert-b', id, 'pdf');
    const read = await rowsOf(
      hub,
      `select from audit_record where record::text like '%object.read%' and record::text like '%' || $1 || '%'`,
      [id],
    );
    expect(read).toHaveLength(1);
  });

  it('follows its references alone, and none at a host that it reports', async () => {
    const bad = await indicator('bad.example', 'green', 'all');
    const id = await published({
      indicators: [bad],
      references: [
        { title: 'Good', url: 'https://good.example/a' },
        { title: 'Bad', url: 'https://bad.example/a' },
      ],
      body: '[g](https://good.example/a) [b](https://bad.example/a) [o](https://other.example/)',
    });
    const { body } = await exported('cert-b', id, 'html');
    expect([...body.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
      'https://good.example/a',
      'https://good.example/a',
    ]);
    const pdf = await fetch(`${hub.url}${ADVISORIES}/${id}/export?format=pdf`, {
      headers: { authorization: `Bearer ${joint.token['cert-b']}` },
    });
    const text = Buffer.from(await pdf.arrayBuffer()).toString('latin1');
    expect([...text.matchAll(/\/URI \(([^)]*)\)/g)].map(([, url]) => url)).toEqual([
      'https://good.example/a',
      'https://good.example/a',
    ]);
  });

  it('prints many at once, and answers others meanwhile', async () => {
    const id = await published({ body: 'many words '.repeat(5_000) });
    const answers = await Promise.all(
      (['cert-b', 'cert-c', 'cert-d'] as const).flatMap((of) =>
        Array.from({ length: 4 }, async () => (await exported(of, id, 'pdf')).status),
      ),
    );
    expect(answers).toEqual(answers.map(() => 200));
  });

  it('is not asked for in a format that there is not, nor without one', async () => {
    const id = await published();
    for (const query of ['', '?format=', '?format=docx', '?format=pdf&format=html', '?format=pdf&x=1'])
      expect((await joint.key['cert-b']('GET', `${ADVISORIES}/${id}/export${query}`)).status).toBe(422);
  });

  it('documents each format', () => {
    const page = readFileSync('docs/advisories.md', 'utf8');
    for (const format of FORMATS) expect(page).toContain(`\`${format}\``);
  });
});

const SIGNERS = ['cert-a', 'cert-b', 'cert-c', 'cert-d'] as const;
