import type { OpinionValue, StixObject } from 'tocsin';
import { hub } from '../hub.ts';
import { queries } from '../queries.ts';
import { touch } from './queries.ts';

export type Saying = 'sight' | 'false';

/** What was said, of how many, and what takes it back. */
export interface Said {
  readonly count: number;
  readonly undo: (() => Promise<unknown>) | undefined;
  /** Why it was not said of the others. */
  readonly error: unknown;
}

const AT_ONCE = 4;

/** Says the same of many indicators, up to the first that fails. */
export async function sayOf(ids: readonly string[], what: Saying): Promise<Said> {
  const undos: (() => Promise<unknown>)[] = [];
  let count = 0;
  let error: unknown;
  for (let i = 0; i < ids.length && error === undefined; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE);
    const said = await Promise.allSettled(
      some.map((id) => (what === 'sight' ? sight(id) : opine(id, 'strongly-disagree'))),
    );
    for (const one of said) {
      if (one.status === 'rejected') {
        error ??= one.reason;
        continue;
      }
      count += 1;
      if (one.value) undos.push(one.value);
    }
  }
  const undo = async () => {
    for (const one of undos) await one();
  };
  return { count, undo: undos.length > 0 ? undo : undefined, error };
}

type Back = (() => Promise<unknown>) | undefined;

async function sight(id: string): Promise<Back> {
  const { id: sighting, etag } = await hub.sight(id);
  touch(id);
  return sighting === undefined ? undefined : () => hub.revoke(sighting, etag).then(() => touch(id));
}

/** An organisation has one opinion of an object: a new one takes the place of the old, which taking it back brings back. */
export async function opine(id: string, opinion: OpinionValue, explanation?: string): Promise<Back> {
  const before = await ownOpinion(id);
  const said = await hub.opine(id, { opinion, ...(explanation && { explanation }) });
  touch(id);
  if (said.outcome === 'unchanged' || said.id === undefined) return undefined;
  const { id: own, etag } = said;
  const back = () => (before ? hub.opine(id, before) : hub.revoke(own, etag));
  return () => back().then(() => touch(id));
}

async function ownOpinion(id: string): Promise<{ opinion: OpinionValue; explanation?: string } | undefined> {
  const me = queries.getQueryData<{ organisation: { id: string } } | null>(['me']);
  const { objects } = await hub.rest.get<{ objects: StixObject[] }>(
    `/api/v1/objects/${encodeURIComponent(id)}/related`,
    {
      query: { limit: 200 },
    },
  );
  const own = objects.find(
    ({ type, created_by_ref: by, revoked }) =>
      type === 'opinion' && !revoked && by === `identity--${me?.organisation.id ?? ''}`,
  );
  const explanation = own?.['explanation'];
  return (
    own && {
      opinion: own['opinion'] as OpinionValue,
      ...(typeof explanation === 'string' && { explanation }),
    }
  );
}
