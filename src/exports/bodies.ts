import { CSV_MEDIA_TYPE, csvHeader, csvRows, headOfDay, mispUuid, tlpDefinition, toMisp } from '../formats/index.js';
import { type StixObject, TLP, tlpOf } from '../kernel/index.js';
import type { Match } from '../search/index.js';
import { type Still, wholeObjects } from './whole-objects.js';

/** What a body is known by: uuids. */
export interface Names {
  /** The same for the same body. */
  readonly body: string;
  /** The same for the same question of an organisation, whatever the answer is by then. */
  readonly question: string;
}

/** How whole objects are printed, a page at a time. */
export interface ObjectFormat {
  readonly mediaType: string;
  readonly extension: string;
  /** `makersOf`: of these identities those that may be given, up to a label. `still`: what may still be given of what was held back. */
  print(
    pages: AsyncIterable<readonly Match[]>,
    names: Names,
    makersOf: (ids: readonly string[], most: number) => Promise<readonly Match[]>,
    still: Still,
  ): AsyncGenerator<string>;
}

const MAKER = /"created_by_ref":"(identity--[0-9a-f-]{36})"/;
/** Makers of objects of one bundle that are looked up, at most; and at once. */
const MOST_MAKERS = 10_000;
const MAKERS = 100;

/** A STIX 2.1 bundle: objects as they were stored, then who made them, then the definitions of the labels that they have. */
const stix: ObjectFormat = {
  mediaType: 'application/stix+json;version=2.1',
  extension: 'json',
  async *print(pages, { body: name }, makersOf) {
    yield `{"type":"bundle","id":"bundle--${name}"`;
    const labels = new Set<number>();
    const [makers, given] = [new Set<string>(), new Set<string>()];
    let opening = ',"objects":[';
    async function* all() {
      yield* pages;
      const wanted = [...makers].filter((maker) => !given.has(maker));
      const most = Math.max(...labels); // who made what is TLP:CLEAR is told to whoever may have what is TLP:GREEN
      for (let i = 0; i < wanted.length; i += MAKERS) yield await makersOf(wanted.slice(i, i + MAKERS), most);
    }
    for await (const page of all()) {
      if (page.length === 0) continue;
      for (const { id: one, tlp, body } of page) {
        labels.add(tlp);
        const [, maker] = MAKER.exec(body) ?? [];
        if (maker !== undefined && makers.size < MOST_MAKERS) makers.add(maker);
        if (one.startsWith('identity--')) given.add(one);
      }
      yield `${opening}${page.map(({ body }) => body).join(',\n')}`;
      opening = ',\n';
    }
    const definitions = TLP.flatMap((tlp, rank) =>
      labels.has(rank) ? `,\n${JSON.stringify(tlpDefinition(tlp))}` : [],
    );
    yield labels.size === 0 ? '}' : `${definitions.join('')}]}`; // a bundle never holds an empty list
  },
};

/** Stored objects, one a line. */
const ndjson: ObjectFormat = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  async *print(pages) {
    for await (const page of pages) yield page.map(({ body }) => `${body}\n`).join('');
  },
};

const csv: ObjectFormat = {
  mediaType: CSV_MEDIA_TYPE,
  extension: 'csv',
  async *print(pages) {
    yield csvHeader();
    for await (const page of pages)
      yield page
        .map(({ body, tlp }) => {
          const object = JSON.parse(body) as StixObject;
          // there is no column that would say so
          return object.revoked ? '' : csvRows(object, tlpOf(tlp));
        })
        .join('');
  },
};

const HUB = { name: 'Tocsin', uuid: mispUuid('organisation', 'Tocsin') };

/**
 * Events as MISP's restSearch answers them, one for each label of a page: an event has one label. MISP objects stand whole in one.
 * They have the same uuids when the same is asked again; what came meanwhile moves the others on, from one to the next.
 */
const misp: ObjectFormat = {
  mediaType: 'application/json',
  extension: 'json',
  async *print(pages, { question }, _makersOf, still) {
    yield '{"response":[';
    let between = '';
    const events = new Map<number, number>();
    for await (const page of wholeObjects(pages, still))
      for (const [rank, objects] of page) {
        const number = events.get(rank) ?? 0;
        events.set(rank, number + 1);
        const uuid = mispUuid('export', question, tlpOf(rank), String(number));
        const latest = Math.max(...objects.map(({ modified, created }) => Date.parse(modified ?? created ?? '') || 0));
        const date = new Date(latest).toISOString().slice(0, 10);
        const head = headOfDay(HUB, date, tlpOf(rank), Math.floor(latest / 1_000));
        const event = toMisp({ uuid, uuids: 'original', head }, objects);
        const { Attribute, Object: made, EventReport = [] } = event.Event;
        if (Attribute.length + made.length + EventReport.length === 0) continue; // nothing of it has a place there
        yield `${between}${JSON.stringify(event)}`;
        between = ',\n';
      }
    yield ']}';
  },
};

export const OBJECT_FORMATS: Readonly<Record<'stix' | 'ndjson' | 'csv' | 'misp', ObjectFormat>> = {
  stix,
  ndjson,
  csv,
  misp,
};
