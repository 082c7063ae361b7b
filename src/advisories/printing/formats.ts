import { pagePolicy } from '../../formats/index.js';
import type { Tlp } from '../../kernel/index.js';

export const FORMATS = ['html', 'markdown', 'pdf', 'stix', 'signed', 'csaf-2.0', 'csaf-2.1'] as const;
/** What a published advisory can be had as. */
export type Format = (typeof FORMATS)[number];

/** How a format is given to who asks for it. */
export interface Shape {
  readonly type: string;
  /** Of its file's name. */
  readonly extension: string;
  readonly disposition: 'inline' | 'attachment';
  /** Whether TLP:RED is read in it: by the people named, each in a session of their own. */
  readonly red: boolean;
  /** Content-Security-Policy, where a browser shows it. */
  readonly policy?: (tlp: Tlp) => string;
}

export const SHAPES: Record<Format, Shape> = {
  html: {
    type: 'text/html; charset=utf-8',
    extension: 'html',
    disposition: 'inline',
    red: true,
    policy: (tlp) => `${pagePolicy(tlp)}; frame-ancestors 'none'; sandbox`,
  },
  markdown: { type: 'text/markdown; charset=utf-8', extension: 'md', disposition: 'attachment', red: false },
  pdf: { type: 'application/pdf', extension: 'pdf', disposition: 'attachment', red: false },
  'csaf-2.0': { type: 'application/json', extension: 'json', disposition: 'attachment', red: false },
  'csaf-2.1': { type: 'application/json', extension: 'json', disposition: 'attachment', red: false },
  signed: { type: 'application/stix+json;version=2.1', extension: 'json', disposition: 'attachment', red: true },
  stix: { type: 'application/stix+json;version=2.1', extension: 'json', disposition: 'attachment', red: false },
};

/** The name of its file (RFC 6266): the label first, and nothing that a file system or a header could misread. */
export function fileName(tlp: Tlp, title: string, version: number, { extension }: Shape): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `tlp-${tlp.replace('+', '-')}_${words || 'advisory'}_v${version}.${extension}`;
}
