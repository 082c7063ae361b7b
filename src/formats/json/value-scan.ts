export const [QUOTE, BACKSLASH, COMMA, COLON, NEWLINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
export const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

export const isSpace = (byte: number): boolean => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/** How a scan stopped: at the end of the value, at the end of the bytes, or where another value begins within a broken one. */
export type Stop = 'end' | 'more' | 'broken';

/**
 * Finds the end of one JSON value in bytes as they come. It knows brackets and strings and nothing else. A string that
 * meets the end of a line ends there, since none can go on: one that was never closed spoils its own value alone.
 */
export class ValueScan {
  /** Where the last {@link scan} stopped. */
  at = 0;
  /** Ends of lines met. */
  lines = 0;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #begun = false;
  #lastIsNewline = false;
  #last = 0;

  /**
   * `oneLine`: the value can't go on in the next line. `alone`: it is no part of another, so that an object that begins a
   * line where none can begin is the next one. `depth`: brackets that are open already.
   */
  constructor(
    private readonly oneLine: boolean,
    private readonly alone: boolean,
    depth = 0,
  ) {
    this.#depth = depth;
    this.#begun = depth > 0;
  }

  scan(chunk: Buffer, from: number): Stop {
    let at = from;
    const { length } = chunk;
    while (at < length) {
      if (this.#quoted) at = this.#string(chunk, at);
      else {
        const byte = chunk[at]!;
        const stop = this.#structure(byte);
        if (stop === 'before' || stop === 'broken') return this.#stop(at, stop);
        at += 1;
        if (stop === 'after') return this.#stop(at, stop);
        continue;
      }
      if (!this.#quoted && this.#depth === 0) return this.#stop(at, 'after');
      if (this.oneLine && this.#lastIsNewline) return this.#stop(at, 'after');
    }
    this.at = at;
    return 'more';
  }

  #stop(at: number, how: 'before' | 'after' | 'broken'): Stop {
    this.at = at;
    return how === 'broken' ? 'broken' : 'end';
  }

  /** Goes to the end of the string or of the bytes. */
  #string(chunk: Buffer, from: number): number {
    const { length } = chunk;
    let at = from;
    while (at < length) {
      const byte = chunk[at]!;
      at += 1;
      if (this.#escaped && byte !== NEWLINE) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE || byte === NEWLINE) {
        [this.#quoted, this.#escaped, this.#last] = [false, false, QUOTE];
        this.#lastIsNewline = byte === NEWLINE;
        if (byte === NEWLINE) this.lines += 1;
        return at;
      }
    }
    return at;
  }

  #structure(byte: number): 'before' | 'after' | 'broken' | undefined {
    const startsLine = this.#lastIsNewline;
    this.#lastIsNewline = byte === NEWLINE;
    if (isSpace(byte)) {
      if (this.#depth === 0 && this.#begun) return 'before';
      if (byte !== NEWLINE) return undefined;
      if (this.oneLine && this.#begun) return 'before';
      this.lines += 1;
      return undefined;
    }
    const first = !this.#begun;
    const last = this.#last;
    [this.#begun, this.#last] = [true, byte];
    switch (byte) {
      case QUOTE:
        if (this.#depth === 0 && !first) return 'before';
        this.#quoted = true;
        return undefined;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (this.#depth === 0 && !first) return 'before';
        // in JSON an object begins after one of these, or there is something wrong before it
        if (this.alone && startsLine && byte === OPEN_OBJECT && ![OPEN_ARRAY, COMMA, COLON].includes(last))
          return 'broken';
        this.#depth += 1;
        return undefined;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (this.#depth === 0) return first ? 'after' : 'before';
        this.#depth -= 1;
        return this.#depth === 0 ? 'after' : undefined;
      case COMMA:
        if (this.#depth > 0) return undefined;
        return first ? 'after' : 'before';
      default:
        return undefined;
    }
  }
}
