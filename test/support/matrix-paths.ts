import { ADVISORY_PATHS } from './matrix-advisories.js';
import { AUDIENCE_PATH } from './matrix-audience.js';
import { CSAF_PATHS } from './matrix-csaf.js';
import { EXPORT_PATHS, tlpOf } from './matrix-exports.js';
import { SEARCH_PATHS } from './matrix-searches.js';
import { STATISTICS_PATHS } from './matrix-statistics.js';
import { TAXII_PATHS } from './matrix-taxii.js';
import { MISP_PATHS } from './matrix-misp.js';
import { all, type Path, wordsIn } from './matrix-path.js';
import { credentialOf, type Exhibit, type Stage } from './matrix-stage.js';
import type { Answer } from './people.js';
import { type Door, isLive, record, textOf } from './recorder.js';
import { until } from './until.js';

const one = (
  name: string,
  suffix: string,
  headers: Record<string, string> = {},
  shows = (text: string, exhibit: Exhibit): unknown => text.includes(exhibit.value) || undefined,
): Path => ({
  name,
  needs: 'read',
  does: async (stage, viewer) => {
    const answers = await all(stage.exhibits, async (exhibit) => {
      const { status, body } = await stage.as(viewer)(
        'GET',
        `/api/v1/objects/${exhibit.id}${suffix}`,
        undefined,
        headers,
      );
      return [exhibit.name, status === 200 ? shows(JSON.stringify(body), exhibit) : undefined] as const;
    });
    return new Map(answers.filter(([, shown]) => shown !== undefined));
  },
});

const TAGS = new Map<string, string>();

/** The ETag of an object, as somebody who sees it is told. */
async function tagOf(stage: Stage, name: string, id: string): Promise<string> {
  const { model } = stage;
  const [sees = ''] =
    Object.entries(model.viewers).find(
      ([, who]) => who.can.includes('read') && model.sees(who, model.objects.get(name)!),
    ) ?? [];
  return (await stage.as(sees)('GET', `/api/v1/objects/${id}`)).headers.get('etag') ?? '';
}

/** With the ETag that who may see it was given: 304 is as much as showing it. */
const etag: Path = {
  name: 'If-None-Match',
  needs: 'read',
  does: async (stage, viewer) => {
    const answers = await all(stage.exhibits, async ({ name, id }) => {
      if (!TAGS.has(name)) TAGS.set(name, await tagOf(stage, name, id));
      const { status } = await stage.as(viewer)('GET', `/api/v1/objects/${id}`, undefined, {
        'if-none-match': TAGS.get(name)!,
      });
      return [name, status] as const;
    });
    return new Map(answers.flatMap(([name, status]) => (status === 304 ? [[name, true] as const] : [])));
  },
};

const search = (q: string, could: Path['could'] = () => true): Path => ({
  name: `search ${q}`,
  needs: 'read',
  could,
  does: async (stage, viewer) => {
    let text = '';
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const path: string = `/api/v1/search?limit=40&q=${encodeURIComponent(q)}${cursor && `&cursor=${cursor}`}`;
      const { body }: Answer<{ next?: string }> = await stage.as(viewer)('GET', path);
      text += JSON.stringify(body);
      cursor = body.next;
    }
    return wordsIn(stage, text);
  },
});

const related: Path = {
  name: 'related',
  needs: 'read',
  could: ({ about }) => about !== undefined,
  should: (viewer, { name, about }, model) =>
    model.sees(viewer, model.objects.get(name)!) && about !== undefined ? true : undefined,
  does: async (stage, viewer) => {
    const sources = stage.exhibits.filter(({ id }) => stage.exhibits.some(({ about }) => about === id));
    const texts = await all(sources, async ({ id }) =>
      JSON.stringify((await stage.as(viewer)('GET', `/api/v1/objects/${id}/related`)).body),
    );
    return wordsIn(stage, texts.join());
  },
};

const lookup: Path = {
  name: 'look-up',
  needs: 'read',
  could: ({ type }) => type === 'indicator',
  does: async (stage, viewer) => {
    const values = stage.exhibits.map(({ name }) => `${name}.matrix.example`);
    const { body } = await stage.as(viewer)<{
      results?: { value: string; known: boolean; members: number; indicators: object[] }[];
    }>('POST', '/api/v1/lookup', { values });
    const known = (body.results ?? []).filter(
      (answer) => answer.known || answer.members > 0 || answer.indicators.length > 0,
    );
    return new Map(known.map(({ value }) => [value.split('.')[0]!, true]));
  },
};

const extraction: Path = {
  name: 'extraction',
  needs: 'read',
  could: ({ type }) => type === 'indicator',
  does: async (stage, viewer) => {
    const text = stage.exhibits.map(({ name }) => `It asked ${name}.matrix.example, and slept.`).join('\n\n');
    const { body } = await stage.as(viewer)<{
      items?: { value: string; known: boolean | null; members: number; indicators: object[] }[];
    }>('POST', '/api/v1/extract', { text });
    const known = (body.items ?? []).filter((item) => item.known || item.members > 0 || item.indicators.length > 0);
    return new Map(known.map(({ value }) => [value.split('.')[0]!, true]));
  },
};

/** One count for each: what is counted is as much as shown. */
const facets: Path = {
  name: 'facets',
  needs: 'read',
  could: ({ type }) => type === 'indicator',
  does: async (stage, viewer) => {
    const told = await all(stage.exhibits, async ({ name }) => {
      const { body } = await stage.as(viewer)<{ counted?: number }>(
        'GET',
        `/api/v1/search/facets?q=domain:${name}.matrix.example`,
      );
      return [name, body.counted ?? 0] as const;
    });
    return new Map(told.filter(([, counted]) => counted > 0).map(([name]) => [name, true]));
  },
};

const ledgers: Path = {
  name: 'ledgers',
  needs: 'read',
  could: ({ id }, model) => model.ids(id) === 1, // a ledger names ids, not whose
  should: (viewer, { name }, model) => model.ledgered(viewer, name) || undefined,
  does: async (stage, viewer) => {
    const api = stage.as(viewer);
    const { body } = await api<{ audiences?: { ref: string }[] }>('GET', '/api/v1/audiences');
    const pages = await Promise.all(
      (body.audiences ?? []).map(({ ref }) => api('GET', `/api/v1/audiences/${ref}/ledger`)),
    );
    const text = JSON.stringify(pages.map((page) => page.body));
    return new Map(stage.exhibits.filter(({ id }) => text.includes(id)).map(({ name }) => [name, true]));
  },
};

const replay = (door: Door, filter?: string, could: Path['could'] = () => true): Path => ({
  name: `replay by ${door}${filter === undefined ? '' : ` of ${filter}`}`,
  needs: 'feed',
  could,
  does: async (stage, viewer) => {
    const who = credentialOf(viewer);
    if (who === undefined) return new Map();
    const reader = record(stage.hub.url, who, door, { after: 'beginning', ...(filter !== undefined && { filter }) });
    await until(`${viewer} to be at the head`, () => isLive(reader) || reader.ended);
    reader.close();
    return wordsIn(stage, textOf(reader));
  },
});

/** Every way to read. */
export const PATHS: readonly Path[] = [
  one('get', ''),
  {
    ...one('versions', '/versions', {}, (text, exhibit) => text.split(exhibit.value).length - 1 || undefined),
    should: (viewer, { name }, model) => model.versions(viewer, name) || undefined,
  },
  // what is TLP:RED is in no bundle
  { ...one('bundle', '/bundle'), could: (exhibit, model) => tlpOf(exhibit, model) !== 'red' },
  AUDIENCE_PATH,
  etag,
  search(''),
  search('label:matrix', ({ type }) => type === 'indicator'),
  search('"words of"', ({ type }) => type !== 'opinion' && type !== 'note'), // explanations and answers are not searched in
  search('domain:matrix.example', ({ type }) => type === 'indicator'),
  search('is:active', ({ name }, model) => !model.objects.get(name)!.revoked),
  search('type:sighting', ({ type }) => type === 'sighting'),
  ...['clear', 'green', 'amber', 'amber+strict', 'red'].map((tlp) =>
    search(`tlp:${tlp}`, (exhibit, model) => tlpOf(exhibit, model) === tlp),
  ),
  ...['cert-a', 'cert-b', 'cert-c'].map((of) => search(`from:${of}`, ({ by }) => homeOf(by) === of)),
  related,
  ...ADVISORY_PATHS,
  lookup,
  extraction,
  facets,
  ledgers,
  ...CSAF_PATHS,
  ...TAXII_PATHS,
  ...MISP_PATHS,
  ...SEARCH_PATHS,
  ...STATISTICS_PATHS,
  ...EXPORT_PATHS,
  replay('socket'),
  replay('events'),
  replay('lines'),
  replay(
    'socket',
    'label:matrix is:active',
    ({ name, type }, model) => type === 'indicator' && !model.objects.get(name)!.revoked,
  ),
  replay('lines', 'from:cert-b', ({ by }) => homeOf(by) === 'cert-b'),
];

function homeOf(by: string): string {
  const who: Readonly<Record<string, string>> = {
    keyA: 'cert-a',
    ana: 'cert-a',
    adminA: 'cert-a',
    keyB: 'cert-b',
    bo: 'cert-b',
    keyC: 'cert-c',
  };
  return who[by] ?? '';
}
