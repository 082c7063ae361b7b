import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { describeKeys } from '../query/index.js';
import { Facets } from './facets.js';

const FacetsQuery = z.strictObject({ q: z.string().max(512).default('') });

/** What helps to ask: the words of the query language, and what was found by what it has in common. */
@ApiTags('search')
@Controller('api/v1/search')
export class FacetsController {
  constructor(private readonly facets: Facets) {}

  @Get('facets')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'The newest 1,000 objects that match, counted by type, TLP, organisation and label' })
  count(@Caller() viewer: Viewer, @Query({ schema: FacetsQuery }) { q }: z.infer<typeof FacetsQuery>) {
    return this.facets.of(viewer, q);
  }

  @Get('keys')
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary: 'The keys of the query language, each with an example, and its values where they can be listed',
  })
  keys() {
    return { items: describeKeys() };
  }
}
