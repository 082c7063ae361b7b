import { z } from 'zod';
import { address, AudienceAsk, type Audiences } from '../audience/index.js';
import { FIELDS, type Mapping, type MispContext, tlpFromLabel } from '../formats/index.js';
import { Fault, tlpRank, type Viewer } from '../kernel/index.js';
import { FORMATS } from './readers.js';

const digits = (most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .refine((number) => number <= most, `at most ${most}`);

/** JSON in a query, and what it must be. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .max(6_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

const Column = z.union([z.int().min(1).max(1_000), z.string().min(1).max(200)]);
const MappingAsk = z
  .strictObject({
    delimiter: z.string().length(1).optional(),
    header: z.boolean().optional(),
    columns: z.partialRecord(z.enum(FIELDS), Column).optional(),
  })
  .meta({ id: 'ImportMapping' });

/** What the sender of a file says of it. */
export const ImportAsk = z.strictObject({
  format: z.enum(['auto', ...FORMATS]).default('auto'),
  name: z.string().max(500).default(''),
  mapping: json(MappingAsk).optional().meta({ description: 'JSON, as the preview proposes it' }),
  tlp: z.string().max(20).optional(),
  audience: z
    .union([z.enum(['all', 'organisation']), json(AudienceAsk)])
    .optional()
    .meta({ description: '`all`, `organisation`, or JSON' }),
  confidence: digits(100).optional(),
  labels: z
    .string()
    .max(2_000)
    .transform((text) =>
      text
        .split(',')
        .map((label) => label.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().min(1).max(100)).max(50))
    .optional(),
  valid_days: digits(36_500).optional(),
  valid_until: z.iso.datetime({ offset: true }).optional(),
});
export type ImportAsk = z.infer<typeof ImportAsk>;

/** What is asked of a preview: the same, and how much of the file is to be shown. */
export const PreviewAsk = ImportAsk.extend({ sample: digits(1_000).default(20) });
export type PreviewAsk = z.infer<typeof PreviewAsk>;

/** What is kept of it with the job. */
export interface Options {
  readonly mapping: Mapping;
  /** For items that don't say it themselves. `labels` are given to all. */
  readonly defaults: {
    readonly tlp?: string | undefined;
    readonly audience?: AudienceAsk | undefined;
    readonly confidence?: number | undefined;
    readonly labels?: readonly string[] | undefined;
    readonly valid_days?: number | undefined;
    readonly valid_until?: string | undefined;
  };
  /** Of MISP events: the sharing groups that their sender was in when the file was taken. */
  readonly groups?: readonly string[] | undefined;
}

export const optionsOf = ({ mapping = {}, tlp, audience, confidence, labels, ...ends }: ImportAsk): Options => ({
  mapping,
  defaults: { tlp, audience, confidence, labels, valid_days: ends.valid_days, valid_until: ends.valid_until },
});

/** In whose name MISP events are read, and how far they may go at most. */
export const mispContext = ({ defaults, groups }: Options, organisationId: string): MispContext => ({
  scope: organisationId,
  groups: new Set(groups),
  within: withinOf(defaults.audience),
});

function withinOf(audience: AudienceAsk | undefined): MispContext['within'] & {} {
  if (audience === 'organisation') return audience;
  if (typeof audience !== 'object' || isList(audience)) return 'all';
  return 'group' in audience && audience.group !== undefined ? { group: audience.group } : 'all';
}

/** Whether it names whom it is for by more than a group. */
export const isList = (audience: AudienceAsk): boolean =>
  typeof audience === 'object' && Object.keys(audience).some((key) => key !== 'group');

/** Refuses at the door what every item would be refused for: a label or an audience that the sender may not use. */
export async function checkDefaults(viewer: Viewer, { defaults }: Options, audiences: Audiences): Promise<void> {
  const { tlp: label, audience } = defaults;
  const tlp = label === undefined ? undefined : tlpFromLabel(label);
  if (tlp === undefined && audience === undefined) return;
  if (tlp !== undefined && tlp !== 'red' && tlpRank(tlp) > tlpRank(viewer.ceiling))
    throw new Fault('above_ceiling', undefined, { pointer: '/tlp' });
  const people = typeof audience === 'object' && 'people' in audience;
  if (tlp === 'red' && audience === undefined) return; // items name their people
  address(audience, tlp ?? (people ? 'red' : 'amber'), viewer, await audiences.current());
}

type Short = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;

/** An item with what the job says for those that don't. A whole STIX object is left as it is. */
export function completed(item: unknown, { defaults }: Options, at: Date): unknown {
  const { confidence, labels, valid_days: days, valid_until: end } = defaults;
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  if ('spec_version' in item || ('type' in item && item.type === 'indicator')) return item;
  const said: Short = item as Short;
  const own = Array.isArray(said['labels']) ? (said['labels'] as unknown[]) : [];
  return {
    ...said,
    ...(confidence !== undefined && said['confidence'] === undefined && { confidence }),
    ...(labels !== undefined && { labels: [...new Set([...own, ...labels])] }),
    ...(end !== undefined && said['valid_until'] === undefined && { valid_until: end }),
    ...(days !== undefined &&
      (end ?? said['valid_until']) === undefined && { valid_until: until(said['valid_from'], days, at) }),
  };
}

function until(from: unknown, days: number, at: Date): string {
  const begin = typeof from === 'string' ? Date.parse(from) : Number.NaN;
  return new Date((Number.isNaN(begin) ? at.getTime() : begin) + days * DAY_MS).toISOString();
}
