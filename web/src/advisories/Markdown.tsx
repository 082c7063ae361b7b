import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { type ComponentType, type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import { defangAny, printable } from 'tocsin';

/** What others wrote is never a link and loads nothing: a link is its words and its address, defanged; a picture its words. */
const components: Components = {
  a: ({ href, children }) => (
    <span>
      {children}
      {href !== undefined && href !== '' && <span className="mono muted"> &lt;{printable(defangAny(href))}&gt;</span>}
    </span>
  ),
  img: ({ alt }) => <span className="muted">[{printable(alt ?? '')}]</span>,
  // the page has its own first heading
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
};

/** Tables, without the autolinks that come with the rest of GitHub's Markdown. */
function tables(this: { data(): Record<string, unknown[] | undefined> }): void {
  const data = this.data();
  (data['micromarkExtensions'] ??= []).push(gfmTable());
  (data['fromMarkdownExtensions'] ??= []).push(gfmTableFromMarkdown());
}

interface Block {
  type: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  position?: { start: { offset?: number }; end: { offset?: number } };
  children?: Block[];
}

/** Puts each block of the text into a section that knows where in the text it stands. */
const passages = () => (tree: Block) => {
  tree.children = tree.children?.map((block) =>
    block.type === 'element' && block.position
      ? {
          type: 'element',
          tagName: 'section',
          properties: { dataFrom: block.position.start.offset, dataTo: block.position.end.offset },
          children: [block],
        }
      : block,
  );
};

interface MarkdownProps {
  text: string;
  /** Around each block, with where it stands in the text. */
  passage?: ComponentType<{ from: number; to: number; children: ReactNode }>;
}

export function Markdown({ text, passage: Passage }: MarkdownProps) {
  const own = useMemo<Components>(
    () =>
      Passage
        ? {
            ...components,
            section: ({ node, children }) => (
              <Passage from={Number(node?.properties['dataFrom'])} to={Number(node?.properties['dataTo'])}>
                {children}
              </Passage>
            ),
          }
        : components,
    [Passage],
  );
  return (
    <div className="prose">
      <ReactMarkdown
        components={own}
        remarkPlugins={[tables as never]}
        rehypePlugins={(Passage ? [passages] : []) as NonNullable<Options['rehypePlugins']>}
        urlTransform={(url) => url}
        skipHtml
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
