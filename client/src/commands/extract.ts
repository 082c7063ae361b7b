import type { Command } from 'commander';
import { Option } from 'commander';
import { textOf } from '../terminal/source.js';
import { defang } from '../terminal/defang.js';
import type { Shell } from '../terminal/shell.js';
import { counted, printable } from '../terminal/text.js';
import type { Finding } from '../types.js';
import { outline, run } from './command.js';
import type { CommonFlags, Session } from './session.js';

const FORMATS = ['text', 'markdown', 'html', 'email'] as const;

interface Flags extends CommonFlags {
  format?: (typeof FORMATS)[number];
  sure?: boolean;
  new?: boolean;
}

/** `tocsin extract` */
export function extract(shell: Shell): Command {
  const command = outline({
    name: 'extract',
    summary: 'find the indicators of a report',
    about:
      'Reads plain text, Markdown, HTML and letters (.eml), defanged or not. One line a value: sure or doubtful, new or known to ' +
      'the hub as far as you see it, its type, the value, its first line in the file, and what speaks against it. Nothing is shared, ' +
      'and nothing is made of a part of a value: what was left out is told on stderr.',
    examples: [
      ['tocsin extract report.md', 'all that it speaks of'],
      ['tocsin extract mail.eml --sure --new', 'what nothing speaks against, and the hub does not show you yet'],
      ['tocsin extract - --sure --json < report.txt | jq -r .value | tocsin submit - --tlp amber', 'share it'],
    ],
  })
    .argument('<file>', 'a file, or - for stdin')
    .addOption(
      new Option('--format <format>', 'how it is written; told from its beginning unless said').choices(FORMATS),
    )
    .option('--sure', 'only what nothing speaks against')
    .option('--new', 'only what you do not see in the hub yet');
  return run<Flags>(command, shell, act);
}

async function act(session: Session, { format, sure, new: unseen }: Flags, file = '-'): Promise<void> {
  const { out, shell, signal } = session;
  const parts: string[] = [];
  for await (const part of textOf(file, shell.stdin)) parts.push(part);
  const hub = await session.hub();
  const text = parts.join('');
  const report = await hub.extract(text, {
    signal,
    ...((format ?? formatOf(file)) ? { format: format ?? formatOf(file)! } : {}),
  });
  for (const item of report.items) {
    if ((sure && item.doubtful) || (unseen && item.known)) continue;
    await out.data(item, (it) => lineOf(it, session));
  }
  for (const { written, line, detail } of report.left_out)
    out.say(`line ${line}: ${printable(written)} was left out: ${detail}`);
  const { items, sure: certain, known } = report.counts;
  out.say(`${counted(items, 'value')}: ${certain} sure, ${known} known; ${report.counts.left_out} left out`);
  if (items > report.items.length) out.say(`the first ${report.items.length} are shown`);
}

/** What the name of the file says. */
function formatOf(file: string): Flags['format'] {
  const [, ending = ''] = /\.(\w+)$/.exec(file.toLowerCase()) ?? [];
  return ({ md: 'markdown', html: 'html', htm: 'html', eml: 'email' } as const)[ending as 'md'];
}

function lineOf({ type, value, doubtful, doubts, known, places }: Finding, { out }: Session): string {
  const columns = [
    doubtful ? 'doubtful' : 'sure',
    known === null ? '-' : known ? 'known' : 'new',
    type,
    printable(defang(type, value)),
    `line ${places[0]?.line ?? '?'}`,
    doubts.map(({ detail }) => detail).join('; '),
  ];
  if (!out.isTerminal) return columns.join('\t');
  const text = [columns[0]!.padEnd(8), columns[1]!.padEnd(5), columns[2]!.padEnd(12), ...columns.slice(3)]
    .join('  ')
    .trimEnd();
  return doubtful ? out.style.dim(text) : text;
}
