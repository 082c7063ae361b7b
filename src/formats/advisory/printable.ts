import type { Observable } from '../../kernel/index.js';
import type { Published } from './published.js';

/** An object that the advisory names, as far as whoever prints it sees it. */
export interface Linked {
  readonly id: string;
  readonly name?: string | undefined;
  /** What an indicator is of. */
  readonly observables: readonly Observable[];
}

/** All that is printed of an advisory: plain data, so that another thread can print it. */
export interface Printable {
  readonly advisory: Published;
  /** SHA-256 of the text that is signed, in hex. */
  readonly sha256: string;
  /** Names of organisations, by identity. */
  readonly names: Readonly<Record<string, string>>;
  readonly linked: readonly Linked[];
}
