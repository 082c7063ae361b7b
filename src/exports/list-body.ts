import type { ListFormat } from '../formats/index.js';
import { type Tlp } from '../kernel/index.js';
import { pauses } from '../platform/index.js';
import type { Match } from '../search/index.js';
import { type BlockList, type Tally } from './block-list.js';

/** Of a list so long all is known before its first line leaves; of a longer one the counts stand at its end. */
const HELD = 4 << 20;

export interface ListWords {
  readonly format: string;
  /** The query as it is understood. */
  readonly query: string;
  readonly at: number;
  /** The narrowest label that anything in it could have. */
  readonly most: Tlp | undefined;
}

/** A list with what is said of it. The last line counts the values: without it the list is not whole. */
export async function* printList(
  pages: AsyncIterable<readonly Match[]>,
  format: ListFormat,
  list: BlockList,
  tally: Tally,
  words: ListWords,
): AsyncGenerator<string> {
  const pause = pauses();
  let held = '';
  let isOpen = false;
  for await (const page of pages) {
    for (const match of page) {
      held += linesOf(match, format, list, tally);
      await pause();
    }
    if (isOpen || held.length > HELD) {
      yield isOpen
        ? held
        : heading(format, words, `TLP: ${labelled(words.most)} at most`, 'left out: see the end') + held;
      isOpen = true;
      held = '';
    }
  }
  if (isOpen) yield held + comments(format, [tlpLine(tally), leftLine(tally)]);
  else yield heading(format, words, tlpLine(tally), leftLine(tally)) + held;
  yield comments(format, [`end: ${tally.values} values`]);
}

function linesOf(match: Match, format: ListFormat, list: BlockList, tally: Tally): string {
  let lines = '';
  for (const { observable, object, tlp } of list.values(match)) {
    const said = format.lines({ observable, id: object.id, tlp, confidence: object.confidence });
    if (said === null) tally.leave('format');
    else {
      tally.took(tlp);
      lines += said;
    }
  }
  return lines;
}

function heading(format: ListFormat, { format: name, query, at }: ListWords, ...more: string[]): string {
  const first = [`Tocsin ${name} list as of ${new Date(at).toISOString()}`, `query: ${query || 'everything'}`];
  return comments(format, [...first, ...more]) + format.begin({ at });
}

const comments = (format: ListFormat, texts: readonly string[]): string =>
  texts.map((text) => format.comment(text) ?? '').join('');

const labelled = (tlp: Tlp | undefined): string => tlp?.toUpperCase() ?? 'CLEAR';
const tlpLine = ({ highest, values }: Tally): string =>
  values === 0 ? 'TLP: none, it is empty' : `TLP: ${labelled(highest)} (highest in it)`;
const leftLine = ({ leftOut }: Tally): string => `left out: ${leftOut}`;
