import type { Command } from 'commander';
import { textOf } from '../../terminal/source.js';
import type { Shell } from '../../terminal/shell.js';
import type { AudienceSpec, Tlp } from '../../types.js';
import { outline, run } from '../command.js';
import { audience, tlp } from '../options.js';
import type { CommonFlags } from '../session.js';

type Flags = CommonFlags & { abstract?: string; replyTo?: string; tlp?: Tlp; audience?: AudienceSpec };

/** `tocsin advisory answer` */
export function answer(shell: Shell): Command {
  const command = outline({
    name: 'answer',
    summary: 'answer a request for information',
    about:
      'It goes where what it answers goes: to all who see the request, or with --audience to fewer of them. Your own ' +
      'organisation is always among them.',
    examples: [
      ['tocsin advisory answer report--6f… answer.md', 'to all who see the request'],
      ['tocsin advisory answer report--6f… - --audience cert-a', 'to cert-a alone'],
      ['tocsin advisory answer report--6f… - --reply-to note--2a…', 'to an answer in its thread'],
    ],
  })
    .argument('<id>', 'id of the request')
    .argument('<file>', 'Markdown; - for stdin')
    .option('--abstract <text>', 'the answer in one sentence')
    .option('--reply-to <id>', 'the answer that this one answers')
    .option('--tlp <label>', 'a label that is stricter than the request’s', tlp)
    .option('--audience <who>', 'short names, group:ID or organisation (your own)', audience);
  return run<Flags>(command, shell, async (session, flags, id = '', file = '') => {
    let content = '';
    for await (const piece of textOf(file, shell.stdin)) content += piece;
    const made = await (
      await session.hub()
    ).advisories.answer(id, {
      content,
      ...(flags.abstract !== undefined && { abstract: flags.abstract }),
      ...(flags.replyTo !== undefined && { in_reply_to: flags.replyTo }),
      ...(flags.tlp && { tlp: flags.tlp }),
      ...(flags.audience && { audience: flags.audience }),
    });
    await session.out.data(made, (it) => it.id);
  });
}
