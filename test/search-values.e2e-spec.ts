import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';

/** A value, as it is pasted out of reports and letters. */
const FORMS: readonly (readonly [value: string, written: string])[] = [
  ...[
    'forms[.]example',
    'forms(.)example',
    'forms{.}example',
    'forms [dot] example',
    'forms dot example',
    'forms dot example.',
    '(forms[.]example',
    'forms[.]example).',
    'forms．example',
    'fo\u200brms[.]example',
    '“forms dot example”,',
    '"forms[.]example",',
    "'forms.example';",
  ].map((written) => ['forms.example', written] as const),
  ...[
    'hxxp://url[.]example/a',
    'h**p[:]//url[.]example/a).',
    'meow[://]url(.)example/a',
    'hxxp:\\\\url dot example/a',
    '"hxxp://url.example/a",',
    '(hxxp://url.example/a',
  ].map((written) => ['http://url.example/a', written] as const),
  ...[
    'phish (at) bad [dot] example',
    'phish[@]bad[.]example',
    'phish [at] bad dot example',
    'phish{at}bad{dot}example).',
    '"phish@bad.example",',
  ].map((written) => ['phish@bad.example', written] as const),
  ...['198 dot 51 dot 100 dot 9', '(198[.]51[.]100[.]9', '"198.51.100.9",'].map(
    (written) => ['198.51.100.9', written] as const,
  ),
  ...['2001[:]db8::99', '[2001[:]db8::99).'].map((written) => ['2001:db8::99', written] as const),
];

interface Found {
  readonly status: number;
  readonly values: readonly string[];
}

describe('the search box', () => {
  let hub: Hub;
  let alliance: Alliance;
  let api: Api;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    api = alliance.api(alliance.keys.a);
    const values = [...new Set(FORMS.map(([value]) => value)), 'other.example', 'http://other.example/'];
    await api(
      'POST',
      '/api/v1/indicators',
      values.map((value) => ({ value, tlp: 'green' })),
    );
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  async function search(q: string): Promise<Found> {
    const { status, body } = await api<{ objects?: { pattern: string }[] }>(
      'GET',
      `/api/v1/search?q=${encodeURIComponent(q)}`,
    );
    return {
      status,
      values: (body.objects ?? []).map(({ pattern }) => /'(.*)'/.exec(pattern)?.[1] ?? pattern).toSorted(),
    };
  }

  it.each(FORMS)('finds %s by %j, which is what a submission of it is', async (value, written) => {
    expect(await search(written)).toEqual({ status: 200, values: [value] });
    const { body } = await api<{ outcome: string; object: { pattern: string } }>('POST', '/api/v1/indicators', {
      value: written,
      tlp: 'green',
    });
    expect(body).toMatchObject({ outcome: 'unchanged' });
  });

  it.each(['forms dot example', '"forms[.]example",', 'forms.example'])('narrows down %j by its facets', async (q) => {
    const { body } = await api<{ q: string; counted: number; facets: { tlp: { term: string }[] } }>(
      'GET',
      `/api/v1/search/facets?q=${encodeURIComponent(q)}`,
    );
    expect(body.counted).toBe(1);
    expect((await search(`${body.q} ${body.facets.tlp[0]!.term}`)).values).toEqual(['forms.example']);
    expect((await search(`${body.q} tlp:red`)).values).toEqual([]);
  });

  it('means what it meant wherever a term or words can be read', async () => {
    expect((await search('tlp:green forms[.]example')).values).toEqual(['forms.example']);
    expect((await search('(forms[.]example OR other[.]example)')).values).toEqual([
      'forms.example',
      'http://other.example/',
      'other.example',
    ]);
    expect((await search('"forms dot example"')).values).toEqual([]);
    expect((await search('(forms[.]example tlp:green')).status).toBe(400);
  });
});
