/**
 * Doubles quotes that stand unescaped within a quoted cell (`"the "Foo" loader"`), as many published files have them: a
 * quote ends its cell only where a delimiter or the end of the line follows. Without this one such row would swallow
 * those after it.
 */
export async function* mendQuotes(lines: AsyncIterable<string>, delimiter: string): AsyncGenerator<string> {
  const mender = new Mender(delimiter);
  for await (const line of lines) yield `${mender.mend(line)}\n`;
}

class Mender {
  /** Within a quoted cell, which may go on over lines. */
  #quoted = false;
  /** The cell has had an unescaped quote: its writer does not escape. */
  #careless = false;

  constructor(private readonly delimiter: string) {}

  mend(line: string): string {
    let out = '';
    let begun = this.#quoted;
    for (let at = 0; at < line.length; at++) {
      const char = line[at]!;
      if (this.#quoted && char === '"') {
        const [written, length] = this.#quote(line, at);
        out += written;
        at += length - 1;
        continue;
      }
      if (!this.#quoted) {
        if (char === '"' && !begun) [this.#quoted, this.#careless] = [true, false];
        begun = char !== this.delimiter && (begun || char.trim() !== '');
      }
      out += char;
    }
    return out;
  }

  /** What to write for the quote at `at` within a cell, and how many characters of the line that stands for. */
  #quote(line: string, at: number): [written: string, length: number] {
    if (this.#endsAfter(line, at + 1)) {
      this.#quoted = false;
      return ['"', 1];
    }
    if (line[at + 1] !== '"') {
      this.#careless = true;
      return ['""', 1];
    }
    if (!this.#careless || !this.#endsAfter(line, at + 2)) return ['""', 2];
    this.#quoted = false;
    return ['"""', 2];
  }

  #endsAfter(line: string, at: number): boolean {
    const rest = line.slice(at).trimStart();
    return rest === '' || rest.startsWith(this.delimiter) || line[at] === this.delimiter;
  }
}
