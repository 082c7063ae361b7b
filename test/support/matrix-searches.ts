import { all, type Path, wordsIn } from './matrix-path.js';
import { CAST } from './matrix-scene.js';
import type { Stage } from './matrix-stage.js';

const isPerson = (viewer: string): boolean => CAST.people[viewer] !== undefined;

/** Every person watches everything, from the first moment on. */
export async function watchAll(stage: Stage, viewers: readonly string[]): Promise<void> {
  for (const viewer of viewers.filter(isPerson)) {
    const { status } = await stage.as(viewer)('POST', '/api/v1/searches', { name: 'all', q: '', bell: true });
    expect({ viewer, status }).toEqual({ viewer, status: 201 });
  }
}

/** Saved searches are a person's; keys are refused. */
export const SEARCH_PATHS: readonly Path[] = [
  {
    name: 'preview',
    needs: 'read',
    could: ({ type }) => type !== 'opinion' && type !== 'note', // explanations and answers are not searched in
    should: (who, { name }, model, viewer) =>
      (isPerson(viewer) && model.sees(who, model.objects.get(name)!)) || undefined,
    does: async (stage, viewer) => {
      const answers = await all(stage.exhibits, async ({ name, value }) => {
        const q = encodeURIComponent(`"${value}"`);
        const { body } = await stage.as(viewer)<{ matched?: number }>('GET', `/api/v1/searches/preview?q=${q}`);
        return [name, body.matched === 1] as const;
      });
      return new Map(answers.filter(([, shown]) => shown));
    },
  },
  {
    name: 'bell',
    needs: 'read',
    // what came into sight without an entry, as by joining a group, does not ring
    should: (who, { name }, model, viewer) =>
      (isPerson(viewer) && model.live.get(viewer)?.has(name) && model.sees(who, model.objects.get(name)!)) || undefined,
    does: async (stage, viewer) =>
      wordsIn(stage, JSON.stringify((await stage.as(viewer)('GET', '/api/v1/bell?limit=200')).body)),
  },
];
