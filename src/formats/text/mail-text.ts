import { append } from '../../kernel/index.js';
import { decodeEncodedWords, decodeTransfer } from './mail-decode.js';
import { htmlText } from './html-text.js';

/** Headers that say who sent it; and those of its way and of whom it was for, which say nothing of a threat. */
const SAID = ['from', 'sender', 'reply-to', 'return-path', 'subject', 'x-originating-ip', 'x-mailer'];
const WAY = ['to', 'cc', 'delivered-to', 'received', 'x-received'];
const DEPTH = 8;
const PARTS = 1_000;

interface Part {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

type Spans = [number, number][];

/**
 * The text of a letter (RFC 5322, MIME): its telling headers, then the text of its parts, decoded. Attachments are named,
 * and letters within it read; nothing else of them is.
 */
export function mailText(written: string): { text: string; links: Spans; way: Spans } {
  const letter = new Letter();
  letter.read(partOf(written), 0);
  return { text: letter.parts.join(''), links: letter.links, way: letter.way };
}

class Letter {
  readonly parts: string[] = [];
  readonly links: Spans = [];
  readonly way: Spans = [];
  private length = 0;
  private count = 0;

  read(part: Part, depth: number): void {
    for (const name of [...SAID, ...WAY]) {
      for (const value of part.headers.get(name) ?? []) {
        const from = this.length;
        this.say(`${name}: ${decodeEncodedWords(value)}\n`);
        if (WAY.includes(name)) this.way.push([from, this.length]);
      }
    }
    if (this.length > 0) this.say('\n');
    this.content(part, depth);
  }

  private content(part: Part, depth: number): void {
    if ((this.count += 1) > PARTS || depth > DEPTH) return;
    const type = first(part, 'content-type') || 'text/plain';
    const kind = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const boundary = parameter(type, 'boundary');
    if (kind.startsWith('multipart/') && boundary) {
      for (const inner of partsOf(part.body, boundary)) this.content(partOf(inner), depth + 1);
      return;
    }
    const file = parameter(first(part, 'content-disposition'), 'filename') ?? parameter(type, 'name');
    if (file !== undefined) this.say(`attachment: ${decodeEncodedWords(file)}\n`);
    const isAttached = /^\s*attachment/i.test(first(part, 'content-disposition'));
    if (kind === 'message/rfc822') this.read(partOf(this.decoded(part, type)), depth + 1);
    else if (kind === 'text/html' && !isAttached) this.page(this.decoded(part, type));
    else if (kind.startsWith('text/') && !isAttached) this.say(`${this.decoded(part, type)}\n`);
  }

  private decoded(part: Part, type: string): string {
    return decodeTransfer(part.body, first(part, 'content-transfer-encoding'), parameter(type, 'charset'));
  }

  private page(html: string): void {
    const { text, links } = htmlText(html);
    for (const [from, to] of links) this.links.push([this.length + from, this.length + to]);
    this.say(`${text}\n`);
  }

  private say(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }
}

const first = (part: Part, name: string): string => part.headers.get(name)?.[0] ?? '';

/** Splits headers from the body at the first empty line. */
function partOf(written: string): Part {
  const text = written.replace(/^\s+/, '');
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const headers = new Map<string, string[]>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || /\s/.test(name)) continue;
    append(headers, name, line.slice(colon + 1).trim());
  }
  return { headers, body: end ? text.slice(end.index + end[0].length) : '' };
}

function partsOf(body: string, boundary: string): string[] {
  const pieces = `\n${body}`.split(`\n--${boundary}`);
  return pieces.slice(1).filter((piece) => !piece.startsWith('--'));
}

function parameter(header: string, name: string): string | undefined {
  const [, quoted, bare] =
    new RegExp(`;\\s{0,80}${name}\\*?=(?:"([^"]{0,1000})"|([^\\s;"]{1,1000}))`, 'i').exec(header) ?? [];
  return quoted ?? bare;
}
