import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { ExportFormat } from '../../advisory/advisories.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { outline, run } from '../command.js';
import type { CommonFlags, Session } from '../session.js';

/** As they are called here, and by the hub; `stix-report` is the advisory itself. */
const FORMATS = {
  html: 'html',
  md: 'markdown',
  pdf: 'pdf',
  stix: 'stix',
  csaf: 'csaf-2.0',
  'csaf-2.1': 'csaf-2.1',
} as const;
type Format = 'stix-report' | keyof typeof FORMATS;

interface Flags extends CommonFlags {
  format: Format;
  output?: string;
}

/** `tocsin advisory export` */
export function exportCommand(shell: Shell): Command {
  const command = outline({
    name: 'export',
    summary: 'print an advisory as a document of its own',
    about:
      'The STIX 2.1 report, with its signatures: what `tocsin verify FILE` checks anywhere. Or a document to read, or a bundle with what it links.',
    examples: [
      ['tocsin advisory export report--6f… > advisory.json', 'as it was published'],
      ['tocsin advisory export report--6f… --format pdf -o advisory.pdf', 'to read and to print'],
      ['tocsin advisory export report--6f… --format stix', 'with what it links'],
    ],
  })
    .argument('<id>', 'id of the advisory')
    .addOption(
      new Option('--format <format>', 'what it is printed as')
        .choices(['stix-report', ...Object.keys(FORMATS)])
        .default('stix-report'),
    )
    .option('-o, --output <file>', 'write it to this file, and not to stdout');
  return run<Flags>(command, shell, async (session, { format, output, json }, id = '') => {
    if (json && !format.startsWith('stix')) throw usage(`--json does not go with --format ${format}.`);
    if (format === 'pdf' && output === undefined && session.out.isTerminal)
      throw usage('A PDF is nothing for a terminal: give a file with -o, or redirect stdout.');
    const document = await documentOf(session, id, format, json === true);
    if (output === undefined) return session.out.write(shown(document, session));
    await writeFile(resolve(session.shell.cwd, output), document);
    session.out.say(`${output}: ${document.length} bytes`);
  });
}

async function documentOf(session: Session, id: string, format: Format, json: boolean): Promise<Uint8Array> {
  const { advisories } = await session.hub();
  if (format !== 'stix-report')
    return lineOf(await advisories.export(id, FORMATS[format] satisfies ExportFormat), format);
  return Buffer.from(`${JSON.stringify(await advisories.signed(id), undefined, json ? 0 : 2)}\n`);
}

/** A bundle is one document on one line. */
const lineOf = (bytes: Uint8Array, format: Format): Uint8Array =>
  format === 'stix' ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes;

/** On a terminal, nothing that it would obey; else byte for byte. */
function shown(document: Uint8Array, { out }: Session): Uint8Array | string {
  if (!out.isTerminal) return document;
  return Buffer.from(document).toString('utf8').split('\n').map(printable).join('\n');
}
