import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import { ANY_PERSON, Caller, Policy } from '../platform/index.js';
import { SearchLog, SearchMail } from './search-log.js';

const idOf = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw new Fault('not_found');
  return id;
};

/** What became of mails about saved searches, for whom they are. */
@ApiTags('searches')
@Controller('api/v1/searches')
export class SearchMailsController {
  constructor(private readonly log: SearchLog) {}

  @Get(':id/mails')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'What you were mailed of a saved search lately, and what became of it' })
  @ApiResponse({ status: 200, standardSchema: z.object({ items: z.array(SearchMail) }) })
  async list(@Caller() viewer: Viewer, @Param('id') id: string) {
    return { items: await this.log.list(viewer, idOf(id)) };
  }

  @Post(':id/mails/:mail/again')
  @HttpCode(202)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Send one again that did not surely arrive' })
  again(@Caller() viewer: Viewer, @Param('id') id: string, @Param('mail') mail: string) {
    return this.log.again(viewer, idOf(id), idOf(mail));
  }

  @Post(':id/test')
  @HttpCode(202)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Mail yourself a test' })
  test(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.log.test(viewer, idOf(id));
  }
}
