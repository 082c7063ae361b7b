import { Database } from '../../src/platform/index.js';
import type { Path } from './matrix-path.js';
import type { Stage } from './matrix-stage.js';
import { until } from './until.js';

const CSAF = '/.well-known/csaf';
const FOLDERS: Readonly<Record<string, string>> = { clear: 'white', green: 'green', amber: 'amber' };

/** Documents are made a moment after their advisories: until then nobody sees them. */
async function made({ hub }: Stage): Promise<void> {
  await until('the documents to be made', async () => {
    const { rows } = await hub.app
      .get(Database)
      .api.query(
        `select from object o where type = 'report' and tlp < 4 and not exists (select from csaf_document d where d.seq = o.seq)`,
      );
    return rows.length === 0;
  });
}

const could: Path['could'] = ({ type, name }, model) => type === 'report' && model.objects.get(name)!.tlp in FOLDERS;

const list = (file: (folder: string) => string): Path => ({
  name: `CSAF ${file('label')}`,
  needs: 'read',
  could,
  does: async (stage, viewer) => {
    await made(stage);
    const texts = await Promise.all(
      Object.values(FOLDERS).map(async (folder) =>
        JSON.stringify((await stage.as(viewer)('GET', `${CSAF}/${folder}/${file(folder)}`)).body),
      ),
    );
    return new Map(stage.exhibits.filter(({ id }) => texts.join('').includes(id)).map(({ name }) => [name, true]));
  },
});

/** The file and what proves it, under every label: all of it is there, or none. */
const file = (end: string): Path => ({
  name: `CSAF document${end}`,
  needs: 'read',
  could,
  does: async (stage, viewer) => {
    await made(stage);
    const year = new Date().getUTCFullYear();
    const reports = stage.exhibits.filter(({ type }) => type === 'report');
    const answers = await Promise.all(
      reports.flatMap(({ name, id }) =>
        Object.values(FOLDERS).map(async (folder) => {
          const { status } = await stage.as(viewer)('GET', `${CSAF}/${folder}/${year}/${id}.json${end}`);
          return [name, status === 200] as const;
        }),
      ),
    );
    return new Map(answers.filter(([, shown]) => shown));
  },
});

/** Every way to read CSAF documents. */
export const CSAF_PATHS: readonly Path[] = [
  list((folder) => `csaf-feed-tlp-${folder}.json`),
  list(() => 'changes.csv'),
  list(() => 'index.txt'),
  list(() => `${new Date().getUTCFullYear()}/`),
  file(''),
  file('.sha512'),
  file('.asc'),
];
