import { z } from 'zod';
import { AudienceAsk } from '../audience/index.js';
import { TLP } from '../kernel/index.js';
import { SOURCE_KINDS } from './source.js';

const secret = z
  .string()
  .min(1)
  .max(4_000)
  .regex(/^\P{C}+$/u, 'has a control character');
const token = secret.regex(/^[\u0021-\u007E]+$/, 'only visible ASCII');
const Auth = z
  .union([
    z.strictObject({ scheme: z.literal('none') }),
    z.strictObject({ scheme: z.literal('basic'), user: secret.regex(/^[^:]*$/, 'has a colon'), password: secret }),
    z.strictObject({ scheme: z.literal('bearer'), token }),
    z.strictObject({ scheme: z.literal('key'), key: token }),
  ])
  .meta({ id: 'SourceAuth', description: 'How the hub signs in there; kept sealed, and never shown' });
const tlp = z
  .enum(TLP)
  .exclude(['red'])
  .meta({ description: 'The label that what comes from it has at least, and where it has none' });
const audience = AudienceAsk.meta({ description: 'Whom what comes from it goes to at most' });
const every = z.int().min(60).max(604_800).meta({ description: 'Seconds between two pulls' });
const name = z.string().min(1).max(100);

/** A source as an administrator adds it. */
export const NewSource = z
  .strictObject({
    kind: z.enum(SOURCE_KINDS),
    url: z
      .string()
      .min(1)
      .max(2_000)
      .meta({ description: 'https: of a TAXII collection or API root, of the folder of a MISP feed, of a MISP' }),
    collection: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .meta({ description: 'Of a TAXII API root: the id of the collection' }),
    name: name.default('source'),
    auth: Auth.default({ scheme: 'none' }),
    tlp,
    audience: audience.default('all'),
    every: every.default(3_600),
  })
  .refine(({ kind, collection }) => kind === 'taxii' || collection === undefined, {
    path: ['collection'],
    message: 'TAXII alone has collections',
  })
  .meta({ id: 'NewSource' });
export type NewSource = z.infer<typeof NewSource>;

/** What may change of it; where it is may not. */
export const SourceChange = z
  .strictObject({
    name: name.optional(),
    auth: Auth.optional(),
    tlp: tlp.optional(),
    audience: audience.optional(),
    every: every.optional(),
    paused: z.boolean().optional(),
  })
  .meta({ id: 'SourceChange' });
export type SourceChange = z.infer<typeof SourceChange>;

export const PullAsk = z
  .strictObject({
    from: z
      .enum(['on', 'beginning'])
      .default('on')
      .meta({ description: '`beginning`: all of it is looked at anew; what is known changes nothing' }),
  })
  .meta({ id: 'SourcePull' });
export type PullAsk = z.infer<typeof PullAsk>;

export const RefusalsQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/, 'at most 200')
    .transform(Number)
    .default(50),
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional(),
});
