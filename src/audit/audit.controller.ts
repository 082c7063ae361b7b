import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { AuditTrail } from './audit-trail.js';

const Page = z.strictObject({
  after: z.string().min(1).max(200).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'a number from 1 to 500')
    .transform(Number)
    .pipe(z.int().min(1).max(500))
    .default(100),
  order: z.enum(['oldest', 'newest']).optional(),
  action: z
    .string()
    .regex(/^[a-z._]{1,60}$/, 'what an action begins with')
    .optional()
    .meta({ description: 'What the action begins with: `key.`, `session.refuse`' }),
  person: z.uuid().toLowerCase().optional().meta({ description: 'Who did it, or who signed in' }),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

const Records = z
  .object({
    items: z.array(
      z.object({
        number: z.int().optional(),
        at: z.iso.datetime(),
        action: z.string(),
        organisation: z.uuid().nullable(),
        by: z.record(z.string(), z.string()).nullable(),
        address: z.string(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
    next: z.string().optional(),
  })
  .meta({ id: 'AuditRecords' });

const Verdict = z
  .object({ ok: z.boolean(), records: z.int(), chain: z.string().optional(), first_bad: z.int().optional() })
  .meta({ id: 'AuditVerdict' });

/** Who did what: read-only. */
@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @Policy({ role: ['org-admin', 'alliance-admin'] })
  @ApiOperation({ summary: 'Read the audit log; an organisation’s administrators read what concerns their own' })
  @ApiResponse({ status: 200, standardSchema: Records })
  list(@Caller() viewer: Viewer, @Query({ schema: Page }) asked: z.infer<typeof Page>) {
    return this.trail.read(viewer, asked);
  }

  @Get('verify')
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'Recompute the hash chain and name the first record that is not what was written' })
  @ApiResponse({ status: 200, standardSchema: Verdict })
  verify() {
    return this.trail.verify();
  }
}
