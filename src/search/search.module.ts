import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Objects } from '../exchange/index.js';
import { Database, Secrets } from '../platform/index.js';
import { Warninglists } from '../warninglists/index.js';
import { Bundles } from './bundles.js';
import { FacetsController } from './facets.controller.js';
import { Facets } from './facets.js';
import { Finder } from './finder.js';
import { Lookup } from './lookup.js';
import { SearchController } from './search.controller.js';
import { Search } from './search.js';

/** Search and look-up over everything visible. */
@Module({
  controllers: [SearchController, FacetsController],
  providers: [
    {
      provide: Search,
      inject: [Database, Audiences, Objects, Secrets],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects, secrets: Secrets) =>
        new Search(new Finder(api), audiences, objects, secrets),
    },
    {
      provide: Facets,
      inject: [Database, Audiences, Objects],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects) =>
        new Facets(api, new Finder(api), audiences, objects),
    },
    {
      provide: Bundles,
      inject: [Database, Audiences, Objects],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects) => new Bundles(api, audiences, objects),
    },
    {
      provide: Lookup,
      inject: [Database, Audiences, Objects, Warninglists],
      useFactory: (...parts: ConstructorParameters<typeof Lookup>) => new Lookup(...parts),
    },
  ],
  exports: [Lookup],
})
export class SearchModule {}
