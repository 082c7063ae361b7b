import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Errands } from '../auth/index.js';
import { Cursors, Exchange, Objects } from '../exchange/index.js';
import { Config, Database, Log, Pulse, Secrets } from '../platform/index.js';
import { AdvisoriesController } from './advisories.controller.js';
import { DiscussionController } from './discussion.controller.js';
import { PrintingController } from './printing.controller.js';
import { Exports } from './printing/exports.js';
import { Press } from './printing/press.js';
import { Surroundings } from './printing/surroundings.js';
import { Publication } from './publication/publication.js';
import { Release } from './publication/release.js';
import { Acknowledgements } from './reading/acknowledgements.js';
import { InSight } from './reading/in-sight.js';
import { Latencies } from './reading/latencies.js';
import { Library } from './reading/library.js';
import { Versions } from './reading/versions.js';
import { SigningController } from './signing.controller.js';
import { Quotes } from './signing/quotes.js';
import { Signatures } from './signing/signatures.js';
import { SigningKeys } from './signing/signing-keys.js';
import { Sources } from './signing/sources.js';
import { Templates } from './templates/templates.js';
import { TemplatesController } from './templates.controller.js';
import { Thread } from './thread/thread.js';
import { ThreadController } from './thread.controller.js';
import { VersionsController } from './versions.controller.js';
import { Comments } from './work/comments.js';
import { Drafts } from './work/drafts.js';
import { Workflow } from './work/workflow.js';
import { WorkController } from './work.controller.js';

/** Advisories: written by several, signed, published at one moment, answered. */
@Module({
  controllers: [
    AdvisoriesController,
    WorkController,
    SigningController,
    DiscussionController,
    VersionsController,
    ThreadController,
    TemplatesController,
    PrintingController,
  ],
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
      provide: InSight,
      inject: [Database, Audiences],
      useFactory: (database: Database, audiences: Audiences) => new InSight(database.api, audiences),
    },
    {
      provide: Library,
      inject: [Database, Audiences, Objects, Cursors, InSight],
      useFactory: (database: Database, audiences: Audiences, objects: Objects, cursors: Cursors, inSight: InSight) =>
        new Library(database.api, audiences, objects, cursors, inSight),
    },
    {
      provide: Surroundings,
      inject: [Database, Audiences, Objects],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects) =>
        new Surroundings(api, audiences, objects),
    },
    { provide: Press, useFactory: () => new Press() },
    {
      provide: Exports,
      inject: [Library, Versions, InSight, Surroundings, Press, Config],
      useFactory: (
        library: Library,
        versions: Versions,
        inSight: InSight,
        surroundings: Surroundings,
        press: Press,
        { publicUrl }: Config,
      ) => new Exports(library, versions, inSight, surroundings, press, publicUrl),
    },
    {
      provide: Acknowledgements,
      inject: [Database, Audiences, Objects, Surroundings, InSight],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects, around: Surroundings, inSight: InSight) =>
        new Acknowledgements(api, audiences, objects, around, inSight),
    },
    {
      provide: Latencies,
      inject: [Database, Audiences, Objects],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects) => new Latencies(api, audiences, objects),
    },
    {
      provide: Versions,
      inject: [Objects, InSight],
      useFactory: (objects: Objects, inSight: InSight) => new Versions(objects, inSight),
    },
    {
      provide: Thread,
      inject: [Database, Audiences, Objects, Exchange, Cursors],
      useFactory: (database: Database, audiences: Audiences, objects: Objects, exchange: Exchange, cursors: Cursors) =>
        new Thread(database.api, audiences, objects, exchange, cursors),
    },
    {
      provide: Templates,
      inject: [Database],
      useFactory: (database: Database) => new Templates(database.api),
    },
  ],
  exports: [Drafts, Latencies, Quotes, Workflow],
})
export class AdvisoriesModule {}
