/** Where in a JSON text a scan is: kept as offsets only, so that it costs nothing until something is wrong. */
export class JsonPath {
  /** Per depth the place in an array as `-1 - index`, or the offset of the key in an object. */
  readonly #steps: Int32Array;
  readonly #ends: Int32Array;
  #depth = 0;

  constructor(
    private readonly bytes: Buffer,
    depth: number,
  ) {
    this.#steps = new Int32Array(depth + 1);
    this.#ends = new Int32Array(depth + 1);
  }

  index(depth: number, index: number): void {
    this.#depth = depth;
    this.#steps[depth] = -1 - index;
  }

  key(depth: number, start: number, end: number): void {
    this.#depth = depth;
    this.#steps[depth] = start;
    this.#ends[depth] = end;
  }

  /** Between two members of the object at `depth`: whatever is wrong here is the object's. */
  between(depth: number): void {
    this.#depth = depth - 1;
  }

  /** JSON pointer (RFC 6901) to the value under way; undefined when a key on the way is long or has escapes. */
  pointer(): string | undefined {
    const tokens: string[] = [];
    for (let depth = 1; depth <= this.#depth; depth += 1) {
      const step = this.#steps[depth] ?? 0;
      const token = step < 0 ? String(-1 - step) : this.bytes.toString('utf8', step, this.#ends[depth]);
      if (token.length > 64 || token.includes('\\')) return undefined;
      tokens.push(`/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
    return tokens.join('');
  }
}
