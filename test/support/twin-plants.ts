import { Thread } from '../../src/advisories/thread/thread.js';
import { Drafts } from '../../src/advisories/work/drafts.js';
import { Exchange, Objects } from '../../src/exchange/index.js';
import { Exports } from '../../src/exports/exports.js';
import type { Entry } from '../../src/exchange/entry.js';
import { Tail } from '../../src/exchange/tail.js';
import { Jobs } from '../../src/imports/jobs.js';
import { MispFeed } from '../../src/interop/misp/feed/misp-feed.js';
import { Documents } from '../../src/interop/csaf/provider/documents.js';
import { Pages } from '../../src/interop/taxii/pages.js';
import { Fault } from '../../src/kernel/index.js';
import { Lookup } from '../../src/search/lookup.js';
import { StatisticsDesk } from '../../src/statistics/statistics.js';
import type { Twin } from './twin.js';

/** A leak as a hub might have it, put into the running app of both worlds. */
export interface Plant {
  readonly plant: (twin: Twin) => void;
  /** Where the comparison must see it. */
  readonly where: string;
}

/** Replaces a method of a running part; `make` gets the true one. */
function replace<T extends object, K extends keyof T>(part: T, name: K, make: (real: T[K]) => T[K]): void {
  const real = part[name];
  part[name] = make((typeof real === 'function' ? real.bind(part) : real) as T[K]);
}

const of = <T extends object>({ hub }: Twin, part: abstract new (...parts: never[]) => T): T =>
  hub.app.get<T>(part, { strict: false });

/** What the comparison must tell; each a mistake that other hubs have made. */
export const PLANTED: Readonly<Record<string, Plant>> = {
  'a count over what is hidden': {
    where: 'POST /api/v1/lookup',
    plant: (twin) =>
      replace(of(twin, Lookup), 'values', (real) => async (viewer, values) => {
        const answers = await real(viewer, values);
        const [row] = await twin.rows<{ count: number }>('select count(*)::int as count from object');
        return answers.map((answer) => ({ ...answer, members: row!.count }));
      }),
  },
  'a total of all that there is': {
    where: 'GET /api/v1/statistics',
    plant: (twin) =>
      replace(of(twin, StatisticsDesk), 'of', (real) => async (viewer, query) => {
        const [row] = await twin.rows<{ count: number }>('select count(*)::int as count from object');
        return { ...(await real(viewer, query)), total: { q: '', count: row!.count } };
      }),
  },
  'a count of all that a query matches': {
    where: 'GET /api/v1/statistics/count',
    plant: (twin) =>
      replace(of(twin, StatisticsDesk), 'matching', () => async () => {
        const [row] = await twin.rows<{ count: number }>('select count(*)::int as count from object');
        return row!.count;
      }),
  },
  'a 409 on an id that is hidden': {
    where: 'POST /api/v1/indicators',
    plant: (twin) =>
      replace(of(twin, Exchange), 'submit', (real) => async (submission) => {
        for (const change of submission.changes) {
          if (change.do !== 'put' || !change.object.id || submission.viewer.organisationId === '') continue;
          const taken = await twin.rows('select 1 from object where id = $1 and organisation_id <> $2', [
            change.object.id,
            submission.viewer.organisationId,
          ]);
          if (taken.length > 0) throw new Fault('conflict', 'the id is taken');
        }
        return real(submission);
      }),
  },
  'a 403 for an advisory that others work on': {
    where: 'GET /api/v1/advisories/:id/work',
    plant: (twin) =>
      replace(of(twin, Drafts), 'get', (real) => async (viewer, id) => {
        const there = await twin.rows('select 1 from advisory where id = $1', [id]);
        return real(viewer, id).catch((error: unknown) => {
          throw there.length > 0 ? new Fault('forbidden') : error;
        });
      }),
  },
  'a number for each answer, those that are hidden among them': {
    where: 'GET /api/v1/advisories/:id/answers',
    plant: (twin) =>
      replace(of(twin, Thread), 'page', (real) => async (...asked) => {
        const page = await real(...asked);
        const notes = await twin.rows<{ id: string }>(`select id from object where type = 'note' order by no`);
        const numbered = page.items.map((item) => ({ ...item, number: notes.findIndex(({ id }) => id === item.id) }));
        return { ...page, items: numbered };
      }),
  },
  'a list that ends with a count of all there is': {
    where: 'GET /api/v1/export',
    plant: (twin) =>
      replace(of(twin, Exports), 'begin', (real) => async (...asked) => {
        const { etag, chunks } = await real(...asked);
        const [row] = await twin.rows<{ count: number }>('select count(*)::int as count from object');
        async function* counted() {
          yield* chunks;
          yield `# of ${row!.count}\n`;
        }
        return { etag, chunks: counted() };
      }),
  },
  'a CSAF list that is the same for everybody': {
    where: 'GET /.well-known/csaf/:label/:name',
    plant: (twin) =>
      replace(of(twin, Documents), 'list', (real) => async (viewer, folder) => {
        const all = await twin.rows<{ seq: number; file_name: string }>('select seq, file_name from csaf_document');
        const hidden = all.map(({ seq, file_name: fileName }) => ({
          trackingId: String(seq),
          title: 'x',
          fileName,
          year: 2021,
          published: '',
          updated: '',
        }));
        return [...(await real(viewer, folder)), ...hidden];
      }),
  },
  'a TAXII page that says when the log last grew': {
    where: 'GET /taxii2/alliance/collections/:collection/objects',
    plant: (twin) =>
      replace(of(twin, Pages), 'page', (real) => async (...asked) => {
        const [row] = await twin.rows<{ seq: number }>('select seq from head');
        const page = await real(...asked);
        return { ...page, headers: { ...page.headers, 'x-taxii-total': String(row!.seq) } };
      }),
  },
  'a 403 for an import of others': {
    where: 'GET /api/v1/imports/:id',
    plant: (twin) =>
      replace(of(twin, Jobs), 'get', (real) => async (viewer, id) => {
        const there = await twin.rows('select 1 from import_job where id = $1', [id]);
        return real(viewer, id).catch((error: unknown) => {
          throw there.length > 0 ? new Fault('forbidden') : error;
        });
      }),
  },
  'hashes of a MISP feed that end with a count of all there is': {
    where: 'GET /misp/feed/hashes.csv',
    plant: (twin) =>
      replace(
        of(twin, MispFeed),
        'hashes',
        (real) =>
          async function* (viewer) {
            yield* real(viewer);
            const [row] = await twin.rows<{ count: number }>('select count(*)::int as count from object');
            yield `${row!.count}\n`;
          },
      ),
  },
  'an ETag over what is hidden': {
    where: 'GET /api/v1/objects/:id',
    plant: (twin) =>
      replace(of(twin, Objects), 'get', (real) => async (viewer, id) => {
        const [row] = await twin.rows<{ seq: number }>('select seq from head');
        const version = await real(viewer, id);
        return { ...version, etag: `"${row!.seq}"` };
      }),
  },
  'positions with gaps': {
    where: 'live by socket',
    plant: (twin) => {
      // as with a number that all audiences share
      const tail = of(twin, Tail) as unknown as { append(entries: readonly Entry[], to: number): void };
      replace(
        tail,
        'append',
        (real) => (entries, to) =>
          real(
            entries.map((entry) => ({ ...entry, position: entry.seq, envelope: null })),
            to,
          ),
      );
    },
  },
};
