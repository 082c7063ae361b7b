import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import { text } from '../members/index.js';
import { ANY_PERSON, Caller, Policy } from '../platform/index.js';
import { Preview } from './preview.js';
import { MAILS, SavedSearch, Watch } from './saved-search.js';
import { Searches } from './searches.js';

const q = z.string().max(512).meta({ description: 'In the query language; relative times stay relative' });
const NewSearch = z
  .strictObject({
    name: text(100),
    q,
    shared: z.boolean().default(false).meta({ description: 'Colleagues of your organisation may read it' }),
    bell: z.boolean().default(false),
    mail: z.enum(MAILS).default('none'),
    paused: z.boolean().default(false),
  })
  .meta({ id: 'NewSavedSearch' });
const SearchChanges = z
  .strictObject({ name: text(100).optional(), q: q.optional(), shared: z.boolean().optional() })
  .meta({ id: 'SavedSearchChanges' });
const PreviewQuery = z.strictObject({ q: z.string().max(512).default('') });
const PreviewAnswer = z
  .object({
    days: z.int(),
    matched: z.int(),
    more: z.boolean().meta({ description: 'There are more than `matched`' }),
  })
  .meta({ id: 'SavedSearchPreview' });

const idOf = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw new Fault('not_found');
  return id;
};

/** Searches that people keep, share with colleagues, and are told by of what comes. */
@ApiTags('searches')
@Controller('api/v1/searches')
export class SearchesController {
  constructor(
    private readonly searches: Searches,
    private readonly preview: Preview,
  ) {}

  @Get()
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'One’s own saved searches, and those that colleagues share' })
  @ApiResponse({ status: 200, standardSchema: z.object({ items: z.array(SavedSearch) }) })
  async list(@Caller() viewer: Viewer) {
    return { items: await this.searches.list(viewer) };
  }

  @Post()
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Save a search; nothing rings or is mailed unless you say so' })
  @ApiResponse({ status: 201, standardSchema: SavedSearch })
  add(@Caller() viewer: Viewer, @Body({ schema: NewSearch }) body: z.infer<typeof NewSearch>) {
    return this.searches.add(viewer, body);
  }

  @Get('preview')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'How many objects of the last seven days a search would have told you of' })
  @ApiResponse({ status: 200, standardSchema: PreviewAnswer })
  look(@Caller() viewer: Viewer, @Query({ schema: PreviewQuery }) query: z.infer<typeof PreviewQuery>) {
    return this.preview.of(viewer, query.q);
  }

  @Get(':id')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'One of them' })
  @ApiResponse({ status: 200, standardSchema: SavedSearch })
  one(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.searches.one(viewer, idOf(id));
  }

  @Patch(':id')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Change one of your own' })
  @ApiResponse({ status: 200, standardSchema: SavedSearch })
  amend(
    @Caller() viewer: Viewer,
    @Param('id') id: string,
    @Body({ schema: SearchChanges }) body: z.infer<typeof SearchChanges>,
  ) {
    return this.searches.amend(viewer, idOf(id), body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Forget one of your own; whoever watched it is told of nothing more' })
  remove(@Caller() viewer: Viewer, @Param('id') id: string) {
    return this.searches.remove(viewer, idOf(id));
  }

  @Put(':id/watch')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'How you are told of what it finds from now on: by the bell, by mail, or not for a while' })
  @ApiResponse({ status: 200, standardSchema: SavedSearch })
  watch(@Caller() viewer: Viewer, @Param('id') id: string, @Body({ schema: Watch }) body: z.infer<typeof Watch>) {
    return this.searches.watch(viewer, idOf(id), body);
  }
}
