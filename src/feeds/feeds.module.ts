import { Module } from '@nestjs/common';
import { FeedController } from './feed.controller.js';
import { FeedGateway } from './feed.gateway.js';

/** The doors of the live feed. */
@Module({ controllers: [FeedController], providers: [FeedGateway] })
export class FeedsModule {}
