import { Module } from '@nestjs/common';
import { AdvisoriesModule, Drafts, Workflow } from '../../advisories/index.js';
import { Audiences } from '../../audience/index.js';
import { Errands } from '../../auth/index.js';
import { Config, Database, Log, Outbound, Secrets } from '../../platform/index.js';
import { CsafController } from './intake/csaf.controller.js';
import { Importer } from './intake/importer.js';
import { Origins } from './intake/origins.js';
import { Providers } from './intake/providers.js';
import { Puller } from './intake/puller.js';
import { DocumentMaker } from './provider/document-maker.js';
import { Documents } from './provider/documents.js';
import { OpenPgpKey } from './provider/openpgp-key.js';
import { WellKnownController } from './provider/well-known.controller.js';

/** CSAF: advisories provided to whoever may have them, and those of others taken in. */
@Module({
  imports: [AdvisoriesModule],
  controllers: [WellKnownController, CsafController],
  providers: [
    {
      provide: OpenPgpKey,
      inject: [Database, Secrets, Config],
      useFactory: (database: Database, secrets: Secrets, config: Config) =>
        new OpenPgpKey(database.api, secrets, config),
    },
    {
      provide: DocumentMaker,
      inject: [Database, Config, OpenPgpKey, Log],
      useFactory: (database: Database, config: Config, key: OpenPgpKey, log: Log) =>
        new DocumentMaker(database.api, config, key, log),
    },
    {
      provide: Documents,
      inject: [Database, Audiences],
      useFactory: (database: Database, audiences: Audiences) => new Documents(database.api, audiences),
    },
    {
      provide: Origins,
      inject: [Database, Audiences],
      useFactory: (database: Database, audiences: Audiences) => new Origins(database.api, audiences),
    },
    {
      provide: Importer,
      inject: [Origins, Drafts, Workflow],
      useFactory: (origins: Origins, drafts: Drafts, workflow: Workflow) => new Importer(origins, drafts, workflow),
    },
    {
      provide: Providers,
      inject: [Database, Audiences, Outbound],
      useFactory: (database: Database, audiences: Audiences, outbound: Outbound) =>
        new Providers(database.api, audiences, outbound),
    },
    {
      provide: Puller,
      inject: [Database, Config, Errands, Outbound, Importer, Log],
      useFactory: (
        database: Database,
        config: Config,
        errands: Errands,
        outbound: Outbound,
        importer: Importer,
        log: Log,
      ) => new Puller(database.api, config, errands, outbound, importer, log),
    },
  ],
})
export class CsafModule {}
