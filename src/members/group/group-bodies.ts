import { z } from 'zod';
import { listOf } from '../list-of.js';
import { paragraphs, text } from '../text.js';

const description = paragraphs(2000);

export const NewGroup = z
  .strictObject({
    name: text(100),
    description: description.default(''),
    history: z.enum(['joining', 'full']).default('joining'),
    members: z.array(z.uuid()).max(500).default([]),
  })
  .meta({ id: 'NewGroup' });
export type NewGroup = z.infer<typeof NewGroup>;

export const GroupChanges = z
  .strictObject({ name: text(100), description })
  .partial()
  .meta({ id: 'GroupChanges' });
export type GroupChanges = z.infer<typeof GroupChanges>;

export const GroupAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    history: z.enum(['joining', 'full']),
    status: z.enum(['active', 'closed']),
    created_at: z.iso.datetime(),
    members: z.array(z.object({ organisation_id: z.uuid(), joined_at: z.iso.datetime() })),
  })
  .meta({ id: 'Group' });
export const GroupList = listOf(GroupAnswer, 'Groups');
export type GroupAnswer = z.infer<typeof GroupAnswer>;
