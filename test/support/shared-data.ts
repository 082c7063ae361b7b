import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where a set of real files stands that is no part of the project. */
export const sharedData = (name: string): string => resolve(import.meta.dirname, '../../../shared/data', name);

/** Tests on such files: passed over, by name, where there are none. */
export const withSharedData = (name: string): jest.Describe =>
  existsSync(sharedData(name)) ? describe : describe.skip;
