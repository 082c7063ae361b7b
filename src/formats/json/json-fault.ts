import { Fault, type FaultCode } from '../../kernel/index.js';

/** A fault of a JSON text at a byte offset. The text itself is never repeated. */
export function jsonFault(code: FaultCode, what: string, at: number): Fault {
  return new Fault(code, `${what} at byte ${at}`);
}
