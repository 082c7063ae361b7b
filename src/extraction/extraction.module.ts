import { Module } from '@nestjs/common';
import { SearchModule } from '../search/index.js';
import { ExtractionController } from './extraction.controller.js';

/** Reports read for their indicators. */
@Module({ imports: [SearchModule], controllers: [ExtractionController] })
export class ExtractionModule {}
