import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Objects } from '../exchange/index.js';
import { Database, Secrets } from '../platform/index.js';
import { Finder } from './finder.js';
import { Lookup } from './lookup.js';
import { SearchController } from './search.controller.js';
import { Search } from './search.js';

/** Search and look-up over everything visible. */
@Module({
  controllers: [SearchController],
  providers: [
    {
      provide: Search,
      inject: [Database, Audiences, Objects, Secrets],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects, secrets: Secrets) =>
        new Search(new Finder(api), audiences, objects, secrets),
    },
    {
      provide: Lookup,
      inject: [Database, Audiences, Objects],
      useFactory: (...parts: ConstructorParameters<typeof Lookup>) => new Lookup(...parts),
    },
  ],
})
export class SearchModule {}
