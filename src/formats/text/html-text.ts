const HIDDEN = /^(?:script|style|head|template|noscript|svg)$/;
const BREAKS =
  /^(?:p|div|br|hr|li|ul|ol|dl|dt|dd|tr|table|thead|tbody|h[1-6]|pre|blockquote|section|article|header|footer|main|figure|figcaption|address|title|option)$/;
const CELLS = /^(?:td|th)$/;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  shy: '\u00AD',
  period: '.',
  colon: ':',
  sol: '/',
  commat: '@',
  lbrack: '[',
  lsqb: '[',
  rbrack: ']',
  rsqb: ']',
  lpar: '(',
  rpar: ')',
  hyphen: '‐',
  dash: '‐',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  zwnj: '\u200C',
  zwj: '\u200D',
  lowbar: '_',
  bsol: '\\',
  num: '#',
  percnt: '%',
  equals: '=',
  quest: '?',
  comma: ',',
  semi: ';',
  excl: '!',
  Tab: '\t',
  NewLine: '\n',
};
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([A-Za-z]{2,8}));/gi;

/** Decodes character references. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? NAMED[name]! : all;
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : all;
  });
}

/** The text of a page as it is read, with the address of each link in brackets behind it where the text is another. */
export function htmlText(html: string): { text: string; links: [number, number][] } {
  return new PageText(html).read();
}

class PageText {
  private readonly parts: string[] = [];
  private length = 0;
  private readonly links: [number, number][] = [];
  private href: { readonly target: string; readonly from: number } | undefined;
  private shown = '';

  constructor(private readonly html: string) {}

  read(): { text: string; links: [number, number][] } {
    const { html } = this;
    for (let at = 0; at < html.length;) {
      const open = html.indexOf('<', at);
      if (open < 0) {
        this.say(decodeEntities(html.slice(at)));
        break;
      }
      if (open > at) this.say(decodeEntities(html.slice(at, open)));
      at = this.tag(open);
    }
    this.closeLink();
    return { text: this.parts.join(''), links: this.links };
  }

  private say(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    if (this.href && this.shown.length < 8_192) this.shown += text;
  }

  /** Reads the tag or comment that begins there; returns where it ends. */
  private tag(open: number): number {
    const { html } = this;
    if (html.startsWith('<!--', open)) return endAfter(html, '-->', open + 4);
    const [, slash = '', written] = /^<(\/?)([A-Za-z][A-Za-z0-9-]{0,30})/.exec(html.slice(open, open + 34)) ?? [];
    if (written === undefined) {
      if (/[!?]/.test(html.charAt(open + 1))) return endAfter(html, '>', open);
      this.say('<');
      return open + 1;
    }
    const name = written.toLowerCase();
    const close = closeOf(html, open + 1 + slash.length + written.length);
    const attributes = html.slice(open, Math.min(close, open + 16_384));
    if (BREAKS.test(name)) this.say('\n');
    else if (CELLS.test(name)) this.say('\t');
    if (name === 'a') {
      this.closeLink();
      const target = slash === '' ? attribute(attributes, 'href') : undefined;
      if (target !== undefined) this.href = { target, from: this.length };
    }
    if (slash === '' && HIDDEN.test(name) && name !== 'head' && !attributes.endsWith('/>'))
      return endOfElement(html, name, close);
    return close;
  }

  private closeLink(): void {
    const target = this.href?.target;
    const from = this.href?.from ?? 0;
    const shown = this.shown.trim();
    [this.href, this.shown] = [undefined, ''];
    if (target === undefined || !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target) || /^(?:javascript|data):/i.test(target))
      return;
    if (shown === target || shown === target.replace(/^mailto:/i, '')) {
      this.links.push([from, this.length]);
      return;
    }
    this.say(' (');
    this.links.push([this.length, this.length + target.length]);
    this.say(`${target})`);
  }
}

const endAfter = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
};

/** After the `>` of a tag, not counting those within quotation marks. */
function closeOf(html: string, from: number): number {
  for (let at = from; at < html.length; at += 1) {
    const char = html.charAt(at);
    if (char === '>') return at + 1;
    if (char === '"' || char === "'") {
      if (!/=\s{0,8}$/.test(html.slice(Math.max(0, at - 9), at))) continue;
      const end = html.indexOf(char, at + 1);
      if (end < 0) return html.length;
      at = end;
    }
  }
  return html.length;
}

function endOfElement(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}\\b`, 'gi');
  end.lastIndex = from;
  const match = end.exec(html);
  return match ? endAfter(html, '>', match.index) : html.length;
}

function attribute(tag: string, name: string): string | undefined {
  const [, double, single, bare] =
    new RegExp(`\\s${name}\\s{0,8}=\\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag) ?? [];
  const value = double ?? single ?? bare;
  return value === undefined ? undefined : decodeEntities(value).trim();
}
