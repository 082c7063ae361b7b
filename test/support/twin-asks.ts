/** A request that both worlds get from a viewer. */
export interface Ask {
  readonly method: string;
  /** `{name}` in it: the id of what the story calls so, in each world. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The object in the answer got its id and times from the hub. */
  readonly made?: boolean;
  /** Goes on to the next page as long as there is one. */
  readonly pages?: string;
  /** Deeds done at the same time are on record in either order. */
  readonly unordered?: boolean;
}

/** What there is to ask about: the same for both worlds, gathered from the one where it is. */
export interface Known {
  readonly objects: readonly string[];
  /** Of these, the few whose refusals are looked at: hidden, visible and nowhere. */
  readonly telling: readonly string[];
  readonly audiences: readonly string[];
  readonly groups: readonly string[];
  readonly people: readonly string[];
  readonly keys: readonly string[];
  readonly invitations: readonly string[];
  readonly organisations: readonly string[];
  readonly advisories: readonly string[];
  /** Notes that others hold, and one that is nowhere. */
  readonly answers: readonly string[];
  readonly templates: readonly string[];
  readonly imports: readonly string[];
  /** What others have set up, and one of each that is nowhere. */
  readonly webhooks: readonly string[];
  readonly sources: readonly string[];
  readonly providers: readonly string[];
  readonly statuses: readonly string[];
  /** Saved searches of other organisations. */
  readonly searches: readonly string[];
}

/** The id of nothing. */
export const NOWHERE = '0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11';

/** Asks to read. */
export const read = (path: string, more: Partial<Ask> = {}): Ask => ({ method: 'GET', path, ...more });
/** The same of each. */
export const each = (values: readonly string[], path: (value: string) => string, more: Partial<Ask> = {}): Ask[] =>
  values.map((value) => read(path(value), more));
