import type { Token } from 'markdown-it';
import type { Inline } from './nodes.js';

/** Marks within each other; what is deeper keeps its text and loses its marks. */
const DEPTH = 12;

const MARKS: Readonly<Record<string, 'strong' | 'emphasis' | 'strike'>> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'strike',
};

/** A mark that is open, and where what is within it goes. */
interface Open {
  readonly close: (children: Inline[]) => Inline;
  readonly children: Inline[];
}

/** The running text that the parser found. */
export function readInlines(tokens: readonly Token[]): Inline[] {
  const root: Inline[] = [];
  const open: Open[] = [];
  let deeper = 0; // marks beyond the limit that are open
  const here = () => open.at(-1)?.children ?? root;
  for (const token of tokens) {
    if (token.nesting === 0) here().push(...leaf(token));
    else if (token.nesting === 1 && (deeper > 0 || open.length >= DEPTH)) deeper += 1;
    else if (token.nesting === 1) open.push({ close: closer(token), children: [] });
    else if (deeper > 0) deeper -= 1;
    else {
      const done = open.pop();
      if (done) here().push(done.close(done.children));
    }
  }
  return root;
}

function leaf(token: Token): Inline[] {
  switch (token.type) {
    case 'softbreak':
      return [{ is: 'text', text: '\n' }];
    case 'hardbreak':
      return [{ is: 'break' }];
    case 'code_inline':
      return [{ is: 'code', text: token.content }];
    case 'image':
      return [{ is: 'picture', alt: token.content }];
    default: // text, and what the parser may come to know later
      return token.content === '' ? [] : [{ is: 'text', text: token.content }];
  }
}

function closer(token: Token): Open['close'] {
  const mark = MARKS[token.type];
  if (mark) return (children) => ({ is: mark, children });
  const url = token.attrGet('href') ?? '';
  return (children) => ({ is: 'link', url, children });
}
