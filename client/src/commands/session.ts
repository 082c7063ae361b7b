import { Hub } from '../hub.js';
import { HubError } from '../errors.js';
import type { Organisation } from '../types.js';
import { credentials, type CredentialFlags, type Credentials } from '../settings/profiles.js';
import { Describer } from '../terminal/describe.js';
import { Output, type Shell } from '../terminal/shell.js';

/** What every command's options have. */
export interface CommonFlags extends CredentialFlags {
  json?: boolean;
}

/** One run of one command: where it writes, and the hub it speaks to. */
export class Session {
  readonly out: Output;
  readonly describer: Describer;
  #names = new Map<string, string>();
  #namesAt = 0;

  constructor(
    readonly shell: Shell,
    readonly command: string,
    readonly flags: CommonFlags,
  ) {
    this.out = new Output(shell, flags.json === true);
    this.describer = new Describer(this.out.style, this.out.isTerminal, () => this.#names);
  }

  get signal(): AbortSignal {
    return this.shell.signal;
  }

  credentials(): Promise<Credentials> {
    return credentials(this.shell, this.command, this.flags);
  }

  async hub(): Promise<Hub> {
    return this.hubOf(await this.credentials());
  }

  hubOf({ url, key }: { url: string; key: string }): Hub {
    // Someone waits at a terminal: two more tries, not four.
    return new Hub({ url, key, retries: 2 });
  }

  /** Learns organisations' short names; without them lines show ids, which is no reason to fail. */
  async learnNames(hub: Pick<Hub, 'organisations'>): Promise<void> {
    this.#namesAt = Date.now();
    try {
      this.#names = new Map((await hub.organisations()).flatMap(refsOf));
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
    }
  }

  /** An organisation's short name, by its id or identity; the id where it is not known. */
  nameOf(ref: string): string {
    return this.#names.get(ref) ?? ref;
  }

  /** Learns them anew when an object names an organisation that joined since; once a minute at most. */
  async learnNamesFor(hub: Hub, refs: readonly (string | undefined)[]): Promise<void> {
    const strange = refs.some((ref) => ref !== undefined && !this.#names.has(ref));
    if (strange && Date.now() - this.#namesAt > 60_000) await this.learnNames(hub);
  }
}

const refsOf = ({ id, short_name }: Organisation): [string, string][] => [
  [id, short_name],
  [`identity--${id}`, short_name],
];
