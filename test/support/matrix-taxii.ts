import type { MatrixModel, MatrixViewer } from './matrix-model.js';
import { all, type Path, wordsIn } from './matrix-path.js';
import type { Exhibit, Stage } from './matrix-stage.js';
import { EVERYTHING, ROOT } from './taxii.js';

interface Pages {
  readonly objects?: { readonly id: string }[];
  readonly versions?: string[];
  readonly collections?: { readonly id: string }[];
  readonly next?: string;
}

/** What was taken back to its organisation alone is as good as gone; TLP:RED never leaves by TAXII. */
function gone({ name }: Exhibit, model: MatrixModel): boolean {
  const { tlp, revoked, audience } = model.objects.get(name)!;
  const alone = audience.to === 'organisations' && audience.names.length === 1;
  return tlp === 'red' || (revoked && alone);
}

const should: Path['should'] = (viewer, exhibit, model) =>
  (!gone(exhibit, model) && model.sees(viewer, model.objects.get(exhibit.name)!)) || undefined;

async function pagesOf(stage: Stage, viewer: string, path: string): Promise<Pages[]> {
  const pages: Pages[] = [];
  for (let next: string | undefined = ''; next !== undefined;) {
    const more: string = next === '' ? '' : `&next=${next}`;
    const { status, body } = await stage.as(viewer)<Pages>('GET', `${path}?limit=30${more}`);
    if (status !== 200) return pages;
    pages.push(body);
    next = body.next;
  }
  return pages;
}

const everything: Path = {
  name: 'TAXII objects of everything',
  needs: 'read',
  should,
  does: async (stage, viewer) =>
    wordsIn(stage, JSON.stringify(await pagesOf(stage, viewer, `${ROOT}/collections/${EVERYTHING}/objects/`))),
};

const apart = (what: string, shown: (stage: Stage, text: string) => ReturnType<typeof wordsIn>): Path => ({
  name: `TAXII ${what} of each collection`,
  needs: 'read',
  ...(what === 'manifest' && { could: ({ id }: Exhibit, model: MatrixModel) => model.ids(id) === 1 }),
  should,
  does: async (stage, viewer) => {
    const { body } = await stage.as(viewer)<Pages>('GET', `${ROOT}/collections/`);
    const single = (body.collections ?? []).filter(({ id }) => id !== EVERYTHING);
    const texts = await Promise.all(
      single.map(async ({ id }) => JSON.stringify(await pagesOf(stage, viewer, `${ROOT}/collections/${id}/${what}/`))),
    );
    return shown(stage, texts.join());
  },
});

/** Those that are told from all others by their id alone. */
const distinct = ({ exhibits }: Stage) =>
  exhibits.filter(({ id }) => exhibits.filter((other) => other.id === id).length === 1);

const idsIn = (stage: Stage, text: string) =>
  new Map(
    distinct(stage)
      .filter(({ id }) => text.includes(id))
      .map(({ name }) => [name, true]),
  );

const single: Path = {
  name: 'TAXII object',
  needs: 'read',
  should,
  does: async (stage, viewer) => {
    const answers = await all(stage.exhibits, async ({ name, id, value }) => {
      const { status, body } = await stage.as(viewer)('GET', `${ROOT}/collections/${EVERYTHING}/objects/${id}/`);
      return [name, status === 200 && JSON.stringify(body).includes(value)] as const;
    });
    return new Map(answers.filter(([, shown]) => shown));
  },
};

const versions: Path = {
  name: 'TAXII versions',
  needs: 'read',
  could: ({ id }, model) => model.ids(id) === 1,
  should: (viewer, exhibit, model) =>
    gone(exhibit, model) ? undefined : model.versions({ ...viewer, ...belowRed(viewer) }, exhibit.name) || undefined,
  does: async (stage, viewer) => {
    const answers = await all(distinct(stage), async ({ name, id }) => {
      const { body } = await stage.as(viewer)<Pages>(
        'GET',
        `${ROOT}/collections/${EVERYTHING}/objects/${id}/versions/`,
      );
      return [name, body.versions?.length] as const;
    });
    return new Map(answers.filter(([, count]) => count !== undefined));
  },
};

/** Versions that were TLP:RED stay unread. */
const belowRed = ({ ceiling }: MatrixViewer) => ({ ceiling: ceiling === 'red' ? 'amber+strict' : ceiling });

/** Every way to read by TAXII. */
export const TAXII_PATHS: readonly Path[] = [
  everything,
  apart('objects', wordsIn),
  apart('manifest', idsIn),
  single,
  versions,
];
