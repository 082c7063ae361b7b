import { z } from 'zod';
import { Fault } from '../../kernel/index.js';

/** MISP writes numbers as texts, and its peers as numbers. */
const number = z
  .union([z.string().max(40), z.number()])
  .transform(String)
  .optional()
  .catch(undefined);
const text = (most: number) => z.string().max(most).optional().catch(undefined);
const flag = z
  .union([z.boolean(), z.enum(['0', '1']), z.literal([0, 1])])
  .transform((value) => value === true || value === '1' || value === 1);
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'not a UUID')
  .transform((value) => value.toLowerCase());
/** PHP writes a list with gaps as an object. */
const list = z
  .union([z.array(z.unknown()), z.record(z.string().regex(/^\d+$/), z.unknown()).transform(Object.values)])
  .optional()
  .catch(undefined);
const by = z
  .object({ name: z.string().max(500), uuid: uuid.optional().catch(undefined) })
  .optional()
  .catch(undefined);
const sharingGroup = z.object({ uuid }).optional().catch(undefined);
const reach = { distribution: number, SharingGroup: sharingGroup };

/** Of numbers, only UUIDs count: the others mean something on the MISP alone that wrote them. */
export const EventShape = z.object({
  uuid,
  info: z.string().min(1).max(10_000),
  date: text(10),
  timestamp: number,
  threat_level_id: number,
  analysis: number,
  extends_uuid: uuid.optional().catch(undefined),
  Orgc: by,
  ...reach,
  Tag: list,
  Galaxy: list,
  Attribute: list,
  Object: list,
  ShadowAttribute: list,
  EventReport: list,
});
export type EventShape = z.infer<typeof EventShape>;

export const AttributeShape = z.object({
  uuid: uuid.optional(),
  type: z.string().min(1).max(100),
  category: z.string().max(200).default('Other'),
  value: z.union([z.string().min(1).max(100_000), z.number().transform(String)]),
  to_ids: flag.default(false),
  timestamp: number,
  comment: text(10_000),
  deleted: flag.optional().catch(undefined),
  disable_correlation: flag.optional().catch(undefined),
  first_seen: text(40).nullable(),
  last_seen: text(40).nullable(),
  object_relation: text(200).nullable(),
  data: z.unknown().optional(),
  ...reach,
  Tag: list,
  Galaxy: list,
  Sighting: list,
  ShadowAttribute: list,
});
export type AttributeShape = z.infer<typeof AttributeShape>;

export const ObjectShape = z.object({
  uuid: uuid.optional(),
  name: z.string().min(1).max(200),
  'meta-category': text(200),
  description: text(10_000),
  template_uuid: text(36),
  template_version: number,
  timestamp: number,
  comment: text(10_000),
  deleted: flag.optional().catch(undefined),
  first_seen: text(40).nullable(),
  last_seen: text(40).nullable(),
  ...reach,
  Attribute: list,
  ObjectReference: list,
});
export type ObjectShape = z.infer<typeof ObjectShape>;

export const ReferenceShape = z.object({
  uuid,
  referenced_uuid: uuid,
  relationship_type: z.string().max(200).default('related-to'),
  timestamp: number,
  comment: text(10_000),
  deleted: flag.optional().catch(undefined),
});

/** Markdown, as people write it about an event. */
export const ReportShape = z.object({
  uuid: uuid.optional(),
  name: z.string().min(1).max(1_000),
  content: z
    .string()
    .max(120_000)
    .nullish()
    .transform((said) => said ?? ''),
  timestamp: number,
  deleted: flag.optional().catch(undefined),
  ...reach,
});
export type ReportShape = z.infer<typeof ReportShape>;

export const TagShape = z.object({
  name: z.string().min(1).max(300),
  local: flag.optional().catch(undefined),
  exportable: flag.optional().catch(undefined),
});

export const SightingShape = z.object({
  uuid: uuid.optional().catch(undefined),
  type: number,
  date_sighting: number,
  source: text(300),
  Organisation: by,
});

export const ClusterShape = z.object({
  type: z.string().max(200),
  value: z.string().max(500),
  tag_name: z.string().max(300),
});

/** Parts of an event or object that should be lists and are none: nobody can say what was in them. */
export function* oddLists(json: unknown, at: string): Generator<{ readonly at: string; readonly fault: Fault }> {
  for (const name of ['Attribute', 'Object', 'ObjectReference', 'EventReport'] as const) {
    const value = (json as Readonly<Record<string, unknown>>)[name] ?? [];
    if (list.safeParse(value).data === undefined)
      yield { at: `${at}.${name}`, fault: new Fault('misp_invalid', 'it is no list') };
  }
}

/** An organisation as it is kept. */
export function organisation({ name, uuid: id }: { name: string; uuid?: string | undefined }) {
  return { name, ...(id !== undefined && { uuid: id }) };
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** Fault: `misp_invalid`, with where. */
export function shaped<T>(schema: Schema<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new Fault('misp_invalid', `${path.join('.') || 'it'}: ${message}`);
}
