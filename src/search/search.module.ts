import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Objects } from '../exchange/index.js';
import { Database, Secrets } from '../platform/index.js';
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
      useFactory: (...parts: ConstructorParameters<typeof Search>) => new Search(...parts),
    },
    {
      provide: Lookup,
      inject: [Database, Audiences, Objects],
      useFactory: (...parts: ConstructorParameters<typeof Lookup>) => new Lookup(...parts),
    },
  ],
})
export class SearchModule {}
