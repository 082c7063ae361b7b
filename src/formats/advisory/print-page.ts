import { escapeHtml } from '../markdown/escape-html.js';
import { parseMarkdown } from '../markdown/parse-markdown.js';
import { blocksToHtml, inlinesToHtml } from '../markdown/print-html.js';
import { documentOf } from './document.js';
import { pagePolicy, pageStyle } from './page-style.js';
import type { Printable } from './printable.js';

/**
 * An advisory as an HTML page of its own, to read and to print. It asks for nothing, runs nothing, and says so itself
 * ({@link pagePolicy}) for when it is opened from a disk.
 */
export function printPage(printable: Printable): string {
  const document = documentOf(printable);
  const { tlp, label, lang, kind, title, version, withdrawn, facts, sections, live } = document;
  const band = (where: string, words: string) =>
    `<div class="band ${where}"><span>${words}</span><span class="label">${label}</span></div>`;
  const said = `${escapeHtml(kind)}, version ${version}`;
  return `<!doctype html>
<html lang="${escapeHtml(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy(tlp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${label} ${escapeHtml(title)}</title>
<style>${pageStyle(tlp)}</style>
</head>
<body>
<header>
${band('top', said)}
<h1>${escapeHtml(title)}</h1>
${withdrawn ? `<div class="withdrawn"><strong>${escapeHtml(withdrawn.said)}</strong> ${escapeHtml(withdrawn.reason)}</div>` : ''}
<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${inlinesToHtml(value, live)}</dd>`).join('\n')}</dl>
</header>
<main>
${blocksToHtml(parseMarkdown(document.body), live, 1)}
${sections.map(({ title: name, blocks }) => `<section><h2>${escapeHtml(name)}</h2>\n${blocksToHtml(blocks, live, 1)}</section>`).join('\n')}
</main>
<footer>${band('bottom', escapeHtml(printable.advisory.id))}</footer>
</body>
</html>
`;
}
