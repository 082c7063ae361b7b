import { readFileSync } from 'node:fs';

/**
 * Loaded into a hub process before anything else: on SIGUSR2 its wall clock jumps by as many milliseconds as the file
 * TORTURE_CLOCK says, and its garbage is collected. The monotonic clock goes on as it was, as on a machine whose time is set.
 */
const Real = Date;
let offset = 0;

globalThis.Date = new Proxy(Real, {
  construct: (target, given: [], as) =>
    Reflect.construct(target, given.length === 0 ? [Real.now() + offset] : given, as) as object,
  get: (target, name) => (name === 'now' ? () => Real.now() + offset : (Reflect.get(target, name) as unknown)),
});

process.on('SIGUSR2', () => {
  offset = Number(readFileSync(process.env['TORTURE_CLOCK'] ?? '/dev/null', 'utf8'));
  (globalThis as { gc?: () => void }).gc?.();
});
