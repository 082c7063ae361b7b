import { emailOf } from './cast.js';
import { CAST } from './matrix-scene.js';
import { MEMBERS, type MatrixModel } from './matrix-model.js';
import { all, type Path } from './matrix-path.js';

const NO_MORE = 'no more than the kind';

/** Members that see the object, by the model; or, of the people, those of the author's organisation and how many others. */
function reached(name: string, home: string, model: MatrixModel): string {
  const object = model.objects.get(name)!;
  if (object.audience.to === 'people') {
    const named = [...new Set(object.audience.names)];
    const yours = named.filter((person) => CAST.people[person]!.of === home);
    return `${yours
      .map((person) => emailOf(person, home))
      .toSorted()
      .join()} ${named.length - yours.length}`;
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
    const home = (CAST.keys[by] ?? CAST.people[by])!.of;
    const isOwn = !who.anonymous && who.organisation === home && scopes.includes('submit');
    return isOwn && (object.audience.to !== 'people' || viewer === by) ? reached(name, home, model) : NO_MORE;
  },
  does: async (stage, viewer) => {
    const answers = await all(
      stage.exhibits.filter(({ id }) => stage.model.ids(id) === 1),
      async ({ name, id }) => {
        const { status, body } = await stage.as(viewer)<{
          organisations?: string[];
          people?: { yours: string[]; others: number };
        }>('GET', `/api/v1/objects/${id}/audience`);
        return [
          name,
          status === 200
            ? body.people
              ? `${body.people.yours.join()} ${body.people.others}`
              : (body.organisations?.join() ?? NO_MORE)
            : undefined,
        ] as const;
      },
    );
    return new Map(answers.filter(([, told]) => told !== undefined));
  },
};
