import { hostOf } from '../formats/index.js';
import type { Observable, ObservableType } from '../kernel/index.js';
import { networkRange, type NetworkRange } from './ranges.js';
import { Key } from './text-set.js';

/** As entries and values are compared. */
export const folded = (text: string): string => text.trim().toLowerCase();

/** A value that lists are asked about: what each would have to find out about it is found out once, when the first does. */
export class Asked {
  #text: string | undefined;
  #key: Key | undefined;
  #names: readonly Key[] | undefined;
  #network: NetworkRange | null | undefined;

  constructor(private readonly observable: Observable) {}

  get type(): ObservableType {
    return this.observable.type;
  }

  /** As it is. */
  get value(): string {
    return this.observable.value;
  }

  get text(): string {
    return (this.#text ??= folded(this.value));
  }

  get key(): Key {
    return (this.#key ??= new Key(this.text));
  }

  /** Its host, and each of the names above that; none where it has no host. */
  get names(): readonly Key[] {
    return (this.#names ??= namesOf(hostOf(this.observable) ?? '').map((name) => new Key(name)));
  }

  /** The addresses that it is; null where it is none. */
  get network(): NetworkRange | null {
    if (this.#network === undefined)
      this.#network = this.type === 'ipv4-addr' || this.type === 'ipv6-addr' ? networkRange(this.value) : null;
    return this.#network;
  }
}

function namesOf(host: string): string[] {
  const names: string[] = [];
  for (let name = host; name !== ''; name = name.includes('.') ? name.slice(name.indexOf('.') + 1) : '')
    names.push(name);
  return names;
}
