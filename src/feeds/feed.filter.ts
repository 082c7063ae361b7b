import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { toFault } from '../platform/index.js';
import { sayBye } from './bye.js';

/** A message refused before its handler ran (its sender's credential has ended): the reason is the last word. */
@Catch()
export class FeedFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    sayBye(host.switchToWs().getClient<Socket>(), toFault(error));
  }
}
