import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { SCOPES, TLP, tlpOf, tlpRank } from '../../kernel/index.js';
import { listOf } from '../list-of.js';
import { text } from '../text.js';
import type { ApiKey } from './api-key.entity.js';

/** The narrowest label each kind may ever read: RED is for people, AMBER+STRICT for the organisation alone. */
const NARROWEST = { member: 'amber+strict', constituent: 'amber' } as const;
const CEILINGS = TLP.filter((tlp) => tlp !== 'red');

/** An address or a network, as the network that Postgres stores. */
const Network = z
  .string()
  .max(64)
  .transform((value, context) => {
    const network = canonicalNetwork(value);
    if (network === undefined) context.addIssue({ code: 'custom', message: 'an IP address or a CIDR network' });
    return network ?? z.NEVER;
  });

export const NewKey = z
  .strictObject({
    name: text(100),
    kind: z.enum(['member', 'constituent']).default('member'),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    ceiling: z.enum(CEILINGS).optional(),
    cidrs: z.array(Network).max(50).default([]),
    expires_at: z.iso.datetime().optional(),
  })
  .refine(({ kind, scopes }) => kind === 'member' || !scopes.some((scope) => scope === 'submit' || scope === 'sign'), {
    path: ['scopes'],
    message: 'a constituent may read and follow, not submit or sign',
  })
  .refine(({ kind, ceiling = NARROWEST[kind] }) => tlpRank(ceiling) <= tlpRank(NARROWEST[kind]), {
    path: ['ceiling'],
    message: 'narrower than a key of this kind may read',
  })
  .transform((key) => ({
    ...key,
    scopes: [...new Set(key.scopes)],
    cidrs: [...new Set(key.cidrs)],
    ceiling: key.ceiling ?? NARROWEST[key.kind],
  }))
  .meta({ id: 'NewKey' });
export type NewKey = z.infer<typeof NewKey>;

export const Rotation = z
  .strictObject({ overlap_hours: z.number().min(0).max(168).default(24) })
  .meta({ id: 'Rotation' });

export const KeyAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['member', 'constituent']),
    scopes: z.array(z.enum(SCOPES)),
    ceiling: z.enum(CEILINGS),
    cidrs: z.array(z.string()),
    created_by: z.uuid().nullable(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    rotated_to: z.string().nullable(),
  })
  .meta({ id: 'Key' });
export const KeyList = listOf(KeyAnswer, 'Keys');
export type KeyAnswer = z.infer<typeof KeyAnswer>;

/** A key as its maker sees it, once: with its text. */
export const ShownKey = KeyAnswer.extend({ key: z.string() }).meta({ id: 'ShownKey' });
export type ShownKey = z.infer<typeof ShownKey>;

export function presentKey(key: ApiKey): KeyAnswer {
  const { id, name, kind, scopes, ceiling, cidrs, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, rotatedTo } =
    key;
  return {
    id,
    name,
    kind,
    scopes,
    ceiling: tlpOf(ceiling) as KeyAnswer['ceiling'],
    cidrs,
    created_by: createdBy,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
    last_used_at: lastUsedAt?.toISOString() ?? null,
    revoked_at: revokedAt?.toISOString() ?? null,
    rotated_to: rotatedTo,
  };
}

function canonicalNetwork(value: string): string | undefined {
  try {
    if (!value.includes('/')) {
      if (!isStrict(value)) return undefined;
      const address = ipaddr.process(value);
      return `${address.toString()}/${address.kind() === 'ipv4' ? 32 : 128}`;
    }
    if (!isStrict(value.split('/')[0] ?? '')) return undefined;
    const [address, bits] = ipaddr.parseCIDR(value);
    const network =
      address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(value) : ipaddr.IPv6.networkAddressFromCIDR(value);
    return `${network.toString()}/${bits}`;
  } catch {
    return undefined;
  }
}

/** Four decimal parts, or IPv6 without a zone: ipaddr.js also reads octal, hexadecimal and shortened forms. */
const isStrict = (address: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(address) || (ipaddr.IPv6.isValid(address) && !address.includes('%'));
