import { Command } from 'commander';
import type { ImportJob } from '../../imports.js';
import { inWords, jobLine } from './job-text.js';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import { whole } from '../options.js';
import type { CommonFlags } from '../session.js';

/** `tocsin import` */
export function importCommand(shell: Shell): Command {
  const root = new Command('import')
    .summary('files that the hub reads by and by')
    .description('files that the hub reads by and by\n\n`tocsin submit FILE` hands one in.');
  for (const make of [list, status, outcomes, cancel]) root.addCommand(make(shell));
  return root;
}

function list(shell: Shell): Command {
  const command = outline({
    name: 'list',
    summary: 'your organisation’s imports, the latest first',
    examples: [['tocsin import list', 'how far they are']],
  }).option('--limit <n>', 'how many', whole(1, 999), 20);
  return run<CommonFlags & { limit: number }>(command, shell, async (session, { limit }) => {
    const hub = await session.hub();
    for (const job of await hub.imports.list(limit)) await session.out.data(job, jobLine);
  });
}

function status(shell: Shell): Command {
  const command = outline({
    name: 'status',
    summary: 'how far an import is',
    examples: [
      ['tocsin import status', 'the latest of your organisation’s'],
      ['tocsin import status 6f…', 'that one'],
    ],
  }).argument('[id]', 'id of the import');
  return run<CommonFlags>(command, shell, async (session, _, id?: string) => {
    const { imports } = await session.hub();
    const job = id === undefined ? (await imports.list(1))[0] : await imports.get(id);
    if (job) await session.out.data(job, told);
  });
}

const told = (job: ImportJob): string => `${jobLine(job)}\n${inWords(job)}`;

function outcomes(shell: Shell): Command {
  const command = outline({
    name: 'outcomes',
    summary: 'what became of each item of an import, as CSV',
    examples: [
      ['tocsin import outcomes 6f… > outcomes.csv', 'place, outcome, code, reason, id'],
      ['tocsin import outcomes 6f… --only rejected', 'those that were refused'],
    ],
  })
    .argument('<id>', 'id of the import')
    .option('--only <outcome>', 'created, updated, unchanged, rejected, warned or note');
  return run<CommonFlags & { only?: string }>(command, shell, async (session, { only }, id = '') => {
    const hub = await session.hub();
    for await (const text of hub.imports.outcomes(id, only)) if (text !== '') await session.out.write(text);
  });
}

function cancel(shell: Shell): Command {
  const command = outline({
    name: 'cancel',
    summary: 'submit no more of an import; what was submitted stays',
    examples: [['tocsin import cancel 6f…', 'it stops at once']],
  }).argument('<id>', 'id of the import');
  return run<CommonFlags>(command, shell, async (session, _, id = '') => {
    const job = await (await session.hub()).imports.cancel(id);
    await session.out.data(job, told);
  });
}
