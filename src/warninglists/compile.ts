import { setImmediate } from 'node:timers/promises';
import { RE2JS } from 're2js';
import { hostOf } from '../formats/index.js';
import { Fault, type Observable, type ObservableType } from '../kernel/index.js';
import { Networks, type NetworkRange, networkRange } from './ranges.js';
import { type MispList, typesOf } from './warninglist.js';

/** A list made ready to be asked. */
export interface Compiled {
  readonly id: string;
  readonly name: string;
  readonly entries: number;
  has(observable: Observable): boolean;
}

type Test = (observable: Observable) => boolean;

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
    has: (observable) => speaksOf(types, observable.type) && test(observable),
  };
}

const speaksOf = (types: ReadonlySet<ObservableType> | null, type: ObservableType): boolean =>
  types === null || types.has(type);

const COMPILERS: Record<MispList['type'], (list: readonly string[]) => Promise<Test>> = {
  async string(list) {
    const texts = new Set<string>();
    const below = new Set<string>();
    await each(list, (entry) => (entry.startsWith('.') ? below.add(folded(entry).slice(1)) : texts.add(folded(entry))));
    return (observable) => texts.has(folded(observable.value)) || (below.size > 0 && isBelow(below, observable));
  },
  substring(list) {
    const parts = list.map(folded);
    return Promise.resolve(({ value }) => {
      const text = folded(value);
      return parts.some((part) => text.includes(part));
    });
  },
  async hostname(list) {
    const names = new Set<string>();
    await each(list, (entry) => names.add(folded(entry).replace(/^\.|\.$/g, '')));
    return (observable) => isBelow(names, observable);
  },
  async cidr(list) {
    const ranges: NetworkRange[] = [];
    await each(list, (entry, i) => {
      const range = networkRange(entry.trim());
      if (range === null) throw refused(i, 'not an address or a network in CIDR');
      ranges.push(range);
    });
    const networks = new Networks(ranges);
    return ({ type, value }) => (type === 'ipv4-addr' || type === 'ipv6-addr') && networks.overlaps(value);
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

const folded = (text: string): string => text.trim().toLowerCase();

/** The host itself, or one of the names above it. */
function isBelow(names: ReadonlySet<string>, observable: Observable): boolean {
  const host = hostOf(observable);
  for (let name = host ?? ''; name !== ''; name = name.includes('.') ? name.slice(name.indexOf('.') + 1) : '') {
    if (names.has(name)) return true;
  }
  return false;
}

const FLAGS: Readonly<Record<string, number>> = {
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
