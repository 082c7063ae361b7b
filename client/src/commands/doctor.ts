import type { Command } from 'commander';
import { HubError } from '../errors.js';
import type { Hub } from '../hub.js';
import { stateDirectory } from '../settings/paths.js';
import { EXIT, Exit } from '../terminal/exit.js';
import type { Shell } from '../terminal/shell.js';
import { printable } from '../terminal/text.js';
import type { Me } from '../types.js';
import { outline, run } from './command.js';
import {
  encryption,
  failure,
  reach,
  ready,
  scopes,
  serverSentEvents,
  socketIo,
  type Finding,
} from './doctor-checks.js';
import type { CommonFlags, Session } from './session.js';

/** `tocsin doctor` */
export function doctor(shell: Shell): Command {
  const command = outline({
    name: 'doctor',
    summary: 'find out why it does not work',
    about:
      'Looks at address, encryption, clock, readiness, key, scopes and both ways of the live feed. Changes nothing.',
    examples: [
      ['tocsin doctor', 'look at everything'],
      ['tocsin doctor --as cert-no --json', 'as another profile, for a program'],
    ],
  });
  return run<CommonFlags>(command, shell, (session) => new Doctor(session).examine());
}

class Doctor {
  #failed = false;
  #refused = false;

  constructor(private readonly session: Session) {}

  async examine(): Promise<void> {
    const { session } = this;
    const found = await session.credentials();
    const hub = session.hubOf(found);
    const who = found.profile === undefined ? '' : `${found.profile}, `;
    await this.#tell('settings', { result: 'ok', detail: `${found.url} (${who}of ${found.source})` });
    const reached = await this.#check(
      'reachable',
      async () => reach(hub),
      ({ reachable }) => reachable,
    );
    if (reached) {
      await this.#tell('clock', reached.clock);
      await this.#check('encryption', () => encryption(hub.url));
      await this.#check('ready', () => ready(hub));
      await this.#check('state', async () => ({ result: 'ok', detail: await stateDirectory(session.shell) }));
      await this.#credential(hub);
    }
    if (this.#refused) throw new Exit(EXIT.auth);
    if (this.#failed) throw new Exit(EXIT.error);
  }

  /** What needs a key is only looked at with one that is good. */
  async #credential(hub: Hub): Promise<void> {
    const me = await this.#check(
      'key',
      () => hub.me(),
      (it) => ({ result: 'ok', detail: describe(it) }),
    );
    if (!me) return;
    await this.#tell('scopes', scopes(me));
    if (!me.scopes.includes('feed')) return;
    await this.#check('socket.io', () => socketIo(hub, this.session.signal));
    await this.#check('SSE', () => serverSentEvents(hub));
  }

  async #check<T>(
    name: string,
    make: () => Promise<T>,
    read: (made: T) => Finding = (made) => made as Finding,
  ): Promise<T | undefined> {
    try {
      const made = await make();
      await this.#tell(name, read(made));
      return made;
    } catch (error) {
      this.#refused ||= error instanceof HubError && (error.status === 401 || error.status === 403);
      await this.#tell(name, failure(error));
      return undefined;
    }
  }

  async #tell(check: string, { result, detail }: Finding): Promise<void> {
    const { out } = this.session;
    this.#failed ||= result === 'failed';
    const paint = { ok: out.style.green, warning: out.style.yellow, failed: out.style.red }[result];
    await out.data(
      { check, result, detail },
      () => `${paint(result.padEnd(7))}  ${check.padEnd(10)}  ${printable(detail)}`,
    );
  }
}

const describe = ({ organisation, ceiling }: Me): string =>
  `${organisation.name} (${organisation.short_name}), up to TLP:${ceiling.toUpperCase()}`;
