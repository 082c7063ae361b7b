import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What never reaches the log, wherever it stands in a logged object. */
const SECRET_PATHS = ['authorization', 'cookie', 'password', 'token', 'secret'].flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
]);

/** The hub's log: JSON lines on stdout, secrets redacted. Also what Nest logs through. */
export class Log implements LoggerService {
  readonly pino: Logger;

  constructor(level: string) {
    this.pino = pino({
      level,
      base: { name: 'tocsin' },
      redact: SECRET_PATHS,
      timestamp: pino.stdTimeFunctions.isoTime,
    });
  }

  log(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }

  info(fields: object, message: string): void {
    this.pino.info(fields, message);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error({ rest }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.pino.warn({ context }, String(message));
  }

  failure(error: unknown, fields: object, message: string): void {
    this.pino.error({ err: error, ...fields }, message);
  }
}
