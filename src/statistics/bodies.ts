import { z } from 'zod';
import { TLP } from '../kernel/index.js';
import { STEPS } from './span.js';

export const StatisticsQuery = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d?$/)
    .transform(Number)
    .refine((n) => n <= 90, 'at most 90')
    .default(30),
  step: z.enum(Object.keys(STEPS) as (keyof typeof STEPS)[]).default('day'),
});
export type StatisticsQuery = z.infer<typeof StatisticsQuery>;

export const MatchingQuery = z.strictObject({ q: z.string().max(512).default('') });
export type MatchingQuery = z.infer<typeof MatchingQuery>;

const q = z.string().meta({ description: 'the search that finds exactly what is counted' });
const count = z.int().min(0);
const Period = z.object({ from: z.iso.date(), to: z.iso.date(), q, count }).meta({ id: 'StatisticsPeriod' });
const counted = {
  q,
  count,
  /** One for each period; the search for one of these is `q` and the period's, side by side. */
  counts: z.array(count),
};
const Counted = z.object({ q, count });

/** How many visible objects a query matches. */
export const Matching = z.object({ count }).meta({ id: 'MatchingCount' });
export type Matching = z.infer<typeof Matching>;

/** What the viewer sees, counted. */
export const Statistics = z
  .object({
    span: Period,
    periods: z.array(Period),
    /** All that ever was shared. */
    total: Counted,
    members: z.array(
      z.object({
        ...counted,
        organisation: z.string(),
        short_name: z.string(),
        country: z.string(),
        total: Counted,
        newest: z.iso.datetime().nullable().meta({ description: 'when the hub took its newest entry' }),
      }),
    ),
    tlp: z.array(z.object({ ...counted, tlp: z.enum(TLP) })),
    types: z.array(z.object({ ...counted, type: z.string() })).meta({
      description: 'types of objects and of observables: an indicator counts as one, and as what it points at',
    }),
    techniques: z
      .array(z.object({ id: z.string(), name: z.string().nullable(), tactics: z.array(z.string()), q, count }))
      .meta({ description: 'MITRE ATT&CK; a technique counts what names one below it, too' }),
    advisories: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        published: z.iso.datetime(),
        own: z.boolean(),
        answered: z.iso.datetime().nullable(),
        readers: z
          .object({
            addressed: count,
            answered: z.array(z.iso.datetime()).readonly(),
            members: z
              .array(z.object({ organisation: z.string(), answered: z.iso.datetime().nullable() }))
              .readonly()
              .meta({ description: 'whom it went to, and when they answered' }),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'Statistics' });
export type Statistics = z.infer<typeof Statistics>;
