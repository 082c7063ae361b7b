import type { Content } from '../markdown/pdf-content.js';

const QUIET = '#57606a';
const heading = (fontSize: number, top: number): Content => ({ fontSize, bold: true, margin: [0, top, 0, 4] });

/** The styles that content names. */
export const PDF_STYLES: Readonly<Record<string, Content>> = {
  title: { fontSize: 20, bold: true, lineHeight: 1.15 },
  h1: heading(16, 14),
  h2: heading(14, 14),
  h3: heading(12, 11),
  h4: heading(11, 9),
  h5: heading(10, 8),
  h6: heading(10, 8),
  p: { margin: [0, 2, 0, 6] },
  item: { margin: [0, 0, 0, 2] },
  list: { margin: [0, 2, 0, 8] },
  pre: { fontSize: 8.5, margin: [4, 3, 4, 3] },
  code: { fontSize: 8.5, background: '#f6f8fa' },
  quiet: { color: QUIET },
  link: { color: '#0b5394', decoration: 'underline' },
  th: { bold: true, fontSize: 9 },
  td: { fontSize: 9 },
};
