import { type ComponentType, Fragment, type ReactNode, useMemo } from 'react';
import { defangAny, printable } from 'tocsin';
import { withoutBareLinks } from '../../../src/formats/markdown/bare-links.js';
import { type Block, boxSign, type Inline } from '../../../src/formats/markdown/nodes.js';
import { type Passage, readMarkdown } from './read-markdown.js';

const MARKS = { strong: 'strong', emphasis: 'em', strike: 's' } as const;

const within = (inlines: readonly Inline[]): ReactNode[] =>
  inlines.map((one, i) => <Fragment key={i}>{inline(one)}</Fragment>);
const blocks = (inner: readonly Block[]): ReactNode[] =>
  inner.map((one, i) => <Fragment key={i}>{block(one)}</Fragment>);

/** What others wrote is never a link and loads nothing: a link is its words and its address, defanged; a picture its words. */
function inline(one: Inline): ReactNode {
  switch (one.is) {
    case 'text':
      return withoutBareLinks(one.text);
    case 'code':
      return <code>{one.text}</code>;
    case 'break':
      return <br />;
    case 'box':
      return boxSign(one.ticked);
    case 'picture':
      return <span className="muted">[{printable(one.alt)}]</span>;
    case 'link':
      return (
        <span>
          {within(one.children)}
          {one.url !== '' && <span className="mono muted"> &lt;{printable(defangAny(one.url))}&gt;</span>}
        </span>
      );
    default: {
      const Mark = MARKS[one.is];
      return <Mark>{within(one.children)}</Mark>;
    }
  }
}

/** Headings of a text, one below the other without a gap, whichever an author begins with: the page has its own first heading. */
function ranked(passages: readonly Passage[]): readonly Passage[] {
  const all = passages.flatMap(({ blocks: inner }) => inner);
  const used = [...new Set(all.flatMap((one) => (one.is === 'heading' ? [one.level] : [])))].toSorted((a, b) => a - b);
  const rank = (one: Block): Block => (one.is === 'heading' ? { ...one, level: used.indexOf(one.level) + 1 } : one);
  return passages.map((passage) => ({ ...passage, blocks: passage.blocks.map(rank) }));
}

const heading = (level: number): 'h2' | 'h3' | 'h4' | 'h5' | 'h6' => `h${Math.min(level + 1, 6)}` as 'h2';

function block(one: Block): ReactNode {
  switch (one.is) {
    case 'heading': {
      const Heading = heading(one.level);
      return <Heading>{within(one.children)}</Heading>;
    }
    case 'paragraph':
      return <p>{within(one.children)}</p>;
    case 'quote':
      return <blockquote>{blocks(one.blocks)}</blockquote>;
    case 'list': {
      const items = one.items.map((inner, i) => <li key={i}>{item(inner)}</li>);
      return one.start === undefined ? <ul>{items}</ul> : <ol start={one.start}>{items}</ol>;
    }
    case 'preformatted':
      return (
        <pre>
          <code>{one.text}</code>
        </pre>
      );
    case 'rule':
      return <hr />;
    case 'table':
      return table(one);
  }
}

/** An item that begins with a paragraph is not set apart from the next. */
function item([first, ...rest]: readonly Block[]): ReactNode {
  if (first?.is !== 'paragraph') return blocks(first ? [first, ...rest] : []);
  return (
    <>
      {within(first.children)}
      {blocks(rest)}
    </>
  );
}

function table({ align, head, rows }: Extract<Block, { is: 'table' }>): ReactNode {
  const cells = (Cell: 'th' | 'td', row: readonly (readonly Inline[])[]) => (
    <tr>
      {row.map((cell, i) => (
        <Cell key={i} style={{ textAlign: align[i] ?? 'left' }}>
          {within(cell)}
        </Cell>
      ))}
    </tr>
  );
  return (
    <table>
      <thead>{cells('th', head)}</thead>
      <tbody>
        {rows.map((row, i) => (
          <Fragment key={i}>{cells('td', row)}</Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface MarkdownProps {
  text: string;
  /** Around each block, with where it stands in the text. */
  passage?: ComponentType<{ from: number; to: number; children: ReactNode }>;
}

/** Markdown by the rule that the hub prints by; see `readMarkdown`. */
export function Markdown({ text, passage: Passage }: MarkdownProps) {
  const passages = useMemo(() => ranked(readMarkdown(text)), [text]);
  return (
    <div className="prose">
      {passages.map(({ from, to, blocks: inner }) =>
        Passage ? (
          <Passage key={from} from={from} to={to}>
            {blocks(inner)}
          </Passage>
        ) : (
          <Fragment key={from}>{blocks(inner)}</Fragment>
        ),
      )}
    </div>
  );
}
