import { Command, Option } from 'commander';
import type { Rest } from '../../rest.js';
import { type SavedSearch, Searches } from '../../searches.js';
import type { Shell } from '../../terminal/shell.js';
import { counted, printable } from '../../terminal/text.js';
import type { Organisation } from '../../types.js';
import { type Outline, outline, run } from '../command.js';
import { whole } from '../options.js';
import { asPerson, type PersonFlags } from '../person.js';
import type { Session } from '../session.js';

const AFTER = `
Examples:
  $ tocsin saved add "Web shells" 'label:webshell since:7d' --bell
  $ tocsin saved list
  $ tocsin saved bell

Saved searches are a person's: --user, and a password that is asked for.`;

/** `tocsin saved` */
export function saved(shell: Shell): Command {
  const root = new Command('saved')
    .summary('searches that you keep, and what they have found')
    .description('Searches that you keep, and what they have found.')
    .addHelpText('after', AFTER);
  for (const make of [list, add, remove, bell]) root.addCommand(make(shell));
  return root;
}

const made = (what: Outline): Command => outline(what).option('--user <email>', 'who you are; else TOCSIN_USER');

const organisationsOf = async (rest: Rest) =>
  (await rest.get<{ items: Organisation[] }>('/api/v1/organisations')).items;

const inPerson = (session: Session, flags: PersonFlags, work: (searches: Searches, rest: Rest) => Promise<void>) =>
  asPerson(session, flags, (rest) => work(new Searches(rest), rest));

/** Id, name, query, how one is told, whose it is, what is wrong with it. */
const line = ({ id, name, q, watch, own, by, shared, problem }: SavedSearch): string =>
  [
    id,
    printable(name),
    printable(q || '(everything)'),
    watch.paused
      ? 'paused'
      : [watch.bell && 'bell', watch.mail !== 'none' && `mail ${watch.mail}`].filter(Boolean).join(', ') || 'quiet',
    own ? (shared ? 'shared' : 'own') : `of ${printable(by)}`,
    printable(problem ?? ''),
  ]
    .join('\t')
    .trimEnd();

function list(shell: Shell): Command {
  const command = made({
    name: 'list',
    summary: 'your own, and those that colleagues share',
    examples: [['tocsin saved list', 'all']],
  });
  return run<PersonFlags>(command, shell, (session, flags) =>
    inPerson(session, flags, async (searches) => {
      for (const one of await searches.list()) await session.out.data(one, line);
    }),
  );
}

type AddFlags = PersonFlags & { shared?: boolean; bell?: boolean; mail: SavedSearch['watch']['mail'] };

function add(shell: Shell): Command {
  const command = made({
    name: 'add',
    summary: 'keep a search; says how many objects it would have told you of lately',
    examples: [
      [`tocsin saved add "Web shells" 'label:webshell since:7d' --bell`, 'ring for what comes'],
      [`tocsin saved add Ours 'domain:cert-a.example' --mail daily --shared`, 'mail once a day; colleagues see it'],
    ],
  })
    .argument('<name>')
    .argument('<query>', 'in the query language')
    .option('--shared', 'colleagues of your organisation see it')
    .option('--bell', 'ring for what it finds')
    .addOption(
      new Option('--mail <often>', 'mail what it finds')
        .choices(['none', 'instant', 'hourly', 'daily'])
        .default('none'),
    );
  return run<AddFlags>(
    command,
    shell,
    (session, { shared = false, bell: rings = false, mail, ...flags }, name = '', q = '') =>
      inPerson(session, flags, async (searches) => {
        const { matched, more, days } = await searches.preview(q);
        await session.out.data(await searches.add({ name, q, shared, bell: rings, mail }), line);
        session.out.say(`would have told you of ${matched}${more ? ' and more' : ''} in the last ${days} days`);
      }),
  );
}

function remove(shell: Shell): Command {
  const command = made({
    name: 'remove',
    summary: 'forget one of your own',
    examples: [['tocsin saved remove ID', '']],
  });
  return run<PersonFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    inPerson(session, flags, (searches) => searches.remove(id)),
  );
}

type BellFlags = PersonFlags & { search?: string; limit: number; read?: boolean };

function bell(shell: Shell): Command {
  const command = made({
    name: 'bell',
    summary: 'what they have found, newest first',
    examples: [
      ['tocsin saved bell', 'the newest; * is unread'],
      ['tocsin saved bell --read', '… and mark all as read'],
    ],
  })
    .option('--search <id>', 'of one search')
    .option('--limit <n>', 'at most so many (50)', whole(1, 200), 50)
    .option('--read', 'mark it as read');
  return run<BellFlags>(command, shell, (session, { search, limit, read, ...flags }) =>
    inPerson(session, flags, async (searches, rest) => {
      if (!session.out.json) await session.learnNames({ organisations: () => organisationsOf(rest) });
      const of = search === undefined ? {} : { search };
      const { items, cursor, unread } = await searches.bell({ ...of, limit });
      for (const item of items)
        await session.out.data(
          item,
          ({ object, read: was }) => `${was ? ' ' : '*'}\t${session.describer.object(object)}`,
        );
      session.out.say(`${counted(unread, 'object')} unread`);
      if (read) await searches.markRead({ ...of, through: cursor });
    }),
  );
}
