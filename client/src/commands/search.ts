import type { Command } from 'commander';
import type { Shell } from '../terminal/shell.js';
import { counted } from '../terminal/text.js';
import { outline, run } from './command.js';
import { whole } from './options.js';
import type { CommonFlags, Session } from './session.js';

type Flags = CommonFlags & { limit: number; count?: boolean };

/** `tocsin search` */
export function search(shell: Shell): Command {
  const command = outline({
    name: 'search',
    summary: 'find objects by a query',
    about:
      'The same language as in the console, in feed filters and in exports. Values are shown defanged; --json has them as ' +
      'they are.',
    examples: [
      ['tocsin search "type:url tlp:green confidence>=70"', 'by type, label and confidence'],
      ['tocsin search "label:hafnium -from:cert-nz since:7d"', 'of others, in the last week'],
      ['tocsin search tlp:green --count', 'how many there are, however many'],
      [`tocsin search '"web shell"' --limit 1000 --json`, 'by words, as JSON'],
    ],
  })
    .argument('<query...>', 'in the query language')
    .option('--limit <n>', 'how many at most', whole(1, 1_000_000), 100)
    .option('--count', 'say how many there are, and no more');
  return run<Flags>(command, shell, act);
}

async function act(session: Session, { limit, count }: Flags, ...words: string[]): Promise<void> {
  const { out, describer, signal } = session;
  const hub = await session.hub();
  if (!out.json) await session.learnNames(hub);
  const query = words.flat().join(' ');
  if (count) return out.data({ count: await hub.count(query, signal) }, (it) => String(it.count));
  let found = 0;
  for await (const object of hub.search(query, { limit, signal })) {
    found++;
    await out.data(object, (it) => describer.object(it));
  }
  const more = found === limit ? '; there may be more: --limit' : '';
  out.say(found === 0 ? 'nothing found' : `${counted(found, 'object')}${more}`);
}
