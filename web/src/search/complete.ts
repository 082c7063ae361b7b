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
  const key = keys.find((one) => one.key === name.toLowerCase());
  if (!key)
    return {
      from,
      hints: keys
        .filter((one) => one.key.startsWith(word.toLowerCase()))
        .slice(0, 20)
        .map(keyHint),
    };
  const all = key.values ?? values[key.key] ?? [];
  const fitting = all.filter((value) => value.startsWith(begun.toLowerCase()) && value !== begun);
  return {
    from,
    hints: fitting
      .slice(0, MOST)
      .map((value) => ({ insert: `${key.key}${operator}${quoted(value)} `, shown: value, about: '' })),
  };
}

/** With what usually follows it: `tlp<=`, `label:` … */
function keyHint({ key, example, meaning }: QueryKey): Hint {
  const operator = /^[a-z]+(<=|>=|!=|[:<>=])/.exec(example)?.[1] ?? ':';
  return { insert: key + operator, shown: example, about: meaning };
}

const quoted = (value: string): string =>
  /^[\w.+-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
