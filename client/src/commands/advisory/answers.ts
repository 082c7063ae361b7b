import type { Command } from 'commander';
import type { ThreadAnswer } from '../../advisory/advisories.js';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { outline, run } from '../command.js';
import type { CommonFlags, Session } from '../session.js';

/** `tocsin advisory answers` */
export function answers(shell: Shell): Command {
  const command = outline({
    name: 'answers',
    summary: 'read what members answered to a request for information',
    about: 'As far as you may see, in the order in which it was said.',
    examples: [['tocsin advisory answers report--6f…', 'the thread']],
  }).argument('<id>', 'id of the request');
  return run<CommonFlags>(command, shell, async (session, _, id = '') => {
    const hub = await session.hub();
    await session.learnNames(hub);
    for await (const one of hub.advisories.thread(id)) await session.out.data(one, (it) => textOf(it, session));
  });
}

function textOf(it: ThreadAnswer, session: Session): string {
  const { style } = session.out;
  const who = [session.nameOf(it.organisation), ...(it.authors.length > 0 ? [`(${it.authors.join(', ')})`] : [])].join(
    ' ',
  );
  const head = `${style.tlp(it.tlp)}  ${style.bold(printable(who))}  ${it.created.slice(0, 16).replace('T', ' ')}  ${style.dim(it.id)}`;
  const reply = it.in_reply_to === null ? [] : [style.dim(`in reply to ${it.in_reply_to}`)];
  const body = it.withdrawn ? [style.dim('withdrawn')] : [it.abstract, it.content].filter((text) => text !== null);
  const lines = body.flatMap((text) => text.split('\n')).map((line) => `  ${it.withdrawn ? line : printable(line)}`);
  return [head, ...reply, ...lines, ''].join('\n');
}
