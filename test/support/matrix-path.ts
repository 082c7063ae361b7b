import type { MatrixModel, MatrixViewer } from './matrix-model.js';
import type { Exhibit, Stage } from './matrix-stage.js';

/** What one path shows to one viewer: the names of exhibits (with how many versions, where it tells). */
export type Shown = ReadonlyMap<string, unknown>;

/** A way to read: what it should show to a viewer, by the model, and what it does. */
export interface Path {
  readonly name: string;
  readonly needs: 'read' | 'feed';
  /** Exhibits that the path could show at all. */
  readonly could?: (exhibit: Exhibit, model: MatrixModel) => boolean;
  readonly should?: (viewer: MatrixViewer, exhibit: Exhibit, model: MatrixModel, name: string) => unknown;
  readonly does: (stage: Stage, viewer: string) => Promise<Shown>;
}

const AT_ONCE = 10;

/** The same of each exhibit, some at a time. */
export async function all<T>(exhibits: readonly Exhibit[], ask: (exhibit: Exhibit) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let i = 0; i < exhibits.length; i += AT_ONCE)
    answers.push(...(await Promise.all(exhibits.slice(i, i + AT_ONCE).map(ask))));
  return answers;
}

/** Which exhibits’ words stand in a text. */
export const wordsIn = (stage: Stage, text: string): Shown =>
  new Map(stage.exhibits.filter(({ value }) => text.includes(value)).map(({ name }) => [name, true]));
