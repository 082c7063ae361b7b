import { Module } from '@nestjs/common';
import { IndicatorsController } from './indicators.controller.js';
import { ItemBudget } from './item-budget.js';
import { ObjectsController } from './objects.controller.js';

/** Indicators, sightings and opinions. */
@Module({ controllers: [IndicatorsController, ObjectsController], providers: [ItemBudget] })
export class IndicatorsModule {}
