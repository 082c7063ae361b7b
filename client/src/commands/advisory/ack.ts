import type { Command } from 'commander';
import type { Answer } from '../../advisory/advisories.js';
import { timeFrom } from '../../terminal/said.js';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import { whole } from '../options.js';
import type { CommonFlags } from '../session.js';

const ANSWERS: readonly Answer[] = ['received', 'acting', 'not-affected', 'fixed'];

/** `tocsin advisory ack` */
export function ack(shell: Shell): Command {
  const command = outline({
    name: 'ack',
    summary: 'answer an advisory for your organisation',
    about: 'Those who wrote it see the answer; nobody else does. A later answer takes the place of an earlier one.',
    examples: [
      ['tocsin advisory ack report--6f… received', 'we have it'],
      ['tocsin advisory ack report--6f… acting --deadline 2026-12-01', 'we are at it, until then'],
      ['tocsin advisory ack report--6f… not-affected --note "no such servers"', 'not us'],
    ],
  })
    .argument('<id>', 'id of the advisory')
    .argument('<answer>', ANSWERS.join(', '))
    .option('--note <text>', 'what its authors should know')
    .option('--deadline <time>', 'until when you mean to be done', timeFrom)
    .option('--read <version>', 'the version that you read: fails when another stands by now', whole(1, 1_000_000));
  type Flags = CommonFlags & { note?: string; deadline?: string; read?: number };
  return run<Flags>(command, shell, async (session, { note, deadline, read }, id = '', said = '') => {
    const answer = ANSWERS.find((one) => one === said);
    if (!answer) throw usage(`an answer is one of ${ANSWERS.join(', ')}`);
    const more = {
      ...(note !== undefined && { note }),
      ...(deadline !== undefined && { deadline }),
      ...(read && { version: read }),
    };
    await (await session.hub()).advisories.acknowledge(id, answer, more);
    await session.out.data({ advisory: id, answer, ...more }, (it) => it.answer);
  });
}
