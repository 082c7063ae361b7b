import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CsafOutcome } from '../../advisory/advisories.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import type { AudienceSpec, Tlp } from '../../types.js';
import { outline, run } from '../command.js';
import { audience, tlp } from '../options.js';
import type { CommonFlags } from '../session.js';

type Flags = CommonFlags & { signature?: string; publicKey?: string; tlp?: Tlp; audience?: AudienceSpec };

/** `tocsin csaf import` */
export function importCsaf(shell: Shell): Command {
  const command = outline({
    name: 'import',
    summary: 'make an advisory of a CSAF document',
    about:
      'A CSAF 2.0 or 2.1 document becomes an advisory of your organisation; a later version of it, the next version. ' +
      'With --signature and --public-key the hub checks the detached OpenPGP signature, and takes nothing when it is not good.',
    examples: [
      ['tocsin csaf import bsi-2022-0001.json', 'under the label that it has itself'],
      ['tocsin csaf import x.json --tlp amber --audience cert-b', 'under this label at least, for cert-b'],
      ['tocsin csaf import x.json --signature x.json.asc --public-key vendor.asc', 'its signature checked'],
    ],
  })
    .argument('<file>', 'the document; - for stdin')
    .option('--signature <file>', 'a detached OpenPGP signature of it, armored')
    .option('--public-key <file>', 'the key that the signature is by, armored')
    .option('--tlp <label>', 'the label that the advisory has at least', tlp)
    .option('--audience <who>', 'short names, group:ID or organisation (your own)', audience);
  return run<Flags>(command, shell, async (session, flags, file = '') => {
    if ((flags.signature === undefined) !== (flags.publicKey === undefined))
      throw usage('--signature and --public-key go together.');
    const document = await documentIn(file, shell);
    const armored = (name: string) => readFile(resolve(shell.cwd, name), 'utf8');
    const taken = await (
      await session.hub()
    ).advisories.takeCsaf({
      document,
      ...(flags.signature !== undefined && { signature: await armored(flags.signature) }),
      ...(flags.publicKey !== undefined && { public_key: await armored(flags.publicKey) }),
      ...(flags.tlp && { tlp: flags.tlp }),
      ...(flags.audience && { audience: flags.audience }),
    });
    await session.out.data(taken, line);
  });
}

/** Byte for byte, for it may be signed: what is no UTF-8 is refused, and not mended. */
async function documentIn(file: string, { cwd, stdin }: Shell): Promise<string> {
  const parts: Buffer[] = [];
  if (file !== '-') parts.push(await readFile(resolve(cwd, file)));
  else for await (const part of stdin as AsyncIterable<Buffer | string>) parts.push(Buffer.from(part));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    throw usage(`${file} is not UTF-8`);
  }
}

const line = ({ id, outcome }: CsafOutcome): string => `${printable(id)}\t${outcome}`;
