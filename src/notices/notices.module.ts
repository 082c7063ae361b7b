import { Module } from '@nestjs/common';
import { AdvisoriesModule, Quotes } from '../advisories/index.js';
import { Audiences } from '../audience/index.js';
import { Errands } from '../auth/index.js';
import { Config, Database, Log, Metrics, Pulse } from '../platform/index.js';
import { Courier } from './courier.js';
import { Deadlines } from './deadlines.js';
import { Failures } from './failures.js';
import { Letters } from './letters.js';
import { NoticesController } from './notices.controller.js';
import { Occasions } from './occasions.js';
import { Post } from './post.js';
import { Preferences } from './preferences.js';
import { SearchLines } from './search-lines.js';
import { SearchLog } from './search-log.js';
import { SearchMailsController } from './search-mails.controller.js';
import { SearchMails } from './search-mails.js';
import { Tally } from './tally.js';

/** Mail: what happened to advisories becomes notices, and notices and what saved searches found become mails. */
@Module({
  imports: [AdvisoriesModule],
  controllers: [NoticesController, SearchMailsController],
  providers: [
    {
      provide: Preferences,
      inject: [Database],
      useFactory: (database: Database) => new Preferences(database.api),
    },
    {
      provide: Failures,
      inject: [Database],
      useFactory: (database: Database) => new Failures(database.api),
    },
    {
      provide: SearchLog,
      inject: [Database, Config],
      useFactory: ({ api }: Database, { mail }: Config) => new SearchLog(api, Boolean(mail)),
    },
    {
      provide: Courier,
      inject: [Config, Database, Pulse, Audiences, Errands, Quotes, Log, Metrics],
      useFactory: courier,
    },
  ],
})
export class NoticesModule {}

/** Nobody, where no mail server is set. */
function courier(
  { mail, publicUrl }: Config,
  { api }: Database,
  pulse: Pulse,
  audiences: Audiences,
  errands: Errands,
  quotes: Quotes,
  log: Log,
  metrics: Metrics,
): Courier | null {
  if (!mail) {
    log.info({}, 'nobody is mailed: SMTP_URL is not set');
    return null;
  }
  const parts = {
    occasions: new Occasions(api, pulse, audiences, errands, log, mail.digestHour),
    deadlines: new Deadlines(api, pulse, audiences, errands, mail.digestHour),
    searches: new SearchMails(api, pulse, mail.digestHour),
    letters: new Letters(api, { audiences, errands, quotes, searches: new SearchLines(api, audiences) }, publicUrl),
    post: new Post(mail, publicUrl),
    tally: new Tally(metrics),
  };
  return new Courier(api, pulse, parts, log);
}
