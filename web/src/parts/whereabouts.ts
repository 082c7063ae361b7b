/** Where one was in a list: how far down it was scrolled, in pixels, and the row that had the focus. */
export interface Whereabouts {
  readonly top: number;
  readonly key?: string | undefined;
}

const STORE = 'tocsin.whereabouts';
const KEPT = 50;

/** By list, the oldest first; in this tab alone, and until it is closed. */
const read = (): [name: string, Whereabouts][] =>
  JSON.parse(sessionStorage.getItem(STORE) ?? '[]') as [string, Whereabouts][];

export const whereaboutsIn = (name: string): Whereabouts | undefined => new Map(read()).get(name);

export function keepWhereabouts(name: string, where: Whereabouts): void {
  const others = read().filter(([one]) => one !== name);
  sessionStorage.setItem(STORE, JSON.stringify([...others, [name, where]].slice(-KEPT)));
}
