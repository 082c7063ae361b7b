import { main } from './commands/program.js';
import { EXIT, type ExitCode } from './terminal/exit.js';

const stop = new AbortController();

/** The first signal lets what is at hand be finished and saved; a second one, or dawdling, ends it at once. */
function stopOn(signal: 'SIGINT' | 'SIGTERM', code: ExitCode): void {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(code);
    stop.abort(code);
    setTimeout(() => process.exit(code), 2000).unref();
  });
}

stopOn('SIGINT', EXIT.interrupted);
stopOn('SIGTERM', EXIT.terminated);
// A closed pipe is how `tocsin … | head` ends; writes report it to whoever waits for them.
process.stdout.on('error', () => stop.abort(EXIT.ok));
process.stderr.on('error', () => {});

const { env, stdin, stdout, stderr } = process;
const code = await main(process.argv.slice(2), { env, cwd: process.cwd(), stdin, stdout, stderr, signal: stop.signal });
// Not left to the event loop: a socket or a pipe that lingers is no reason to stay.
stderr.write('', () => stdout.write('', () => process.exit(code)));
