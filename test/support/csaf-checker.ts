import * as tests from '@secvisogram/csaf-validator-lib/basic.js';
import validate from '@secvisogram/csaf-validator-lib/validateStrict.js';
import { createHash } from 'node:crypto';
import { createMessage, readKey, readSignature, verify } from 'openpgp';
import type { Csaf, Entry, Metadata } from './csaf-published.js';

/** What a GET was answered with. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}
/** Asks for a URL, with credentials or without; follows nothing. */
export type Ask = (url: string, open?: boolean) => Promise<Got>;

/** What is wrong, by the number of the requirement (CSAF 2.0, 7.1); the empty ones were looked at and hold. */
export type Report = ReadonlyMap<number, string[]>;

const REQUIREMENTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20] as const;

/**
 * A checker of trusted providers, after what gocsaf/csaf's `csaf_checker` looks at, requirement by requirement. Shares no code
 * with the provider.
 */
export class CsafChecker {
  readonly documents = new Map<string, Csaf>();
  private readonly pages: Record<string, Got> = {};
  private readonly wrong = new Map<number, string[]>(REQUIREMENTS.map((number) => [number, []]));

  constructor(
    private readonly domain: string,
    private readonly ask: Ask,
  ) {}

  async check(): Promise<Report> {
    const metadata = await this.metadata();
    const key = await this.key(metadata);
    const dates = new Map<string, string>();
    for (const { rolie, directory_url: directory } of metadata.distributions) {
      for (const { tlp_label: label, url } of rolie?.feeds ?? []) await this.feed(label, url, key);
      for (const url of rolie?.services ?? []) await this.service(url, rolie?.feeds ?? []);
      if (directory !== undefined) for (const [url, date] of await this.directory(directory)) dates.set(url, date);
    }
    const feeds = [...this.documents.keys()].toSorted();
    this.that(12, JSON.stringify([...dates.keys()].toSorted()) === JSON.stringify(feeds), 'lists and feeds differ');
    for (const [url, { document }] of this.documents)
      this.that(13, dates.get(url) === document.tracking.current_release_date, `another date of ${url}`);
    return this.wrong;
  }

  private that(requirement: number, holds: unknown, what: string): void {
    if (!holds) this.wrong.get(requirement)!.push(what);
  }

  private async get(url: string): Promise<Got> {
    this.that(3, url.startsWith('https://'), `${url} is not https`);
    const got = await this.ask(url);
    this.that(6, got.status < 300 || got.status >= 400, `${url} redirects`);
    return got;
  }

  private async json<T>(url: string, requirement: number): Promise<T> {
    const { status, headers, bytes } = await this.get(url);
    this.that(requirement, status === 200, `${url} is ${status}`);
    this.that(
      requirement,
      headers.get('content-type') === 'application/json',
      `${url} is ${headers.get('content-type')}`,
    );
    return JSON.parse(bytes.toString('utf8')) as T;
  }

  private async metadata(): Promise<Metadata> {
    const url = `https://${this.domain}/.well-known/csaf/provider-metadata.json`;
    const metadata = await this.json<Metadata>(url, 9);
    this.that(7, metadata.canonical_url === url, 'canonical_url');
    this.that(7, !Number.isNaN(Date.parse(metadata.last_updated)), 'last_updated');
    this.that(7, typeof metadata.list_on_CSAF_aggregators === 'boolean', 'list_on_CSAF_aggregators');
    this.that(7, typeof metadata.mirror_on_CSAF_aggregators === 'boolean', 'mirror_on_CSAF_aggregators');
    this.that(7, metadata.metadata_version === '2.0', 'metadata_version');
    this.that(7, metadata.role === 'csaf_trusted_provider', 'role');
    this.that(7, metadata.publisher.name && URL.canParse(metadata.publisher.namespace), 'publisher');
    this.that(7, ['coordinator', 'vendor', 'other'].includes(metadata.publisher.category), 'publisher.category');
    const { bytes } = await this.get(`https://${this.domain}/.well-known/security.txt`);
    const text = bytes.toString('utf8');
    this.that(8, text.split('\n').includes(`CSAF: ${url}`), 'there is no CSAF line');
    this.that(8, /^Contact: \S+$/m.test(text) && /^Expires: \S+$/m.test(text), 'RFC 9116 asks for more');
    return metadata;
  }

  private async key({ public_openpgp_keys: [named] }: Metadata): Promise<string> {
    const { bytes } = await this.get(named?.url ?? '');
    const armoredKey = bytes.toString('utf8');
    const key = await readKey({ armoredKey });
    this.that(20, !key.isPrivate(), 'it is a private key');
    this.that(20, key.getFingerprint().toUpperCase() === named?.fingerprint.toUpperCase(), 'another fingerprint');
    return armoredKey;
  }

  private async service(url: string, feeds: readonly { url: string }[]): Promise<void> {
    const { service } = await this.json<{ service: { workspace: { collection: { href: string }[] }[] } }>(url, 16);
    const named = service.workspace.flatMap(({ collection }) => collection.map(({ href }) => href));
    for (const feed of feeds) this.that(16, named.includes(feed.url), `${feed.url} is not in it`);
  }

  private async feed(label: string, url: string, key: string): Promise<void> {
    const { feed } = await this.json<{
      feed: { id: string; title: string; link: Entry['link']; category: object[]; updated: string; entry: Entry[] };
    }>(url, 15);
    this.that(15, /^[\w+.-]+$/.test(feed.id) && feed.title !== '', `${url}: id and title`);
    this.that(15, feed.link[0]?.rel === 'self' && feed.link[0].href === url, `${url}: link`);
    this.that(
      15,
      JSON.stringify(feed.category[0]) === '{"scheme":"urn:ietf:params:rolie:category:information-type","term":"csaf"}',
      `${url}: category`,
    );
    this.that(15, !Number.isNaN(Date.parse(feed.updated)) && Array.isArray(feed.entry), `${url}: updated, entry`);
    for (const entry of feed.entry) await this.entry(label, entry, key);
  }

  private async entry(
    label: string,
    { id, title, link, published, updated, content, format }: Entry,
    key: string,
  ): Promise<void> {
    const [self] = link;
    const url = self?.href ?? '';
    this.that(15, self?.rel === 'self' && /^https:\/\/.+\.json$/.test(url) && content.src === url, `${id}: self`);
    this.that(15, content.type === 'application/json' && format.version === '2.0' && title !== '', `${id}: content`);
    this.that(15, Date.parse(published) <= Date.parse(updated), `${id}: times`);
    const of = (end: string) => link.find(({ href }) => href.endsWith(end))?.href ?? '';
    const bytes = await this.document(label, url, updated);
    await this.hashes(url, bytes, [of('.sha256'), of('.sha512')]);
    await this.signature(url, bytes, of('.asc'), key);
  }

  private async document(label: string, url: string, updated: string): Promise<Buffer> {
    const { bytes, status, headers } = await this.get(url);
    this.that(
      1,
      status === 200 && headers.get('content-type') === 'application/json',
      `${url} is ${status}, ${headers.get('content-type')}`,
    );
    const csaf = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Csaf;
    this.documents.set(url, csaf);
    const { isValid } = await validate(Object.values(tests), csaf);
    this.that(1, isValid, `${url} is not valid`);
    const { id, initial_release_date: first, current_release_date: last } = csaf.document.tracking;
    await this.listed(url);
    const [year, file] = url.split('/').slice(-2);
    this.that(
      2,
      file === `${id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`,
      `${url} should be named for ${id}`,
    );
    this.that(11, year === String(new Date(first).getUTCFullYear()), `${url} should be in the folder of ${first}`);
    this.that(
      15,
      updated === last && csaf.document.distribution?.tlp?.label === label,
      `${url} is not as its feed says`,
    );
    const open = await this.ask(url, true);
    if (label === 'WHITE') this.that(4, open.status === 200, `${url} is protected`);
    else this.that(5, open.status !== 200, `${url} is not protected`);
    return bytes;
  }

  /** The folder that it is in, and the one above, are pages that lead to it. */
  private async listed(url: string): Promise<void> {
    for (const [from, to] of [
      [new URL('./', url), new URL(url)],
      [new URL('../', url), new URL('./', url)],
    ] as const) {
      const page = (this.pages[from.href] ??= await this.get(from.href));
      const links = [...page.bytes.toString('utf8').matchAll(/<a href="([^"]+)">/g)];
      this.that(14, page.status === 200, `${from.href} is ${page.status}`);
      this.that(
        14,
        links.some(([, href = '']) => new URL(href, from).href === to.href),
        `${from.href} doesn’t list ${to.href}`,
      );
    }
  }

  private async hashes(url: string, bytes: Buffer, files: readonly string[]): Promise<void> {
    for (const [i, algorithm] of ['sha256', 'sha512'].entries()) {
      const got = await this.get(files[i] ?? '');
      const [hash] = got.bytes.toString('latin1').split(/\s/);
      this.that(
        18,
        got.status === 200 && hash === createHash(algorithm).update(bytes).digest('hex'),
        `${algorithm} of ${url}`,
      );
    }
  }

  private async signature(url: string, bytes: Buffer, file: string, armoredKey: string): Promise<void> {
    const armoredSignature = (await this.get(file)).bytes.toString('utf8');
    const { signatures } = await verify({
      message: await createMessage({ binary: bytes }),
      signature: await readSignature({ armoredSignature }),
      verificationKeys: await readKey({ armoredKey }),
    });
    this.that(19, await signatures[0]?.verified.catch(() => false), `signature of ${url}`);
  }

  /** URL and date of each document that the directory's lists name. */
  private async directory(base: string): Promise<[string, string][]> {
    const index = (await this.get(`${base}index.txt`)).bytes.toString('utf8').split('\n').filter(Boolean);
    const rows = (await this.get(`${base}changes.csv`)).bytes.toString('utf8').split('\r\n').filter(Boolean);
    const changes = rows.map((row) => /^"([^"]+)","([^"]+)"$/.exec(row)?.slice(1) ?? []);
    const paths = changes.map(([path = '']) => path);
    const dates = changes.map(([, date]) => Date.parse(date ?? ''));
    this.that(
      13,
      dates.every((date, i) => date <= (dates[i - 1] ?? Infinity)),
      `${base}changes.csv is not latest first`,
    );
    this.that(
      12,
      JSON.stringify(paths.toSorted()) === JSON.stringify(index.toSorted()),
      `${base}: index.txt and changes.csv differ`,
    );
    return changes.map(([path = '', date = '']) => [`${base}${path}`, date]);
  }
}
