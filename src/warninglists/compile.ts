import { setImmediate } from 'node:timers/promises';
import { RE2JS } from 're2js';
import { Fault, type ObservableType } from '../kernel/index.js';
import { Asked, folded } from './asked.js';
import { Networks, type NetworkRange, networkRange } from './ranges.js';
import { TextSet } from './text-set.js';
import { type MispList, typesOf } from './warninglist.js';

/** A list made ready to be asked. */
export interface Compiled {
  readonly id: string;
  readonly name: string;
  readonly entries: number;
  has(asked: Asked): boolean;
}

type Test = (asked: Asked) => boolean;

/** Entries between two turns of the event loop. */
const STEP = 5_000;

/** Makes a list ready. Throws `invalid`, with the place of the entry, for one that can’t be asked in linear time or is none. */
export async function compile(id: string, list: MispList): Promise<Compiled> {
  const types = typesOf(list);
  const test = await COMPILERS[list.type](list.list);
  return {
    id,
    name: list.name,
    entries: list.list.length,
    has: (asked) => speaksOf(types, asked.type) && test(asked),
  };
}

const speaksOf = (types: ReadonlySet<ObservableType> | null, type: ObservableType): boolean =>
  types === null || types.has(type);

const COMPILERS: Record<MispList['type'], (list: readonly string[]) => Promise<Test>> = {
  async string(list) {
    const dotted = list.filter((entry) => entry.startsWith('.')).length;
    const texts = new TextSet(list.length - dotted);
    const below = new TextSet(dotted);
    await each(list, (entry) => (entry.startsWith('.') ? below.add(folded(entry).slice(1)) : texts.add(folded(entry))));
    return (asked) => texts.has(asked.key) || (dotted > 0 && isBelow(below, asked));
  },
  substring(list) {
    const texts = list.map(folded);
    const empty = texts.indexOf('');
    if (empty >= 0) throw refused(empty, 'white space alone would be found in everything');
    const parts = new Parts(texts);
    return Promise.resolve(({ text }) => parts.isAnyIn(text));
  },
  async hostname(list) {
    const names = new TextSet(list.length);
    await each(list, (entry) => names.add(folded(entry).replace(/^\.|\.$/g, '')));
    return (asked) => isBelow(names, asked);
  },
  async cidr(list) {
    const ranges: NetworkRange[] = [];
    await each(list, (entry, i) => {
      const range = networkRange(entry.trim());
      if (range === null) throw refused(i, 'not an address or a network in CIDR');
      ranges.push(range);
    });
    const networks = new Networks(ranges);
    return ({ network }) => network !== null && networks.overlaps(network);
  },
  regex(list) {
    const patterns = list.map(patternOf);
    return Promise.resolve(({ value }) => patterns.some((pattern) => pattern.matcher(value).find()));
  },
};

async function each(list: readonly string[], take: (entry: string, i: number) => void): Promise<void> {
  for (const [i, entry] of list.entries()) {
    take(entry, i);
    if (i % STEP === STEP - 1) await setImmediate();
  }
}

/** The host itself, or one of the names above it. */
const isBelow = (names: TextSet, asked: Asked): boolean => asked.names.some((name) => names.has(name));

/**
 * Texts to be found within another. At each place of that they are known by how they begin; of those that begin so, each
 * length that there is is looked up, however many there are.
 */
class Parts {
  readonly #parts: ReadonlySet<string>;
  /** Characters of a beginning: those of the shortest. */
  readonly #length: number;
  readonly #lengthsByBeginning = new Map<string, Set<number>>();

  constructor(parts: readonly string[]) {
    this.#parts = new Set(parts);
    this.#length = parts.reduce((least, part) => Math.min(least, part.length), Infinity);
    for (const part of parts) {
      const beginning = part.slice(0, this.#length);
      const lengths = this.#lengthsByBeginning.get(beginning) ?? new Set();
      this.#lengthsByBeginning.set(beginning, lengths.add(part.length));
    }
  }

  isAnyIn(text: string): boolean {
    for (let at = 0; at + this.#length <= text.length; at++) {
      const lengths = this.#lengthsByBeginning.get(text.slice(at, at + this.#length)) ?? [];
      for (const length of lengths) if (this.#parts.has(text.slice(at, at + length))) return true;
    }
    return false;
  }
}

const FLAGS: Readonly<Record<string, number>> = {
  g: 0, // of other languages, where it asks for more than the first: one is enough
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  u: 0,
};

/** An expression as PHP has it, `/…/i`, or bare; of RE2, which takes linear time, or refused. */
function patternOf(entry: string, i: number): RE2JS {
  const [, inner = entry, flags = ''] = /^\/(.*)\/([a-zA-Z]*)$/s.exec(entry) ?? [];
  const letters = flags.split('');
  const unknown = letters.find((flag) => FLAGS[flag] === undefined);
  if (unknown !== undefined) throw refused(i, `the flag ${unknown} of the expression is not known here`);
  try {
    // PHP escapes what need not be; RE2 takes that of punctuation alone
    return RE2JS.compile(
      inner,
      letters.reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0),
    );
  } catch {
    throw refused(i, 'the expression can’t be asked in linear time: look-around and back references are not taken');
  }
}

const refused = (i: number, detail: string): Fault => new Fault('invalid', detail, { pointer: `/list/${i}` });
