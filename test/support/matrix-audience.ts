import { emailOf } from './cast.js';
import { CAST } from './matrix-scene.js';
import { MEMBERS, type MatrixModel } from './matrix-model.js';
import { all, type Path } from './matrix-path.js';

const NO_MORE = 'no more than the kind';

/** Members that see the object, by the model; or the people. */
function reached(name: string, model: MatrixModel): string {
  const object = model.objects.get(name)!;
  if (object.audience.to === 'people') {
    const people = new Set(object.audience.names);
    return [...people]
      .map((name) => emailOf(name, CAST.people[name]!.of))
      .toSorted()
      .join();
  }
  const sees = (organisation: string) => model.sees({ organisation, ceiling: 'red' }, object);
  return Object.keys(MEMBERS).filter(sees).toSorted().join();
}

/** For whom each object is: its organisation is told who sees it, of named people their author alone; nobody else is told more. */
export const AUDIENCE_PATH: Path = {
  name: 'audience',
  needs: 'read',
  could: ({ id }, model) => model.ids(id) === 1, // the answer names no object
  should: (who, { name, by }, model, viewer) => {
    const object = model.objects.get(name)!;
    if (!model.sees(who, object)) return undefined;
    const scopes = CAST.keys[viewer]?.scopes ?? ['submit'];
    const home = CAST.keys[by]?.of ?? CAST.people[by]?.of;
    const isOwn = !who.anonymous && who.organisation === home && scopes.includes('submit');
    return isOwn && (object.audience.to !== 'people' || viewer === by) ? reached(name, model) : NO_MORE;
  },
  does: async (stage, viewer) => {
    const answers = await all(
      stage.exhibits.filter(({ id }) => stage.model.ids(id) === 1),
      async ({ name, id }) => {
        const { status, body } = await stage.as(viewer)<{ organisations?: string[]; people?: string[] }>(
          'GET',
          `/api/v1/objects/${id}/audience`,
        );
        return [name, status === 200 ? ((body.people ?? body.organisations)?.join() ?? NO_MORE) : undefined] as const;
      },
    );
    return new Map(answers.filter(([, told]) => told !== undefined));
  },
};
