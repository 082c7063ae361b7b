import { Fault } from '../kernel/index.js';

/** What can't be read, and where: columns count from 1. */
export function misread(column: number, why: string): Fault {
  return new Fault('query_invalid', `column ${column}: ${why}`);
}
