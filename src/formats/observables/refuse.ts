import { Fault } from '../../kernel/index.js';

/** Refuses a value as an observable. The detail says what is wrong and never repeats the value. */
export function refuse(detail: string): never {
  throw new Fault('observable_invalid', detail);
}
