import { z } from 'zod';
import { AudienceAsk } from '../audience/index.js';
import { OBSERVABLE_TYPES } from '../kernel/index.js';

const text = (max: number) => z.string().min(1).max(max);
/** RFC 3339, UTC; checked to the day by the room that reads it. */
const time = z.string().min(20).max(40);
const label = z.string().max(20).meta({ description: 'TLP 2.0 label: clear, green, amber, amber+strict or red' });

const reference = z
  .looseObject({
    source_name: text(200),
    url: text(2_000).optional(),
    description: text(2_000).optional(),
    external_id: text(2_000).optional(),
  })
  .refine(
    ({ url, description, external_id: id }) => (url ?? description ?? id) !== undefined,
    'a reference has a description, url or external_id beside its source',
  );

/** What any way of giving an indicator may say besides its value or pattern. */
const said = {
  tlp: label.optional(),
  audience: AudienceAsk.optional(),
  name: text(500).optional(),
  description: text(10_000).optional(),
  confidence: z.int().min(0).max(100).optional(),
  labels: z.array(text(100)).max(50).optional(),
  indicator_types: z.array(text(100)).max(20).optional(),
  valid_from: time.optional(),
  valid_until: time.optional(),
  external_references: z.array(reference).max(50).optional(),
  kill_chain_phases: z
    .array(z.strictObject({ kill_chain_name: text(200), phase_name: text(200) }))
    .max(50)
    .optional(),
  pap: z.enum(['clear', 'green', 'amber', 'red']).optional(),
};

/** An indicator by its value, defanged or not; without a type the hub tells it from the value. */
export const ValueItem = z
  .strictObject({ type: z.enum(OBSERVABLE_TYPES).optional(), value: z.string().min(1).max(8_192), ...said })
  .meta({ id: 'IndicatorByValue' });
export type ValueItem = z.infer<typeof ValueItem>;

/** An indicator by its pattern: STIX, or another language kept as text. */
export const PatternItem = z
  .strictObject({
    pattern: z.string().min(1).max(100_000),
    pattern_type: text(50).optional(),
    pattern_version: text(50).optional(),
    ...said,
  })
  .meta({ id: 'IndicatorByPattern' });
export type PatternItem = z.infer<typeof PatternItem>;

/** What PATCH may change; null takes an optional property away. Marking and audience only ever by their originator. */
export const IndicatorChange = z
  .strictObject({
    tlp: said.tlp,
    audience: said.audience,
    name: said.name.nullable(),
    description: said.description.nullable(),
    confidence: said.confidence.nullable(),
    labels: said.labels,
    indicator_types: said.indicator_types,
    valid_until: said.valid_until.nullable(),
    external_references: said.external_references,
    kill_chain_phases: said.kill_chain_phases,
  })
  .meta({ id: 'IndicatorChange' });
export type IndicatorChange = z.infer<typeof IndicatorChange>;

const derived = { tlp: said.tlp, audience: said.audience };

/** A member has seen what an indicator speaks of. */
export const SightingReport = z
  .strictObject({
    count: z.int().min(1).max(999_999_999).optional(),
    first_seen: time.optional(),
    last_seen: time.optional(),
    description: said.description,
    ...derived,
  })
  .meta({ id: 'SightingReport' });
export type SightingReport = z.infer<typeof SightingReport>;

/** What a member thinks of an indicator; `strongly-disagree` is a false positive. */
export const OpinionReport = z
  .strictObject({
    opinion: z.enum(['strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree']),
    explanation: said.description,
    ...derived,
  })
  .meta({ id: 'OpinionReport' });
export type OpinionReport = z.infer<typeof OpinionReport>;

/** What a member has to say about an object, in words of its own. */
export const NoteReport = z.strictObject({ content: text(10_000), ...derived }).meta({ id: 'NoteReport' });
export type NoteReport = z.infer<typeof NoteReport>;
