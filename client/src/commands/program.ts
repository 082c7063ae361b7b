import { Command, CommanderError } from 'commander';
import { EXIT, exitCodeOf, messageOf, OutputClosed, type ExitCode } from '../terminal/exit.js';
import type { Shell } from '../terminal/shell.js';
import { VERSION } from '../version.js';
import { advisory } from './advisory/advisory.js';
import { csaf } from './csaf/csaf.js';
import { doctor } from './doctor.js';
import { exportCommand } from './export.js';
import { extract } from './extract.js';
import { get } from './get.js';
import { importCommand } from './import/import.js';
import { listen } from './listen.js';
import { login } from './login.js';
import { lookup } from './lookup.js';
import { saved } from './saved/saved.js';
import { search } from './search.js';
import { sight } from './sight.js';
import { source } from './source/source.js';
import { submit } from './submit.js';
import { verifyCommand } from './verify.js';
import { webhook } from './webhook/webhook.js';
import { warninglist } from './warninglist/warninglist.js';

const AFTER = `
Data goes to stdout, talk to stderr. --json prints one JSON document a line, in every command.

Where the key comes from: --url and --key or --key-file; TOCSIN_URL and TOCSIN_KEY; \`tocsin login\`; and in a directory
where a demonstration hub was started, that hub's own. --as NAME chooses among profiles.

Exit codes: 0 done, 1 error, 2 wrong usage, 3 not allowed, 4 not found, 5 done in part, 130 interrupted.

Examples:
  $ tocsin listen                          follow the live feed, from where it stopped last
  $ tocsin listen --since beginning        … or everything first; see also --filter, --exec, --forward-to
  $ tocsin submit iocs.csv --tlp green     share a file
  $ tocsin lookup - < proxy-hosts.txt      what is known of these?`;

/** The command tree. */
export function program(shell: Shell): Command {
  const root = new Command('tocsin')
    .description('Share and follow threat indicators on a Tocsin hub.')
    .version(VERSION)
    .addHelpText('after', AFTER)
    .showHelpAfterError('See `tocsin --help`.');
  for (const make of [
    login,
    listen,
    submit,
    lookup,
    search,
    get,
    sight,
    advisory,
    csaf,
    importCommand,
    verifyCommand,
    doctor,
    exportCommand,
    webhook,
    source,
    extract,
    warninglist,
    saved,
  ])
    root.addCommand(make(shell));
  for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
    });
  }
  return root;
}

/** Runs one command line and gives its exit code. */
export async function main(args: readonly string[], shell: Shell): Promise<ExitCode> {
  try {
    await program(shell).parseAsync([...args], { from: 'user' });
    return shell.signal.aborted ? stopped(shell) : EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (shell.signal.aborted) return stopped(shell);
    if (!(error instanceof OutputClosed)) tell(error, shell);
    return exitCodeOf(error);
  }
}

/** Who aborts says with which code: interrupted, terminated, or that nobody reads any more. */
function stopped({ signal }: Shell): ExitCode {
  const reason: unknown = signal.reason;
  return Object.values(EXIT).find((code) => code === reason) ?? EXIT.interrupted;
}

function tell(error: unknown, shell: Shell): void {
  const message = messageOf(error);
  if (message !== '') shell.stderr.write(`tocsin: ${message}\n`);
}
