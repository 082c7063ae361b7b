import { z } from 'zod';
import { ROLES } from '../../kernel/index.js';
import { listOf } from '../list-of.js';
import { Email } from '../person/email.js';
import { text } from '../text.js';
import type { Invitation } from './invitation.entity.js';

export const NewInvitation = z
  .strictObject({ email: Email, role: z.enum(ROLES), organisation_id: z.uuid().optional() })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof NewInvitation>;

/** `name` is for who joins; a new password needs none. */
export const Acceptance = z
  .strictObject({ token: z.string().max(100), name: text(200).optional(), password: z.string() })
  .meta({ id: 'Acceptance' });
export type Acceptance = z.infer<typeof Acceptance>;

export const InvitationAnswer = z
  .object({
    id: z.uuid(),
    purpose: z.enum(['join', 'reset']),
    organisation_id: z.uuid(),
    email: z.string(),
    role: z.enum(ROLES),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' });
export const InvitationList = listOf(InvitationAnswer, 'Invitations');
export type InvitationAnswer = z.infer<typeof InvitationAnswer>;

/** An invitation as its maker sees it, once: with the link. */
export const Link = InvitationAnswer.extend({ link: z.url() }).meta({ id: 'InvitationLink' });
export type Link = z.infer<typeof Link>;

export const LookAt = z.strictObject({ token: z.string().max(100) }).meta({ id: 'InvitationToken' });
export type LookAt = z.infer<typeof LookAt>;

/** What a link is for, as whoever holds it may know before using it. */
export const Promised = z
  .object({ purpose: z.enum(['join', 'reset']), email: z.string(), role: z.enum(ROLES), organisation: z.string() })
  .meta({ id: 'Promised' });
export type Promised = z.infer<typeof Promised>;

/** What the link was for, and whose it was. */
export const Accepted = z.object({ email: z.string(), purpose: z.enum(['join', 'reset']) }).meta({ id: 'Accepted' });
export type Accepted = z.infer<typeof Accepted>;

export function presentInvitation(invitation: Invitation): InvitationAnswer {
  const { id, purpose, organisationId, email, role, createdAt, expiresAt } = invitation;
  return {
    id,
    purpose,
    organisation_id: organisationId,
    email,
    role,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}
