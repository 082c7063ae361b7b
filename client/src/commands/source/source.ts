import { Command } from 'commander';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { type Outline, outline, run } from '../command.js';
import { whole } from '../options.js';
import { type AdminFlags, adminOptions, asAdmin } from '../webhook/sign-in.js';
import { add } from './add.js';
import { at, line, PATH, type Source } from './shown.js';

const AFTER = `
Examples:
  $ tocsin source add taxii https://taxii.example/root/ --collection 91a7b528-… --tlp green --auth basic --user cert-a
  $ tocsin source add misp-feed https://misp.example/feed/ --tlp clear
  $ tocsin source add misp https://misp.example/ --tlp amber --auth key
  $ tocsin source list

Sources are administered by a person: --email, and a password that is asked for.`;

/** `tocsin source` */
export function source(shell: Shell): Command {
  const root = new Command('source')
    .summary('have the hub pull a TAXII collection, a MISP feed or a MISP')
    .description('Have the hub pull TAXII collections, MISP feeds and MISPs of others, in your organisation’s name.')
    .addHelpText('after', AFTER);
  for (const make of [add, list, show, refusals, warnings, pull, pause, resume, remove]) root.addCommand(make(shell));
  return root;
}

const made = (what: Outline): Command => adminOptions(outline(what));

function list(shell: Shell): Command {
  const command = made({
    name: 'list',
    summary: 'those of your organisation',
    examples: [['tocsin source list', 'all']],
  });
  return run<AdminFlags>(command, shell, (session, flags) =>
    asAdmin(session, flags, async (rest) => {
      for (const one of (await rest.get<{ items: Source[] }>(PATH)).items) await session.out.data(one, line);
    }),
  );
}

function show(shell: Shell): Command {
  const command = made({ name: 'show', summary: 'one, and how it does', examples: [['tocsin source show ID', '']] });
  return run<AdminFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) => session.out.data(await rest.get<Source>(at(id)), details)),
  );
}

const details = (one: Source): string =>
  Object.entries(one)
    .map(([name, value]) => `${name}\t${printable(typeof value === 'object' ? JSON.stringify(value) : String(value))}`)
    .join('\n');

interface Refusal {
  readonly at: string;
  readonly place: string;
  readonly object: string | null;
  readonly code: string;
  readonly reason: string;
}

const refusals = (shell: Shell): Command =>
  listed(shell, {
    name: 'refusals',
    summary: 'what of it was not taken, and why',
    examples: [['tocsin source refusals ID', '']],
  });

const warnings = (shell: Shell): Command =>
  listed(shell, {
    name: 'warnings',
    summary: 'what of it was taken, and stands on a warninglist',
    examples: [['tocsin source warnings ID', '']],
  });

function listed(shell: Shell, what: Outline): Command {
  const command = made(what).argument('<id>').option('--limit <n>', 'at most so many (50)', whole(1, 200), 50);
  return run<AdminFlags & { limit: number }>(command, shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) => {
      const call = { query: { limit: flags.limit } };
      for (const one of (await rest.get<{ items: Refusal[] }>(at(id, `/${what.name}`), call)).items)
        await session.out.data(one, (it) =>
          [it.at, it.code, printable(it.object ?? it.place), printable(it.reason)].join('\t'),
        );
    }),
  );
}

function pull(shell: Shell): Command {
  const command = made({
    name: 'pull',
    summary: 'now rather than at its time',
    examples: [
      ['tocsin source pull ID', 'what is new'],
      ['tocsin source pull ID --from beginning', 'all of it is looked at anew'],
    ],
  })
    .argument('<id>')
    .option('--from <where>', 'on, or beginning');
  return run<AdminFlags & { from?: string }>(command, shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) =>
      session.out.data(await rest.post<Source>(at(id, '/pull'), { from: flags.from }), line),
    ),
  );
}

const changing =
  (name: string, summary: string, change: object) =>
  (shell: Shell): Command => {
    const command = made({ name, summary, examples: [[`tocsin source ${name} ID`, '']] }).argument('<id>');
    return run<AdminFlags>(command, shell, (session, flags, id = '') =>
      asAdmin(session, flags, async (rest) => {
        const read = async (response: Response) => (await response.json()) as Source;
        await session.out.data(await rest.request('PATCH', at(id), { body: change }, read), line);
      }),
    );
  };

const pause = changing('pause', 'pull it no more for now', { paused: true });
const resume = changing('resume', 'pull it again, now and at its times', { paused: false });

function remove(shell: Shell): Command {
  const command = made({
    name: 'remove',
    summary: 'pull it no more; what came from it stays',
    examples: [['tocsin source remove ID', '']],
  });
  return run<AdminFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    asAdmin(session, flags, (rest) => rest.request('DELETE', at(id), {}, () => Promise.resolve())),
  );
}
