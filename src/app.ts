import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppModule } from './app.module.js';
import { FeedAdapter } from './feeds/index.js';
import { registerBodies } from './bodies.js';
import {
  type Config,
  documentApi,
  folderPageUrl,
  keepPace,
  Log,
  refuseEarly,
  refuseUnreadable,
  refuseUnroutable,
  registerAccessLog,
  registerHeaders,
  serveConsole,
  takeTurns,
} from './platform/index.js';

/** Paths of TAXII end with a slash, which some of its clients leave out: both are one route. */
function withoutLastSlash(url: string): string {
  if (!url.startsWith('/taxii2')) return url;
  const mark = url.indexOf('?');
  const end = mark === -1 ? url.length : mark;
  return url[end - 1] === '/' ? url.slice(0, end - 1) + url.slice(end) : url;
}

/** Makes the hub, wired as in production, without listening. `databaseUrl` must be migrated. */
export async function createApp(config: Config, databaseUrl: string): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: config.limits.body,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    genReqId: () => randomUUID(),
    // headers in 20 s; bodies are kept to a pace instead, for a long one may be a good one
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5_000, requireHostHeader: false },
    requestTimeout: 0,
    connectionTimeout: 0,
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: refuseUnroutable,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 512 },
    rewriteUrl: (request: IncomingMessage) => withoutLastSlash(folderPageUrl(request)),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, databaseUrl), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Log));
  const fastify = adapter.getInstance();
  registerHeaders(fastify);
  registerAccessLog(fastify, app.get(Log));
  refuseEarly(fastify);
  serveConsole(fastify);
  takeTurns(fastify);
  keepPace(fastify);
  registerBodies(fastify, config.limits);
  const failed = (error: unknown) => app.get(Log).failure(error, {}, 'an event of a subscriber failed');
  app.useWebSocketAdapter(new FeedAdapter(app, config.allowedOrigins, failed));
  documentApi(app);
  return app;
}
