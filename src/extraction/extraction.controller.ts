import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { TEXT_FORMATS, viewOf } from '../formats/index.js';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { Lookup } from '../search/index.js';
import { Warninglists } from '../warninglists/index.js';
import { Desk } from './desk.js';
import { type Report, reportOf } from './report.js';

const Text = z
  .strictObject({
    text: z.string().min(1),
    format: z.enum(TEXT_FORMATS).optional().meta({ description: 'Absent: told from the beginning of the text' }),
  })
  .meta({ id: 'ReportText' });

/** A report read for its indicators. Nothing is stored: what is to be shared is submitted as ever. */
@ApiTags('extraction')
@Controller('api/v1/extract')
export class ExtractionController {
  private readonly desk = new Desk();

  constructor(
    private readonly lookup: Lookup,
    private readonly lists: Warninglists,
  ) {}

  @Post()
  @HttpCode(200)
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'Find the indicators of a report, and say which of them you see in the hub already' })
  @ApiConsumes('application/json', 'text/plain', 'text/markdown', 'text/html', 'message/rfc822')
  @ApiBody({ schema: z.toJSONSchema(Text) as never })
  async extract(
    @Caller() viewer: Viewer,
    @Body({ schema: Text }) { text, format }: z.infer<typeof Text>,
  ): Promise<Report> {
    const view = viewOf(text, format);
    const { lookup, lists } = this;
    return reportOf(viewer, view, await this.desk.read(viewer, view), { lookup, lists });
  }
}
