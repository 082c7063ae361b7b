import { Module } from '@nestjs/common';
import { IndicatorsController } from './indicators.controller.js';
import { ItemBudget } from './item-budget.js';
import { ObjectsController } from './objects.controller.js';
import { StixController } from './stix.controller.js';

/** Indicators, sightings and opinions. */
@Module({
  controllers: [IndicatorsController, ObjectsController, StixController],
  providers: [ItemBudget],
  exports: [ItemBudget],
})
export class IndicatorsModule {}
