import { z } from 'zod';
import { ROLES, SCOPES, TLP } from '../../kernel/index.js';
import { text } from '../text.js';

/** What a person chose of the console; absent: nothing yet. */
export const Preferences = z
  .strictObject({
    /** How times are shown. */
    zone: z.enum(['utc', 'local', 'relative']),
    language: z.enum(['en', 'fr']),
    /** Keys without Ctrl do something. */
    single_keys: z.boolean(),
    /** The checklist of the first days was put away. */
    settled: z.boolean(),
  })
  .partial()
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

/** What is absent stays; of preferences each by itself. */
export const MeChanges = z
  .strictObject({ name: text(200).optional(), preferences: Preferences.optional() })
  .meta({ id: 'MeChanges' });
export type MeChanges = z.infer<typeof MeChanges>;
export const PasswordChange = z
  .strictObject({ current: z.string(), password: z.string() })
  .meta({ id: 'PasswordChange' });
export const TotpEnrolment = z.strictObject({ password: z.string() }).meta({ id: 'TotpEnrolment' });
export const TotpSecret = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'TotpSecret' });
export const TotpCode = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') }).meta({ id: 'TotpCode' });
export const TotpRemoval = z
  .strictObject({ password: z.string(), code: z.string().regex(/^\d{6}$/, 'six digits') })
  .meta({ id: 'TotpRemoval' });

export const MeAnswer = z
  .object({
    credential: z.enum(['key', 'session']),
    organisation: z.object({ id: z.uuid(), name: z.string(), short_name: z.string() }),
    scopes: z.array(z.enum(SCOPES)),
    ceiling: z.enum(TLP),
    key: z.object({ id: z.string(), name: z.string(), expires_at: z.iso.datetime().nullable() }).optional(),
    person: z
      .object({
        id: z.uuid(),
        email: z.string(),
        name: z.string(),
        role: z.enum(ROLES),
        second_factor: z.boolean(),
        preferences: Preferences,
      })
      .optional(),
  })
  .meta({ id: 'Me' });
export type MeAnswer = z.infer<typeof MeAnswer>;
