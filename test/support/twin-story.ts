import fc from 'fast-check';
import { emailOf } from './cast.js';
import { taken } from './twin-csaf.js';
import {
  amend,
  type Ask,
  type Deed,
  failure,
  group,
  invitation,
  key,
  person,
  put,
  reading,
  repeat,
  revoke,
  SAID,
  say,
  VALUES,
} from './twin-deeds.js';
import { handedIn } from './twin-imports.js';
import { handedIn as handedInMisp } from './twin-misp.js';
import { setUp } from './twin-owned.js';
import { watched, watchedByOthers } from './twin-searches.js';
import { GROUP, type Twin } from './twin.js';
import { advise, answer, OTHERS, request, template } from './twin-advised.js';

/** What both worlds have in common, seen by this viewer or that. */
export const VISIBLE: readonly Deed[] = [
  watched,
  put('a', 'v1', 'green', 'v1.example', undefined, { confidence: 50, labels: ['seen'] }),
  request,
  handedInMisp('b', false),
  put('b', 'v2', 'clear', 'v2.example', undefined, { name: 'public words' }),
  put('c', 'v3', 'amber', 'v3.example', undefined, { labels: ['seen'] }),
  put('b', 'v4', 'amber+strict', 'v4.example', { organisations: ['cert-a'] }),
  put('b', 'v5', 'amber', 'shared.example', { group: GROUP }, { labels: ['seen'] }),
  put('a', 'v6', 'amber+strict', 'own.example', 'organisation'),
  put('a', 'v1', 'green', 'v1.example', undefined, { version: 1, confidence: 60, labels: ['seen'] }),
  // said by who hides nothing: of two objects of one id that somebody sees, he speaks of the earlier
  say('d', 'v1', 'sightings'),
  say('d', 'v1', 'opinions'),
  answer('c'),
  revoke('b', 'v2'),
  amend('b', 'v4', { audience: 'all', tlp: 'amber' }),
  amend('c', 'v3', { audience: { organisations: ['cert-b'] } }),
  put('bo', 'v7', 'red', 'red.example', { people: [emailOf('ana', 'cert-a')] }),
  put('d', 'v8', 'green', 'v8.example', { organisations: ['cert-a', 'cert-c'] }),
  put('c', 'v9', 'clear', 'v9.example', undefined, { labels: ['seen'] }),
  answer('a'),
];

const NAMES = ['h0', 'h1', 'h2', 'h3', 'probe', 'v6', 'v1'];
const actor = fc.constantFrom('b', 'c');
const label = fc.constantFrom('amber', 'amber+strict');
const narrow = fc.constantFrom<Ask>('organisation', OTHERS, { group: 'hidden' });

const groupOf = (twin: Twin, ask: Ask): Ask =>
  typeof ask === 'object' && ask['group'] === 'hidden' ? { group: twin.made.get('group') ?? GROUP } : ask;

/** Things done and said by others among themselves: nobody of cert-a, nor the public, may learn of any. */
export const hiddenDeed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        by: actor,
        name: fc.constantFrom(...NAMES),
        label,
        value: fc.constantFrom(...VALUES),
        audience: narrow,
        version: fc.nat({ max: 9 }),
      })
      .map(
        ({ by, name, label: tlp, value, audience, version }): Deed =>
          (twin) =>
            // cert-b is in the shared group, where cert-a would see it
            groupOf(twin, audience) === audience || twin.made.has('group')
              ? put(by, name, tlp, value, groupOf(twin, audience), { version, labels: ['seen'] })(twin)
              : Promise.resolve(),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ name: fc.constantFrom('r0', 'r1', 'probe'), value: fc.constantFrom(...VALUES) })
      .map(({ name, value }) => put('bo', name, 'red', value, { people: [emailOf('cy', 'cert-c')] })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        by: actor,
        name: fc.constantFrom(...NAMES.slice(0, 5)),
        audience: fc.constantFrom<Ask>('organisation', OTHERS),
        tlp: label,
      })
      .map(({ by, name, ...change }) => amend(by, name, change)),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ by: actor, name: fc.constantFrom(...NAMES.slice(0, 5)) })
      .map(({ by, name }) => revoke(by, name)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        by: actor,
        name: fc.constantFrom('v1', 'v8', 'v9'),
        what: fc.constantFrom(...(Object.keys(SAID) as (keyof typeof SAID)[])),
        tlp: label,
        audience: fc.constantFrom<Ask>('organisation', OTHERS),
      })
      .map(({ by, name, what, ...to }) => say(by, name, what, to)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        by: actor,
        tlp: label,
        to: fc.constantFrom(['cert-a'], ['cert-a', 'cert-d'], ['cert-a', 'cert-b', 'cert-c']),
      })
      .map(({ by, tlp, to: organisations }) =>
        put(by, 'refused', tlp, 'h.example', { organisations }, { created_by_ref: `identity--${GROUP}` }),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        tlp: label,
        how: fc.constantFrom('draft' as const, 'review' as const, 'publish' as const, 'withdraw' as const),
      })
      .map(({ tlp, how }) => advise('b', tlp, how)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ by: actor, tlp: label, audience: fc.constantFrom<Ask>('organisation', OTHERS) })
      .map(({ by, ...to }) => answer(by, to)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      template,
      group,
      person,
      key,
      invitation,
      failure,
      reading,
      repeat,
      taken,
      handedIn,
      handedInMisp('c', true),
      watchedByOthers,
    ),
  },
);

/**
 * Tells a world the story: what both have in common, and between it, where there is any, what is hidden. `received` says
 * how much the viewers have been sent; returns the hidden deeds after which it was more.
 */
export async function tell(
  twin: Twin,
  hidden: readonly { readonly at: number; readonly deed: Deed }[] = [],
  received: () => Promise<number> = () => Promise.resolve(0),
): Promise<string[]> {
  const noticed: string[] = [];
  for (const [i, deed] of VISIBLE.entries()) {
    for (const secret of hidden.filter(({ at }) => at === i)) {
      const before = await received();
      await secret.deed(twin);
      await twin.settled();
      if ((await received()) !== before)
        noticed.push(`something was sent before step ${i}, though all that happened is hidden`);
    }
    await deed(twin);
    await twin.settled();
  }
  return noticed;
}

/**
 * A random hidden history. Not before the first step: what a member says of an id it says of the earliest object that it sees
 * under it, and whoever had one of its own there before would say it of that.
 */
export const hiddenHistory = fc
  .array(fc.record({ at: fc.integer({ min: 1, max: VISIBLE.length - 1 }), deed: hiddenDeed }), {
    minLength: 25,
    maxLength: 60,
  })
  .map((history) => [...history, ...ALWAYS]);

/** Done in every hidden history: each of these is asked for by its own id. */
const ALWAYS: readonly { readonly at: number; readonly deed: Deed }[] = [setUp, handedIn].map((deed, i) => ({
  at: 1 + i,
  deed,
}));
