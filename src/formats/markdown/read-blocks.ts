import type { Token } from 'markdown-it';
import { type Align, type Block, type Inline, text } from './nodes.js';
import { readInlines } from './read-inlines.js';

/** Tokens of the parser, one after the other. */
class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Everything up to the token that closes what is open, which is passed over. */
  blocks(): Block[] {
    const blocks: Block[] = [];
    for (let token = this.next(); token && token.nesting >= 0; token = this.next()) blocks.push(...this.block(token));
    return blocks;
  }

  private next(): Token | undefined {
    return this.tokens[this.at++];
  }

  private block(token: Token): Block[] {
    switch (token.type) {
      case 'heading_open':
        return [{ is: 'heading', level: Number(token.tag.slice(1)), children: this.line() }];
      case 'paragraph_open':
        return [{ is: 'paragraph', children: this.line() }];
      case 'blockquote_open':
        return [{ is: 'quote', blocks: this.blocks() }];
      case 'bullet_list_open':
        return [{ is: 'list', items: this.items() }];
      case 'ordered_list_open':
        return [{ is: 'list', start: Number(token.attrGet('start') ?? 1), items: this.items() }];
      case 'table_open':
        return [this.table()];
      case 'code_block':
      case 'fence':
        return [{ is: 'preformatted', text: token.content.replace(/\n$/, '') }];
      case 'hr':
        return [{ is: 'rule' }];
      default: // none that is known: as text, for nothing is lost
        return token.content === '' ? [] : [{ is: 'preformatted', text: token.content }];
    }
  }

  /** The running text of a block, and the token that closes it. */
  private line(): Inline[] {
    const inline = this.next();
    this.next();
    return readInlines(inline?.children ?? []);
  }

  private items(): Block[][] {
    const items: Block[][] = [];
    while (this.next()?.type === 'list_item_open') items.push(withBox(this.blocks()));
    return items;
  }

  private table(): Block {
    const align: Align[] = [];
    const rows: Inline[][][] = [];
    for (let token = this.next(); token && token.type !== 'table_close'; token = this.next()) {
      if (token.type === 'tr_open') rows.push([]);
      if (token.type === 'th_open') align.push(alignOf(token));
      if (token.type === 'th_open' || token.type === 'td_open') rows.at(-1)?.push(this.line());
    }
    const [head = [], ...body] = rows;
    return { is: 'table', align, head, rows: body };
  }
}

const alignOf = (token: Token): Align => {
  const style = token.attrGet('style') ?? '';
  return (['center', 'right'] as const).find((align) => style.endsWith(align)) ?? 'left';
};

/** An item that begins with `[ ]` or `[x]` is a task (GFM 5.3). */
function withBox(item: Block[]): Block[] {
  const [first, ...rest] = item;
  if (first?.is !== 'paragraph') return item;
  const [begin, ...more] = first.children;
  const found = begin?.is === 'text' ? /^\[([ xX])\](?=\s)/.exec(begin.text) : null;
  if (!found || begin?.is !== 'text') return item;
  const box: Inline = { is: 'box', ticked: found[1] !== ' ' };
  return [{ is: 'paragraph', children: [box, text(begin.text.slice(found[0].length)), ...more] }, ...rest];
}

/** The blocks that the parser found. */
export const readBlocks = (tokens: readonly Token[]): Block[] => new Reader(tokens).blocks();
