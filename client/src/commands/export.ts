import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { EXPORT_FORMATS, type ExportFormat, exportTo } from '../export.js';
import type { Shell } from '../terminal/shell.js';
import { printable } from '../terminal/text.js';
import { outline, run } from './command.js';
import type { CommonFlags, Session } from './session.js';

interface Flags extends CommonFlags {
  format: ExportFormat;
  output?: string;
}

/** `tocsin export` */
export function exportCommand(shell: Shell): Command {
  const command = outline({
    name: 'export',
    summary: 'everything that a query finds, as a file or a list to block by',
    about:
      'txt, hosts, rpz and suricata leave out what is not to be blocked, and say how much that was. A file given with -o is ' +
      'replaced only when all of it is there. TLP:RED is never exported.',
    examples: [
      ['tocsin export --format rpz "type:domain confidence>=70" -o rpz.tocsin', 'a zone for a resolver'],
      ['tocsin export --format csv "label:hafnium since:7d"', 'a table'],
      ['tocsin export --format stix -o all.json', 'everything you see'],
    ],
  })
    .argument('[query...]', 'in the query language; nothing: everything')
    .addOption(
      new Option('--format <format>', 'what it is printed as').choices([...EXPORT_FORMATS]).makeOptionMandatory(),
    )
    .option('-o, --output <file>', 'write it to this file, and not to stdout');
  return run<Flags>(command, shell, async (session, { format, output }, ...words) => {
    const query = words.flat().join(' ');
    if (output === undefined) return toStdout(session, format, query);
    const bytes = await toFile(session, format, query, resolve(session.shell.cwd, output));
    session.out.say(`${output}: ${bytes} bytes`);
  });
}

async function toStdout(session: Session, format: ExportFormat, query: string): Promise<void> {
  const { out, signal } = session;
  const { rest } = await session.hub();
  const decoder = new TextDecoder();
  // on a terminal, nothing that it would obey; else byte for byte
  const shown = (chunk: Uint8Array) => decoder.decode(chunk, { stream: true }).split('\n').map(printable).join('\n');
  await exportTo(rest, { format, query, signal }, (chunk) => out.write(out.isTerminal ? shown(chunk) : chunk));
}

async function toFile(session: Session, format: ExportFormat, query: string, path: string): Promise<number> {
  const { rest } = await session.hub();
  const part = `${path}.${process.pid}.part`;
  let bytes = 0;
  try {
    const file = await open(part, 'w', 0o600);
    try {
      await exportTo(rest, { format, query, signal: session.signal }, async (chunk) => {
        bytes += chunk.length;
        await file.write(chunk);
      });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    return bytes;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
