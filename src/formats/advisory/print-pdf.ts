import { createRequire } from 'node:module';
import { parseMarkdown } from '../markdown/parse-markdown.js';
import type { Content } from '../markdown/pdf-content.js';
import { flow } from '../markdown/pdf-text.js';
import { blocksToPdf } from '../markdown/print-pdf.js';
import { type Document, documentOf } from './document.js';
import { TLP_COLOURS } from './page-style.js';
import { PDF_LAYOUTS } from './pdf-layouts.js';
import { PDF_STYLES } from './pdf-styles.js';
import type { Printable } from './printable.js';

/** Paths of font files, by family and style. */
type Fonts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is used of pdfmake 0.3. */
interface Pdfmake {
  setFonts(fonts: Fonts): void;
  setTableLayouts(layouts: typeof PDF_LAYOUTS): void;
  setUrlAccessPolicy(allowed: (url: string) => boolean): void;
  setLocalAccessPolicy(allowed: (path: string) => boolean): void;
  createPdf(definition: Content): { getBuffer(): Promise<Buffer> };
}

/** A place in the layout, where pdfmake asks whether a page ends before it. */
interface Placed {
  readonly headlineLevel?: number;
  readonly startPosition: { readonly verticalRatio: number };
}

/** With more, a heading may end a page: each that must not is a layout of the whole anew. */
const HEADINGS = 60;

/** A heading goes with what it heads. */
const pageBreakBefore = ({ headlineLevel, startPosition }: Placed): boolean =>
  headlineLevel === 1 && startPosition.verticalRatio > 0.85;

const require = createRequire(import.meta.url);

/**
 * An advisory as a PDF in A4, its label at the head and foot of every page. It is made of the fonts that come with pdfmake and
 * of nothing else: no address is fetched and no other file is read, whatever the advisory says.
 */
export async function printPdf(printable: Printable): Promise<Buffer> {
  const pdfmake = require('pdfmake') as Pdfmake; // here: it is large, and needed in the printing thread alone
  const fonts = require('pdfmake/fonts/Roboto.js') as Fonts;
  const files = new Set(Object.values(fonts).flatMap((font) => Object.values(font)));
  pdfmake.setFonts(fonts);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => files.has(path));
  pdfmake.setTableLayouts(PDF_LAYOUTS);
  return pdfmake.createPdf(definitionOf(documentOf(printable), printable)).getBuffer();
}

function definitionOf(document: Document, printable: Printable): Content {
  const { lang, kind, version } = document;
  const { id } = printable.advisory;
  const content = contentOf(document);
  const headings = content.filter(({ headlineLevel }) => headlineLevel === 1).length;
  return {
    pageSize: 'A4',
    pageMargins: [54, 64, 54, 64],
    language: lang,
    displayTitle: true,
    info: infoOf(document, printable),
    header: () => band(document, `${kind}, version ${version}`, 26),
    footer: (page: number, pages: number) => band(document, `${id}   ·   ${page} / ${pages}`, 14),
    content,
    styles: PDF_STYLES,
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25, color: '#1b1f24' },
    ...(headings <= HEADINGS && { pageBreakBefore }),
  };
}

/** Nothing in it is of the moment of printing: the same advisory is the same file. */
const infoOf = ({ label, kind, title, version, modified }: Document, { advisory, names }: Printable): Content => ({
  title: `${label} ${title}`,
  author: advisory.authors.map((ref) => names[ref] ?? ref).join('; '),
  subject: `${kind}, version ${version}`,
  keywords: label,
  creator: 'Tocsin',
  producer: 'Tocsin',
  creationDate: new Date(modified),
});

function contentOf({ title, withdrawn, facts, body, sections, live }: Document): Content[] {
  const rows = facts.map(([name, value]) => [{ text: name, style: 'quiet' }, flow(value, live, {})]);
  return [
    { text: title, style: 'title' },
    ...(withdrawn ? [banner(withdrawn)] : []),
    { table: { widths: ['auto', '*'], body: rows }, layout: 'facts', margin: [0, 8, 0, 12] },
    ...blocksToPdf(parseMarkdown(body), live, 1),
    ...sections.flatMap(({ title: name, blocks }) => [
      { text: name, style: 'h2', headlineLevel: 1 },
      ...blocksToPdf(blocks, live, 1),
    ]),
  ];
}

function band({ label, tlp }: Document, words: string, top: number): Content {
  const colours = { color: TLP_COLOURS[tlp], fillColor: '#000000' };
  const box = { text: label, bold: true, fontSize: 12, margin: [4, 1, 4, 1], noWrap: true, ...colours };
  return {
    columns: [
      { text: words, style: 'quiet', fontSize: 8, margin: [0, 6, 0, 0], width: '*' },
      { table: { body: [[box]] }, layout: tlp === 'amber+strict' ? 'strict' : 'noBorders', width: 'auto' },
    ],
    margin: [54, top, 54, 0],
  };
}

function banner({ said, reason }: NonNullable<Document['withdrawn']>): Content {
  const text = [{ text: `${said} `, bold: true }, { text: reason }];
  const box = { text, color: '#a40e26', margin: [6, 4, 6, 4] };
  return { table: { widths: ['*'], body: [[box]] }, layout: 'banner', margin: [0, 10, 0, 4] };
}
