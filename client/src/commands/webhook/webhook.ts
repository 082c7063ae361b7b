import { Command } from 'commander';
import { usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { type Outline, outline, run } from '../command.js';
import { whole } from '../options.js';
import type { Session } from '../session.js';
import { type AdminFlags, adminOptions, asAdmin } from './sign-in.js';

const PATH = '/api/v1/webhooks';

interface Webhook {
  id: string;
  name: string;
  url: string;
  filter: string;
  ceiling: string;
  state: string;
  error: string | null;
  cursor: string;
}

interface Delivery {
  id: string;
  kind: string;
  entries: number;
  state: string;
  tries: number;
  created_at: string;
  status: number | null;
  ms: number | null;
  error: string | null;
}

const AFTER = `
Examples:
  $ tocsin webhook add https://soar.cert-a.example/tocsin --filter "type:domain"
  $ tocsin webhook list
  $ tocsin webhook log 0b5b7f3e-…
  $ tocsin webhook replay 0b5b7f3e-… --after beginning

Webhooks are administered by a person: --email, and a password that is asked for.`;

/** `tocsin webhook` */
export function webhook(shell: Shell): Command {
  const root = new Command('webhook')
    .summary('have new entries posted to a server of your own')
    .description('Have new entries posted to a server of your own, signed.')
    .addHelpText('after', AFTER);
  for (const make of [list, add, change, remove, log, pause, replay, test, rotate]) root.addCommand(make(shell));
  return root;
}

const made = (what: Outline): Command => adminOptions(outline(what));
const at = (id: string, end = ''): string => `${PATH}/${encodeURIComponent(id)}${end}`;

const line = ({ id, state, url, filter, error }: Webhook): string =>
  [id, state, printable(url), printable(filter || '(everything)'), printable(error ?? '')].join('\t').trimEnd();

function list(shell: Shell): Command {
  const command = made({
    name: 'list',
    summary: 'those of your organisation',
    examples: [['tocsin webhook list', 'all']],
  });
  return run<AdminFlags>(command, shell, (session, flags) =>
    asAdmin(session, flags, async (rest) => {
      for (const one of (await rest.get<{ items: Webhook[] }>(PATH)).items) await session.out.data(one, line);
    }),
  );
}

type AddFlags = AdminFlags & { filter?: string; name?: string; ceiling?: string; after?: string };

function add(shell: Shell): Command {
  const command = made({
    name: 'add',
    summary: 'post to a URL; prints the secret, once',
    examples: [['tocsin webhook add https://soar.example/hook --filter "tlp<=green"', 'what may go further']],
  })
    .argument('<url>', 'https')
    .option('--filter <query>', 'only what matches')
    .option('--name <name>', 'what you call it')
    .option('--ceiling <label>', 'the narrowest TLP label that is sent (amber+strict)')
    .option('--after <cursor>', 'now, beginning or a cursor (now)');
  return run<AddFlags>(command, shell, (session, flags, url = '') =>
    asAdmin(session, flags, async (rest) => {
      const { filter, name, ceiling, after } = flags;
      const body = { url, filter, name, ceiling, after };
      const added = await rest.post<Webhook & { secret: string }>(PATH, body);
      await session.out.data(added, ({ id, secret }) => `${id}\t${secret}`);
      session.out.say('Keep the secret: it is not shown again.');
    }),
  );
}

type ChangeFlags = AdminFlags & { address?: string; filter?: string; name?: string; ceiling?: string };

function change(shell: Shell): Command {
  const command = made({
    name: 'change',
    summary: 'another name, address, filter or ceiling; secret and place stay',
    examples: [
      ['tocsin webhook change ID --address https://soar.example/new', 'post there from now on'],
      ['tocsin webhook change ID --filter ""', 'everything'],
    ],
  })
    .argument('<id>')
    .option('--address <url>', 'where to post')
    .option('--filter <query>', 'only what matches')
    .option('--name <name>', 'what you call it')
    .option('--ceiling <label>', 'the narrowest TLP label that is sent');
  return run<ChangeFlags>(command, shell, (session, flags, id = '') => {
    const { address, filter, name, ceiling } = flags;
    if ([address, filter, name, ceiling].every((flag) => flag === undefined))
      throw usage('say what is to change: --address, --filter, --name or --ceiling');
    const body = { url: address, filter, name, ceiling };
    return asAdmin(session, flags, async (rest) => {
      const read = async (response: Response) => (await response.json()) as Webhook;
      await session.out.data(await rest.request('PATCH', at(id), { body }, read), line);
    });
  });
}

function remove(shell: Shell): Command {
  const command = made({ name: 'remove', summary: 'post to it no more', examples: [['tocsin webhook remove ID', '']] });
  return run<AdminFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    asAdmin(session, flags, (rest) => rest.request('DELETE', at(id), {}, () => Promise.resolve())),
  );
}

function log(shell: Shell): Command {
  const command = made({ name: 'log', summary: 'what was posted lately', examples: [['tocsin webhook log ID', '']] })
    .argument('<id>')
    .option('--limit <n>', 'at most so many (50)', whole(1, 200), 50);
  return run<AdminFlags & { limit: number }>(command, shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) => {
      const call = { query: { limit: flags.limit } };
      for (const one of (await rest.get<{ items: Delivery[] }>(at(id, '/deliveries'), call)).items)
        await session.out.data(one, deliveryLine);
    }),
  );
}

const deliveryLine = (it: Delivery): string =>
  [
    it.created_at,
    it.id,
    it.state,
    `${it.entries} entries`,
    it.status ?? '-',
    `${it.ms ?? '-'} ms`,
    printable(it.error ?? ''),
  ]
    .join('\t')
    .trimEnd();

function pause(shell: Shell): Command {
  const command = made({
    name: 'pause',
    summary: 'post nothing until `replay`; the place is kept',
    examples: [['tocsin webhook pause ID', '']],
  });
  return run<AdminFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) =>
      session.out.data(await rest.post<Webhook>(at(id, '/pause'), undefined), line),
    ),
  );
}

function replay(shell: Shell): Command {
  const command = made({
    name: 'replay',
    summary: 'go on from a cursor, or where it rests; or one delivery once more',
    examples: [
      ['tocsin webhook replay ID', 'go on where it was given up or paused'],
      ['tocsin webhook replay ID --after CURSOR', 'from there on'],
      ['tocsin webhook replay ID --delivery DELIVERY', 'that one'],
    ],
  })
    .argument('<id>')
    .option('--after <cursor>', 'beginning, now or a cursor')
    .option('--delivery <id>', 'one of the log');
  return run<AdminFlags & { after?: string; delivery?: string }>(command, shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) => {
      const { after, delivery } = flags;
      await session.out.data(await rest.post<Webhook>(at(id, '/replay'), { after, delivery }), line);
    }),
  );
}

function test(shell: Shell): Command {
  const command = made({
    name: 'test',
    summary: 'post an empty batch now',
    examples: [['tocsin webhook test ID', '']],
  });
  return run<AdminFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    asAdmin(session, flags, (rest) => said(session, rest.post(at(id, '/test'), undefined))),
  );
}

async function said(
  session: Session,
  answer: Promise<{ status: number | null; ms: number; error: string | null }>,
): Promise<void> {
  await session.out.data(await answer, ({ status, ms, error }) => `${status ?? '-'}\t${ms} ms\t${error ?? 'ok'}`);
}

function rotate(shell: Shell): Command {
  const command = made({
    name: 'rotate',
    summary: 'a new secret; the old one signs beside it for a day',
    examples: [['tocsin webhook rotate ID', '']],
  });
  return run<AdminFlags>(command.argument('<id>'), shell, (session, flags, id = '') =>
    asAdmin(session, flags, async (rest) =>
      session.out.data(await rest.post<{ secret: string }>(at(id, '/secret'), undefined), ({ secret }) => secret),
    ),
  );
}
