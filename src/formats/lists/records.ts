import type { Line } from './text-lines.js';

/** A row of a table and the line that it begins on; or a line that can't be read. */
export type Row =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: string; readonly tooLong?: true };

/** A quoted cell goes on over so many lines and characters, at most: one that is never closed must not swallow the file. */
const MOST_LINES = 50;
const MOST_CHARACTERS = 65_536;
/** In tables of patterns, whose rules are long; until a quote was not closed. */
const MOST_OF_RULES = { lines: 5_000, characters: 262_144 };
/** Columns, at most. */
const MOST_CELLS = 1_000;

/**
 * Makes rows of lines. A quote ends its cell only where a delimiter or the end of the line follows, since many published
 * files don't double theirs. A row over several lines must have as many cells as the table has columns; else its first
 * line alone is refused, and those after it are read.
 */
export class Records {
  private open: Line[] = [];
  private cells: Cells;
  private most = { lines: MOST_LINES, characters: MOST_CHARACTERS };

  constructor(
    private readonly delimiter: string,
    /** Cells that a row of several lines must have. */
    private readonly width: number,
    private readonly isComment: (text: string) => boolean,
    { hasRules = false } = {},
  ) {
    this.cells = new Cells(delimiter);
    if (hasRules) this.most = MOST_OF_RULES;
  }

  /** The rows that end with this line. */
  *push(line: Line): Generator<Row> {
    const again = [line];
    for (let next = again.shift(); next; next = again.shift()) {
      const refused = yield* this.one(next);
      again.unshift(...refused);
    }
  }

  /** What is left at the end of the file. */
  *end(): Generator<Row> {
    while (this.open.length > 0) {
      const again = this.open.slice(1);
      yield this.unclosed();
      for (const line of again) yield* this.push(line);
    }
  }

  /** Returns the lines that have to be read again. */
  private *one(line: Line): Generator<Row, Line[]> {
    if (line.tooLong) {
      const again = [...this.open.slice(1), line];
      if (this.open.length > 0) {
        yield this.unclosed();
        return again;
      }
      yield { line: line.no, problem: 'the line is too long', tooLong: true };
      return [];
    }
    if (this.open.length === 0 && (line.text.trim() === '' || this.isComment(line.text))) return [];
    this.open.push(line);
    const done = this.cells.add(line.text);
    const { found } = this.cells;
    const fits = done && (this.open.length === 1 || found.length === this.width);
    if (fits) {
      const { no } = this.open[0]!;
      this.reset();
      if (found.length > MOST_CELLS) yield { line: no, problem: `a row has at most ${MOST_CELLS} cells` };
      else yield { line: no, cells: found };
      return [];
    }
    if (!done && this.open.length < this.most.lines && this.cells.characters < this.most.characters) return [];
    const again = this.open.slice(1);
    yield this.unclosed();
    return again;
  }

  private unclosed(): Row {
    const { no } = this.open[0]!;
    this.reset();
    this.most = { lines: MOST_LINES, characters: MOST_CHARACTERS };
    return { line: no, problem: 'a quote is not closed' };
  }

  private reset(): void {
    this.open = [];
    this.cells = new Cells(this.delimiter);
  }
}

/** The cells of one line that stands alone. */
export function cellsOf(text: string, delimiter: string): readonly string[] {
  const cells = new Cells(delimiter);
  return cells.add(text) ? cells.found : text.split(delimiter).map((cell) => cell.trim());
}

/** Cuts lines into cells. */
class Cells {
  readonly found: string[] = [];
  characters = 0;
  private quoted = false;
  private cell = '';

  constructor(private readonly delimiter: string) {}

  /** Whether the row ends with this line. */
  add(line: string): boolean {
    this.characters += line.length;
    if (!this.quoted && !line.includes('"')) {
      for (const cell of line.split(this.delimiter)) this.found.push(cell.trim());
      return true;
    }
    let at = 0;
    if (this.quoted) {
      this.cell += '\n';
      at = this.withinQuotes(line, 0);
    }
    while (!this.quoted && at <= line.length) at = this.next(line, at);
    return !this.quoted;
  }

  /** One cell from `at`; returns where the next begins. */
  private next(line: string, at: number): number {
    let begin = at;
    while (line[begin] === ' ' && this.delimiter !== ' ') begin += 1;
    if (line[begin] === '"') {
      [this.quoted, this.cell] = [true, ''];
      return this.withinQuotes(line, begin + 1);
    }
    const end = line.indexOf(this.delimiter, at);
    this.found.push(line.slice(at, end === -1 ? undefined : end).trim());
    return end === -1 ? line.length + 1 : end + 1;
  }

  private withinQuotes(line: string, from: number): number {
    let at = from;
    for (;;) {
      const quote = line.indexOf('"', at);
      if (quote === -1) {
        this.cell += line.slice(at);
        return line.length + 1;
      }
      this.cell += line.slice(at, quote);
      const end = this.endAfter(line, quote + 1);
      if (end !== undefined) {
        this.quoted = false;
        this.found.push(this.cell.trim());
        return end;
      }
      this.cell += '"';
      at = line[quote + 1] === '"' ? quote + 2 : quote + 1;
    }
  }

  /** Where the next cell begins, if one ends here. */
  private endAfter(line: string, at: number): number | undefined {
    let end = at;
    while (line[end] === ' ' && this.delimiter !== ' ') end += 1;
    if (end >= line.length) return line.length + 1;
    return line[end] === this.delimiter ? end + 1 : undefined;
  }
}
