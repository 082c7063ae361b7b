import { z } from 'zod';
import { AdvisoryBody } from '../work/advisory-body.js';

/** An advisory of which anything may be missing: what it says takes the place of nothing, and is overridden by whoever begins with it. */
export type TemplateBody = Partial<AdvisoryBody>;

/** The same properties as an advisory has, each with its own rules, and none filled in. */
const parts = Object.fromEntries(
  Object.entries(AdvisoryBody.shape).map(([name, part]) => [
    name,
    (part instanceof z.ZodDefault ? part.unwrap() : part).optional(),
  ]),
);

const Body: z.ZodType<TemplateBody> = z.strictObject(parts);

/** A template as it comes in. */
export const TemplateAsk = z
  .strictObject({
    name: z
      .string()
      .trim()
      .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u, 'a line of 1 to 100 characters'),
    body: Body,
  })
  .meta({ id: 'AdvisoryTemplate' });
export type TemplateAsk = z.infer<typeof TemplateAsk>;
