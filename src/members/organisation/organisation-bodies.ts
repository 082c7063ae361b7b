import { z } from 'zod';
import { listOf } from '../list-of.js';
import { text } from '../text.js';
import { ORGANISATION_STATUSES } from './organisation.entity.js';

const ContactBody = z
  .strictObject({
    role: text(100),
    name: text(200).optional(),
    email: z.email().max(254).optional(),
    phone: z
      .string()
      .regex(/^\+?[\d ()./-]{3,40}$/, 'a telephone number')
      .optional(),
    pgp_fingerprint: z
      .string()
      .regex(/^(?:[\dA-Fa-f]{4} ?){10,16}$/, 'an OpenPGP fingerprint')
      .optional(),
  })
  .meta({ id: 'Contact' });

const fields = {
  name: text(200),
  short_name: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens'),
  country: z.string().regex(/^[A-Z]{3}$/, 'ISO 3166-1 alpha-3'),
  blocs: z
    .array(z.string().regex(/^[A-Z][A-Z0-9-]{1,11}$/, 'two to twelve capitals, digits and hyphens'))
    .max(20)
    .refine((blocs) => new Set(blocs).size === blocs.length, 'each bloc once'),
  type: z.enum(['national-cert', 'government-cert', 'military-cert', 'sector-cert', 'secretariat', 'partner']),
  contacts: z.array(ContactBody).max(20),
};

export const NewOrganisation = z
  .strictObject({
    ...fields,
    blocs: fields.blocs.default([]),
    type: fields.type.default('national-cert'),
    contacts: fields.contacts.default([]),
  })
  .meta({ id: 'NewOrganisation' });
export type NewOrganisation = z.infer<typeof NewOrganisation>;

export const OrganisationChanges = z
  .strictObject({
    name: fields.name,
    country: fields.country,
    blocs: fields.blocs,
    type: fields.type,
    contacts: fields.contacts,
  })
  .partial()
  .meta({ id: 'OrganisationChanges' });
export type OrganisationChanges = z.infer<typeof OrganisationChanges>;

export const Reason = z.strictObject({ reason: text(300) }).meta({ id: 'Reason' });

export const OrganisationAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    short_name: z.string(),
    country: z.string(),
    blocs: z.array(z.string()),
    type: z.string(),
    contacts: z.array(ContactBody),
    status: z.enum(ORGANISATION_STATUSES),
  })
  .meta({ id: 'Organisation' });
export const OrganisationList = listOf(OrganisationAnswer, 'Organisations');
export type OrganisationAnswer = z.infer<typeof OrganisationAnswer>;
