import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Errands } from '../auth/index.js';
import { Cursors, Exchange, Objects } from '../exchange/index.js';
import { Database, Log, Pulse, Secrets } from '../platform/index.js';
import { AdvisoriesController } from './advisories.controller.js';
import { DiscussionController } from './discussion.controller.js';
import { Publication } from './publication/publication.js';
import { Release } from './publication/release.js';
import { Acknowledgements } from './reading/acknowledgements.js';
import { Library } from './reading/library.js';
import { SigningController } from './signing.controller.js';
import { Quotes } from './signing/quotes.js';
import { Signatures } from './signing/signatures.js';
import { SigningKeys } from './signing/signing-keys.js';
import { Sources } from './signing/sources.js';
import { Comments } from './work/comments.js';
import { Drafts } from './work/drafts.js';
import { Workflow } from './work/workflow.js';

/** Advisories: written by several, signed, published at one moment, answered. */
@Module({
  controllers: [AdvisoriesController, SigningController, DiscussionController],
  providers: [
    {
      provide: Drafts,
      inject: [Database, Audiences],
      useFactory: (database: Database, audiences: Audiences) => new Drafts(database.api, audiences),
    },
    {
      provide: Sources,
      inject: [Database, Audiences],
      useFactory: (database: Database, audiences: Audiences) => new Sources(database.api, audiences),
    },
    {
      provide: Quotes,
      inject: [Database, Audiences, Sources],
      useFactory: (database: Database, audiences: Audiences, sources: Sources) =>
        new Quotes(database.api, audiences, sources),
    },
    {
      provide: Publication,
      inject: [Database, Pulse, Audiences, Exchange],
      useFactory: (database: Database, pulse: Pulse, audiences: Audiences, exchange: Exchange) =>
        new Publication(database.api, pulse, audiences, exchange),
    },
    {
      provide: Workflow,
      inject: [Database, Pulse, Audiences, Sources, Quotes, Publication],
      useFactory: (
        database: Database,
        pulse: Pulse,
        audiences: Audiences,
        sources: Sources,
        quotes: Quotes,
        publication: Publication,
      ) => new Workflow(database.api, pulse, audiences, sources, quotes, publication),
    },
    {
      provide: Release,
      inject: [Database, Errands, Publication, Log],
      useFactory: (database: Database, errands: Errands, publication: Publication, log: Log) =>
        new Release(database.api, errands, publication, log),
    },
    {
      provide: SigningKeys,
      inject: [Database, Secrets],
      useFactory: (database: Database, secrets: Secrets) => new SigningKeys(database.api, secrets),
    },
    {
      provide: Signatures,
      inject: [Database, Pulse, SigningKeys],
      useFactory: (database: Database, pulse: Pulse, keys: SigningKeys) => new Signatures(database.api, pulse, keys),
    },
    {
      provide: Comments,
      inject: [Database],
      useFactory: (database: Database) => new Comments(database.api),
    },
    {
      provide: Library,
      inject: [Database, Audiences, Objects, Cursors],
      useFactory: (database: Database, audiences: Audiences, objects: Objects, cursors: Cursors) =>
        new Library(database.api, audiences, objects, cursors),
    },
    {
      provide: Acknowledgements,
      inject: [Database, Audiences, Objects],
      useFactory: (database: Database, audiences: Audiences, objects: Objects) =>
        new Acknowledgements(database.api, audiences, objects),
    },
  ],
})
export class AdvisoriesModule {}
