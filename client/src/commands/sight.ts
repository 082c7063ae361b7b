import type { Command } from 'commander';
import { timeFrom } from '../terminal/said.js';
import type { Shell } from '../terminal/shell.js';
import { outline, run } from './command.js';
import { whole } from './options.js';
import type { CommonFlags, Session } from './session.js';

interface Flags extends CommonFlags {
  count?: number;
  firstSeen?: string;
  lastSeen?: string;
  falsePositive?: boolean;
  comment?: string;
}

/** `tocsin sight` */
export function sight(shell: Shell): Command {
  const command = outline({
    name: 'sight',
    summary: 'say that you have seen an indicator, or that it is a false positive',
    about: 'It goes to those who see the indicator, and no further.',
    examples: [
      ['tocsin sight indicator--6f…', 'seen once, now'],
      ['tocsin sight indicator--6f… --count 12 --comment "in mail logs"', 'seen more often'],
      ['tocsin sight indicator--6f… --false-positive --comment "our own scanner"', 'not malicious'],
    ],
  })
    .argument('<id>', 'id of the indicator')
    .option('--count <n>', 'how often it was seen', whole(1, 999_999_999))
    .option('--first-seen <time>', 'when first', timeFrom)
    .option('--last-seen <time>', 'when last', timeFrom)
    .option('--false-positive', 'strongly disagree with it instead')
    .option('--comment <text>', 'what others should know of it');
  return run<Flags>(command, shell, act);
}

async function act(session: Session, flags: Flags, id = ''): Promise<void> {
  const { count, firstSeen: first_seen, lastSeen: last_seen, comment } = flags;
  const hub = await session.hub();
  const outcome = flags.falsePositive
    ? await hub.opine(id, { opinion: 'strongly-disagree', ...(comment && { explanation: comment }) })
    : await hub.sight(id, {
        ...(count && { count }),
        ...(first_seen && { first_seen }),
        ...(last_seen && { last_seen }),
        ...(comment && { description: comment }),
      });
  await session.out.data(outcome, (it) => it.id ?? it.outcome);
}
