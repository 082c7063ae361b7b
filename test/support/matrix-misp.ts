import { createHash } from 'node:crypto';
import { FEED, type Manifest } from './misp.js';
import { type Path, wordsIn } from './matrix-path.js';
import type { Stage } from './matrix-stage.js';

const could: Path['could'] = ({ type, name }, model) => type === 'indicator' && model.objects.get(name)!.tlp !== 'red';

/** Every event that the viewer's own manifest names. */
async function fed(stage: Stage, viewer: string): Promise<string> {
  const { body } = await stage.as(viewer)<Manifest>('GET', `${FEED}/manifest.json`);
  const events = await Promise.all(Object.keys(body).map((id) => stage.as(viewer)('GET', `${FEED}/${id}.json`)));
  return JSON.stringify(events.map((event) => event.body));
}

const all = new Set<string>();

/** Every event that anybody's manifest named, asked for by its uuid. */
async function guessed(stage: Stage, viewer: string): Promise<string> {
  if (all.size === 0)
    for (const name of Object.keys(stage.model.viewers)) {
      const { status, body } = await stage.as(name)<Manifest>('GET', `${FEED}/manifest.json`);
      if (status === 200) for (const id of Object.keys(body)) all.add(id);
    }
  const events = await Promise.all([...all].map((id) => stage.as(viewer)('GET', `${FEED}/${id}.json`)));
  return JSON.stringify(events.map((event) => event.body));
}

const path = (name: string, text: (stage: Stage, viewer: string) => Promise<string>): Path => ({
  name,
  needs: 'read',
  could,
  does: async (stage, viewer) => wordsIn(stage, await text(stage, viewer)),
});

/** Every way to read the MISP feed. */
export const MISP_PATHS: readonly Path[] = [
  path('MISP feed', fed),
  path('MISP events by uuid', guessed),
  {
    name: 'MISP hashes',
    needs: 'read',
    could: (exhibit, model) => could(exhibit, model) && !model.objects.get(exhibit.name)!.revoked,
    does: async (stage, viewer) => {
      const { status, body } = await stage.as(viewer)<string>('GET', `${FEED}/hashes.csv`);
      if (status !== 200) return new Map();
      const hashed = (name: string) => createHash('md5').update(`${name}.matrix.example`).digest('hex');
      return new Map(stage.exhibits.filter(({ name }) => body.includes(hashed(name))).map(({ name }) => [name, true]));
    },
  },
];
