import { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { importCsaf } from './import.js';

/** `tocsin csaf` */
export function csaf(shell: Shell): Command {
  return new Command('csaf')
    .summary('take CSAF documents of others')
    .description('Take CSAF documents of others: each becomes an advisory of your organisation.')
    .addCommand(importCsaf(shell));
}
