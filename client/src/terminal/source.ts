import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** The text of a file or of stdin, as it comes: UTF-8, or UTF-16 as spreadsheets write it; without a byte order mark. */
export async function* textOf(path: string, stdin: Readable): AsyncGenerator<string> {
  const bytes = path === '-' ? stdin : (await open(path)).createReadStream();
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of bytes as AsyncIterable<Buffer | string>) {
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    decoder ??= new TextDecoder(encodingOf(piece));
    yield decoder.decode(piece, { stream: true });
  }
  const last = decoder?.decode();
  if (last) yield last;
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** A text that can be looked into before it is read. */
export class Lines {
  #text = '';
  #ended = false;
  readonly #chunks: AsyncIterator<string>;

  constructor(chunks: AsyncIterable<string>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The beginning of what is left, at least `characters` long unless the text is shorter. Takes nothing. */
  async peek(characters: number): Promise<string> {
    while (this.#text.length < characters && (await this.#more()));
    return this.#text;
  }

  /** All that is left, line by line, without the ends. */
  async *lines(): AsyncGenerator<string> {
    let from = 0;
    for (;;) {
      const end = this.#text.indexOf('\n', from);
      if (end >= 0) {
        yield this.#text.slice(from, end).replace(/\r$/, '');
        from = end + 1;
        continue;
      }
      this.#text = this.#text.slice(from);
      from = 0;
      if (await this.#more()) continue;
      if (this.#text !== '') yield this.#text.replace(/\r$/, '');
      return;
    }
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const { value, done } = await this.#chunks.next();
    if (done) this.#ended = true;
    else this.#text += value;
    return !done;
  }
}
