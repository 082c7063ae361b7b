import { Fault } from '../kernel/index.js';

/** Connection troubles become `unavailable`; a statement timeout `busy`; all else is thrown on as it is. */
export function asFault(error: unknown): never {
  if (error instanceof Fault) throw error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (message.includes('timeout exceeded when trying to connect')) throw new Fault('busy', undefined, retry(1));
  if (code === '57014' || code === '55P03' || code === '40001' || code === '40P01') {
    throw new Fault('busy', undefined, retry(1));
  }
  const lost =
    /^(08|57P|53)|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)/.test(code) ||
    /Connection terminated|connection error|Query read timeout/.test(message);
  if (lost) throw new Fault('unavailable', undefined, retry(2));
  throw error;
}

const retry = (seconds: number) => ({ headers: { 'retry-after': String(seconds) } });
