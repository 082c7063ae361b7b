import { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { importCommand } from './import.js';
import { list } from './list.js';
import { remove } from './remove.js';

/** `tocsin warninglist` */
export function warninglist(shell: Shell): Command {
  const command = new Command('warninglist')
    .summary('lists of values that are no indicators for many')
    .description(
      'Warninglists: values that are no indicators for many, or must not be blocked. A hit is told, and refuses nothing.',
    );
  for (const make of [list, importCommand, remove]) command.addCommand(make(shell));
  return command;
}
