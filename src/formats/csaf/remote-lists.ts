import { z } from 'zod';
import { Fault } from '../../kernel/index.js';
import { parseJson } from '../json/parse-json.js';

/** What of somebody else's `provider-metadata.json` is read, 2.0 or 2.1. */
export interface RemoteMetadata {
  readonly feeds: readonly string[];
  readonly directories: readonly string[];
  readonly keys: readonly { readonly fingerprint: string; readonly url: string }[];
}

/** A document as a provider's list names it, with the files that prove it. */
export interface RemoteFile {
  readonly url: string;
  readonly updated: string;
  readonly hash: { readonly url: string; readonly algorithm: 'sha256' | 'sha512' };
  readonly signature: string;
}

const PROTECTED = ['RED'];
const Labelled = z.object({ tlp_label: z.string().optional(), url: z.string().max(2_000) });
const Metadata = z.object({
  distributions: z
    .array(
      z.object({
        directory_url: z.string().max(2_000).optional(),
        directory: Labelled.optional(),
        rolie: z.object({ feeds: z.array(Labelled).max(100) }).optional(),
      }),
    )
    .max(100)
    .default([]),
  public_openpgp_keys: z
    .array(z.object({ fingerprint: z.string().max(200).default(''), url: z.string().max(2_000) }))
    .max(100)
    .default([]),
});
const Feed = z.object({
  feed: z.object({
    entry: z.array(
      z.object({
        updated: z.string().max(100),
        content: z.object({ src: z.string().max(2_000) }),
        link: z.array(z.object({ rel: z.string(), href: z.string().max(2_000) })).max(20),
      }),
    ),
  }),
});

/** Values in a list, and how deep: a feed names every document there is. */
const LIMITS = { depth: 20, nodes: 2_000_000 };

function read<T extends z.ZodType>(bytes: Buffer, schema: T, what: string): z.infer<T> {
  const parsed = schema.safeParse(parseJson(bytes, LIMITS));
  if (!parsed.success) throw new Fault('csaf_invalid', `the ${what} can’t be read: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

/** Feeds and directories for what is TLP:RED are left out. Throws `csaf_invalid` and the faults of {@link parseJson}. */
export function parseMetadata(bytes: Buffer): RemoteMetadata {
  const { distributions, public_openpgp_keys: keys } = read(bytes, Metadata, 'provider metadata');
  const open = ({ tlp_label: label = '' }: z.infer<typeof Labelled>) => !PROTECTED.includes(label);
  return {
    feeds: distributions.flatMap(({ rolie }) => rolie?.feeds.filter(open) ?? []).map(({ url }) => url),
    directories: distributions.flatMap(({ directory_url: url, directory }) => [
      ...(url === undefined ? [] : [url]),
      ...(directory && open(directory) ? [directory.url] : []),
    ]),
    keys: keys.map(({ fingerprint, url }) => ({ fingerprint: fingerprint.toLowerCase(), url })),
  };
}

/** The documents of a ROLIE feed. `base`: its own URL. Throws `csaf_invalid` and the faults of {@link parseJson}. */
export function parseFeed(bytes: Buffer, base: string): RemoteFile[] {
  return read(bytes, Feed, 'ROLIE feed').feed.entry.map(({ updated, content, link }) => {
    const url = absolute(content.src, base);
    const of = (rel: string, end: string) => link.find((one) => one.rel === rel && one.href.endsWith(end))?.href;
    const long = of('hash', '.sha512');
    const hash = long ?? of('hash', '.sha256') ?? `${url}.sha256`;
    return {
      url,
      updated,
      hash: { url: absolute(hash, base), algorithm: long === undefined ? 'sha256' : 'sha512' },
      signature: absolute(of('signature', '.asc') ?? `${url}.asc`, base),
    };
  });
}

/** The documents of `changes.csv`, quoted (2.0) or not (2.1). `base`: the directory. Throws `csaf_invalid`. */
export function parseChanges(bytes: Buffer, base: string): RemoteFile[] {
  const lines = bytes.toString('utf8').split(/\r?\n/).filter(Boolean);
  return lines.map((line) => {
    const [, path, updated] = /^"?([^",]{1,1000})"?,"?([^",]{1,100})"?\s*$/.exec(line) ?? [];
    if (path === undefined || updated === undefined)
      throw new Fault('csaf_invalid', 'a line of changes.csv can’t be read');
    const url = absolute(path, base.endsWith('/') ? base : `${base}/`);
    return { url, updated, hash: { url: `${url}.sha256`, algorithm: 'sha256' }, signature: `${url}.asc` };
  });
}

function absolute(url: string, base: string): string {
  if (!URL.canParse(url, base)) throw new Fault('csaf_invalid', 'a URL of the provider can’t be read');
  return new URL(url, base).href;
}

/** The hash that a file of a hash and perhaps a name says; undefined for anything else. */
export function hashIn(bytes: Buffer): string | undefined {
  return /^([0-9a-f]{64}|[0-9a-f]{128})(?:\s|$)/i.exec(bytes.toString('latin1', 0, 200))?.[1]?.toLowerCase();
}
