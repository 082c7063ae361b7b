import { Command } from 'commander';
import type { Shell } from '../terminal/shell.js';
import { Session, type CommonFlags } from './session.js';

/** What a command is called, what it does, and how it is used. */
export interface Outline {
  name: string;
  summary: string;
  /** Further words of the help. */
  about?: string;
  /** Command lines with what they do. */
  examples: readonly (readonly [line: string, does: string])[];
}

/** A command with its help. */
export function outline({ name, summary, about, examples }: Outline): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const shown = examples.map(([line, does]) => `  $ ${line.padEnd(width)}  ${does}`).join('\n');
  return new Command(name)
    .summary(summary)
    .description(about ? `${summary}\n\n${about}` : summary)
    .addHelpText('after', `\nExamples:\n${shown}`);
}

/**
 * Gives a command the options that all have (whom to speak to, as whom, and JSON) and an action, which gets a session
 * made of the options, the options and the arguments.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- commander does not know the options' types
export function run<Flags extends CommonFlags>(
  command: Command,
  shell: Shell,
  action: (session: Session, flags: Flags, ...args: string[]) => Promise<void>,
): Command {
  command
    .optionsGroup('Hub:')
    .option('--url <url>', 'the hub’s address')
    .option('--key <key>', 'an API key; better kept out of the command line, see --key-file and `tocsin login`')
    .option('--key-file <file>', 'a file with an API key')
    .option('--as <profile>', 'a profile of `tocsin login`, or of a demonstration hub')
    .optionsGroup('Output:')
    .option('--json', 'one JSON document a line, on stdout');
  return command.action(async (...all: unknown[]) => {
    const given = all.slice(0, -2) as string[];
    const flags = command.opts<Flags>();
    await action(new Session(shell, nameOf(command), flags), flags, ...given);
  });
}

/** As it is typed, without the program's own name: `listen`, `advisory sign`. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}
