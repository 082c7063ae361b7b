import { blocksToMarkdown, escapeMarkdown, inlinesToMarkdown } from '../markdown/print-markdown.js';
import { documentOf } from './document.js';
import type { Printable } from './printable.js';

/** An advisory as Markdown: its text as its authors wrote it, all else escaped; the label is its first and its last line. */
export function printMarkdown(printable: Printable): string {
  const { label, kind, title, withdrawn, facts, body, sections, live } = documentOf(printable);
  const parts = [
    label,
    `# ${escapeMarkdown(title)}`,
    ...(withdrawn ? [`> **${withdrawn.said}** ${escapeMarkdown(withdrawn.reason)}`] : []),
    [`- ${kind}`, ...facts.map(([name, value]) => `- ${name}: ${inlinesToMarkdown(value, live)}`)].join('\n'),
    body,
    ...sections.map(({ title: name, blocks }) => `## ${escapeMarkdown(name)}\n\n${blocksToMarkdown(blocks, live)}`),
    label,
  ];
  return `${parts.join('\n\n')}\n`;
}
