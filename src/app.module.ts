import { type DynamicModule, Module } from '@nestjs/common';
import { AdvisoriesModule } from './advisories/index.js';
import { AudienceModule } from './audience/index.js';
import { AuditModule } from './audit/index.js';
import { AuthModule } from './auth/index.js';
import { ExchangeModule } from './exchange/index.js';
import { ExtractionModule } from './extraction/index.js';
import { ExportsModule } from './exports/index.js';
import { FeedsModule } from './feeds/index.js';
import { IdentitiesModule } from './identities/index.js';
import { ImportsModule } from './imports/index.js';
import { IndicatorsModule } from './indicators/index.js';
import { CsafModule, MispModule, TaxiiModule } from './interop/index.js';
import { MembersModule } from './members/index.js';
import { NoticesModule } from './notices/index.js';
import { type Config, PlatformModule } from './platform/index.js';
import { SearchModule } from './search/index.js';
import { SearchesModule } from './searches/index.js';
import { SourcesModule } from './sources/index.js';
import { StatisticsModule } from './statistics/index.js';
import { WarninglistsModule } from './warninglists/index.js';
import { WebhooksModule } from './webhooks/index.js';

/** The list of rooms; alone may import them all. */
@Module({})
export class AppModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, databaseUrl),
        AuditModule,
        MembersModule,
        AudienceModule,
        AuthModule,
        ExchangeModule,
        IndicatorsModule,
        IdentitiesModule,
        AdvisoriesModule,
        NoticesModule,
        SearchModule,
        SearchesModule,
        FeedsModule,
        CsafModule,
        TaxiiModule,
        ImportsModule,
        WarninglistsModule,
        ExtractionModule,
        MispModule,
        ExportsModule,
        WebhooksModule,
        SourcesModule,
        StatisticsModule,
      ],
    };
  }
}
