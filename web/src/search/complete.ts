import type { QueryKey } from 'tocsin';

/** One way to go on. */
export interface Hint {
  /** What it puts in the place of the word. */
  readonly insert: string;
  readonly shown: string;
  readonly about: string;
}
export interface Hints {
  /** Where the word begins. */
  readonly from: number;
  readonly hints: readonly Hint[];
}

const MOST = 9;
const WORD = /(?:^|[\s(])-?([^\s()"]*)$/;
const TERM = /^([a-z]+)(<=|>=|!=|[:<>=])(.*)$/i;

/**
 * How the word before the caret may go on, by what the hub says of its language: a key, or a value of one.
 * `values`: those that depend on the alliance, by key.
 */
export function hintsFor(
  text: string,
  caret: number,
  keys: readonly QueryKey[],
  values: Readonly<Record<string, readonly string[]>>,
): Hints {
  const word = WORD.exec(text.slice(0, caret))?.[1] ?? '';
  const from = caret - word.length;
  const [, name = '', operator = '', begun = ''] = TERM.exec(word) ?? [];
  const key = keys.find((one) => wordsOf(one).includes(name.toLowerCase()));
  if (!key)
    return {
      from,
      hints: keys
        .flatMap((one) => wordsOf(one).map((as) => ({ one, as })))
        // of the words for one thing that which the hub prints, unless another is begun
        .filter(({ one, as }) => as.startsWith(word.toLowerCase()) && (as === one.key || word !== ''))
        .slice(0, 20)
        .map(({ one, as }) => keyHint(one, as)),
    };
  const all = key.values ?? values[key.key] ?? [];
  const fitting = all.filter((value) => value.startsWith(begun.toLowerCase()) && value !== begun);
  return {
    from,
    hints: fitting
      .slice(0, MOST)
      .map((value) => ({ insert: `${name}${operator}${quoted(value)} `, shown: value, about: '' })),
  };
}

/** With what usually follows it: `tlp<=`, `label:` … */
function keyHint({ key, example, meaning }: QueryKey, as: string): Hint {
  const operator = /^[a-z]+(<=|>=|!=|[:<>=])/.exec(example)?.[1] ?? ':';
  return { insert: as + operator, shown: as + example.slice(key.length), about: meaning };
}

/** The words that it goes by. */
const wordsOf = ({ key, aliases = [] }: QueryKey): string[] => [key, ...aliases];

const quoted = (value: string): string =>
  /^[\w.+-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
