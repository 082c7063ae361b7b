import { fixedUuid } from './fixed.js';
import { EVERYTHING, indicator, object, ROOT, TAXII } from './taxii.js';
import { type Ask, each, type Known, NOWHERE, read } from './twin-asks.js';

const of = (collection: string): string => `${ROOT}/collections/${collection}`;

/** Each of the collections of an audience, hidden and nowhere among them, and the one of everything. */
const collections = ({ audiences }: Known): string[] => [EVERYTHING, ...audiences];

const FILTERS = ['', '?added_after=2024-01-01T00:00:00Z', '?match[version]=all', '?match[type]=sighting,note'];

/** How each TAXII route that reads is asked. */
export const TAXII_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /taxii2': () => [read('/taxii2/')],
  [`GET ${ROOT}`]: () => [read(`${ROOT}/`)],
  [`GET ${ROOT}/collections`]: () => [read(`${ROOT}/collections/`)],
  [`GET ${ROOT}/collections/:collection`]: (known) => each(collections(known), (id) => `${of(id)}/`),
  [`GET ${ROOT}/collections/:collection/manifest`]: (known) => [
    ...collections(known).flatMap((id) => FILTERS.map((filter) => read(`${of(id)}/manifest/${filter}`))),
    read(`${of(EVERYTHING)}/manifest/?limit=2`, { pages: 'next' }),
  ],
  [`GET ${ROOT}/collections/:collection/objects`]: (known) => [
    ...collections(known).flatMap((id) => FILTERS.map((filter) => read(`${of(id)}/objects/${filter}`))),
    ...collections(known).map((id) => read(`${of(id)}/objects/?limit=1`, { pages: 'next' })),
    ...each(known.objects, (id) => `${of(EVERYTHING)}/objects/?match[id]=${id}&added_after=2024-01-01T00:00:00Z`),
  ],
  [`GET ${ROOT}/collections/:collection/objects/:object`]: (known) =>
    known.objects.flatMap((id) => each(collections(known).slice(0, 3), (one) => `${of(one)}/objects/${id}/`)),
  [`GET ${ROOT}/collections/:collection/objects/:object/versions`]: ({ objects }) =>
    each(objects, (id) => `${of(EVERYTHING)}/objects/${id}/versions/`),
  [`GET ${ROOT}/status/:id`]: ({ statuses }) => each(statuses, (id) => `${ROOT}/status/${id}/`),
};

const post = (collection: string, ...objects: object[]): Ask => ({
  method: 'POST',
  path: `${of(collection)}/objects/`,
  headers: { 'content-type': TAXII },
  body: { objects },
});

/** What is added is added to both worlds: of one’s own, or speaking of what is hidden and of what is nowhere. */
export const TAXII_WRITES: Record<string, (known: Known, viewer: string) => Ask[]> = {
  [`POST ${ROOT}/collections/:collection/objects`]: (known, viewer) => [
    ...collections(known).map((id) => post(id, indicator(`${viewer} to ${id}`))),
    ...known.telling.map((id) => post(EVERYTHING, { ...indicator(`probe`), id })),
    ...known.telling.map((id) =>
      post(
        EVERYTHING,
        object('sighting', `${viewer} of ${id}`, { name: undefined, sighting_of_ref: id }),
        object('relationship', `${viewer} to ${id}`, {
          name: undefined,
          relationship_type: 'related-to',
          source_ref: `identity--${fixedUuid('x')}`,
          target_ref: id,
        }),
      ),
    ),
  ],
  [`DELETE ${ROOT}/collections/:collection/objects/:object`]: (known) =>
    known.telling
      .filter((_, i) => i < 6)
      .map((id): Ask => ({ method: 'DELETE', path: `${of(NOWHERE)}/objects/${id}/` }))
      .concat(
        known.objects.slice(0, 20).map((id): Ask => ({
          method: 'DELETE',
          path: `${of(EVERYTHING)}/objects/${id}/?match[version]=first`,
        })),
        [known.telling[0]!, known.telling.at(-1)!].map((id): Ask => ({
          method: 'DELETE',
          path: `${of(EVERYTHING)}/objects/${id}/`,
        })),
      ),
};
