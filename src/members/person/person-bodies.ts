import { z } from 'zod';
import { ROLES } from '../../kernel/index.js';
import { listOf } from '../list-of.js';
import { text } from '../text.js';
import type { Person } from './person.entity.js';

export const PersonChanges = z
  .strictObject({
    name: text(200),
    role: z.enum(ROLES),
    status: z.enum(['active', 'suspended']),
    reason: text(300).meta({ description: 'Why; it stands in the audit record' }),
  })
  .partial()
  .meta({ id: 'PersonChanges' });
export type PersonChanges = z.infer<typeof PersonChanges>;

export const PeopleQuery = z.strictObject({ organisation_id: z.uuid().optional() });

export const ResetBody = z
  .strictObject({ valid_minutes: z.int().min(15).max(1440).default(15) })
  .meta({ id: 'PasswordReset' });

export const PersonAnswer = z
  .object({
    id: z.uuid(),
    organisation_id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    status: z.enum(['active', 'suspended']),
    second_factor: z.boolean(),
    created_at: z.iso.datetime(),
    last_active_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Person' });
export const PersonList = listOf(PersonAnswer, 'People');
export type PersonAnswer = z.infer<typeof PersonAnswer>;

export function presentPerson(person: Person): PersonAnswer {
  const { id, organisationId, email, name, role, status, totpConfirmed, createdAt, lastActiveAt } = person;
  return {
    id,
    organisation_id: organisationId,
    email,
    name,
    role,
    status,
    second_factor: totpConfirmed,
    created_at: createdAt.toISOString(),
    last_active_at: lastActiveAt?.toISOString() ?? null,
  };
}
