import type { Command } from 'commander';
import { join } from 'node:path';
import type { FeedOptions, FeedStatus, FeedStore, Trouble } from '../feed-options.js';
import type { Hub } from '../hub.js';
import { lock } from '../settings/lock.js';
import { stateDirectory, stateName } from '../settings/paths.js';
import { fileState } from '../state.js';
import { EXIT, Exit, usage } from '../terminal/exit.js';
import type { Shell } from '../terminal/shell.js';
import { counted } from '../terminal/text.js';
import type { Entry } from '../types.js';
import { outline, run } from './command.js';
import { execute, forward, print } from './deliver.js';
import type { CommonFlags, Session } from './session.js';
import { since, type Since } from './since.js';

interface Flags extends CommonFlags {
  filter?: string;
  since?: string;
  exec?: string;
  forwardTo?: string;
  name?: string;
  untilLive?: boolean;
  unchecked?: boolean;
}

/** `tocsin listen` */
export function listen(shell: Shell): Command {
  const command = outline({
    name: 'listen',
    summary: 'follow the live feed, one line an entry',
    about:
      'Goes on exactly where it stopped; the first time it begins now. It reconnects by itself, checks that nothing is ' +
      'missing or altered, and stops loudly when something is. Values are shown defanged; --json has them as they are.',
    examples: [
      ['tocsin listen', 'from where it stopped last'],
      ['tocsin listen --since beginning', 'everything first'],
      ['tocsin listen --filter "type:url tlp:green"', 'in the language of search'],
      ['tocsin listen --json | jq .object.pattern', 'for a program to read'],
      ['tocsin listen --exec ./block.sh', 'a command for each entry'],
      ['tocsin listen --forward-to http://localhost:8080/in', 'posted to a program of yours'],
      ['tocsin listen --until-live', 'what is new, then end: for cron'],
    ],
  })
    .option('--filter <query>', 'only what matches')
    .option('--since <when>', 'beginning, now, an age such as 7d, or a cursor; instead of where it stopped')
    .option(
      '--exec <command>',
      'run for each entry, JSON on stdin; the place is kept only past those it ended well for',
    )
    .option('--forward-to <url>', 'post each batch, until it is taken')
    .option('--name <name>', 'keep a place of its own under this name')
    .option('--until-live', 'end at the head instead of waiting for more')
    .option('--unchecked', 'do not check that nothing is missing');
  return run<Flags>(command, shell, act);
}

async function act(session: Session, flags: Flags): Promise<void> {
  if (flags.exec !== undefined && flags.forwardTo !== undefined) throw usage('--exec or --forward-to, not both');
  if (flags.forwardTo !== undefined && !URL.canParse(flags.forwardTo)) throw usage('--forward-to takes an address');
  const start = flags.since === undefined ? undefined : since(flags.since);
  const found = await session.credentials();
  const hub = session.hubOf(found);
  const { organisation } = await hub.me();
  if (!session.out.json) await session.learnNames(hub);
  const { filter, name } = flags;
  const place = { url: hub.url, organisation: organisation.id, ...(filter && { filter }), ...(name && { name }) };
  const path = join(await stateDirectory(session.shell), stateName(place));
  const held = await lock(`${path}.lock`);
  if ('heldBy' in held) throw inUse(held.heldBy, path);
  try {
    await new Listener(session, flags, hub, fileState(path)).listen(start, organisation.short_name);
  } finally {
    await held.release();
  }
}

const inUse = (pid: number, path: string): Exit =>
  new Exit(
    EXIT.error,
    `process ${pid} follows this hub with this filter already, and two would lose each other's place.\n` +
      `--name NAME keeps a place of its own. (If that process is another, remove ${path}.lock.)`,
  );

class Listener {
  readonly #ended = new AbortController();
  #count = 0;
  #lost = false;
  #unproven = false;

  constructor(
    private readonly session: Session,
    private readonly flags: Flags,
    private readonly hub: Hub,
    private readonly store: FeedStore,
  ) {}

  async listen(start: Since | undefined, as: string): Promise<void> {
    const { session, hub, flags } = this;
    const before = start ? undefined : await this.store.load();
    this.#greet(as, start, before !== undefined);
    const signal = AbortSignal.any([session.signal, this.#ended.signal]);
    const feed = hub.feed({ ...this.#options(start), signal });
    const { notBefore = 0 } = start ?? {};
    const wanted = (entry: Entry): boolean => Date.parse(entry.at) >= notBefore;
    const prepare = async ({ entries }: { entries: Entry[] }): Promise<Entry[]> => {
      const fresh = entries.filter(wanted);
      this.#count += fresh.length;
      if (!session.out.json)
        await session.learnNamesFor(
          hub,
          fresh.map(({ object }) => object.created_by_ref),
        );
      return fresh;
    };
    if (flags.exec !== undefined) await execute(feed, session, flags.exec, wanted);
    else if (flags.forwardTo !== undefined) await forward(feed, session, flags.forwardTo, prepare);
    else await print(feed, session, prepare);
  }

  #options(start: Since | undefined): FeedOptions {
    const { filter, unchecked } = this.flags;
    // With --since the place is kept anew from there: what was stored is not read.
    const store: FeedStore = start
      ? { load: async () => undefined, save: (state) => this.store.save(state) }
      : this.store;
    return {
      store,
      after: start?.after ?? 'now',
      verify: !unchecked,
      ...(filter !== undefined && { filter }),
      onTrouble: (trouble) => this.#trouble(trouble),
      onStatus: (status) => this.#status(status),
    };
  }

  #greet(as: string, start: Since | undefined, resuming: boolean): void {
    const { filter } = this.flags;
    const from = start
      ? `from ${this.flags.since}`
      : resuming
        ? 'going on where it stopped'
        : 'from now on (everything before: --since beginning)';
    this.session.out.say(`Following ${this.hub.url} as ${as}${filter === undefined ? '' : `, ${filter}`}, ${from}.`);
  }

  #status(status: FeedStatus): void {
    const { out } = this.session;
    if (status === 'replaying') out.say('Catching up …');
    if (status !== 'live') return;
    const caughtUp = this.#count > 0 ? ` after ${counted(this.#count, 'entry', 'entries')}` : '';
    const proven = !this.flags.unchecked && this.flags.filter === undefined && !this.#unproven;
    out.say(this.#lost ? `Back${proven ? ', nothing missed' : ''}.` : `Live${caughtUp}.`);
    this.#lost = false;
    this.#unproven = false;
    if (this.flags.untilLive) this.#ended.abort();
  }

  #trouble(trouble: Trouble): void {
    const { out } = this.session;
    if (trouble.kind === 'reconnect') {
      this.#lost = true;
      out.say(`Connection lost: ${trouble.detail}; again in ${(trouble.delay / 1000).toFixed(1)} s`);
    } else if (trouble.kind === 'unproven') {
      this.#unproven = true;
      out.say(out.talkStyle.yellow(`Not proven whole: ${trouble.detail}. \`tocsin verify\` proves it.`));
    }
  }
}
