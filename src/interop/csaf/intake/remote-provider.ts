import { createHash } from 'node:crypto';
import { hashIn, parseChanges, parseFeed, type RemoteFile } from '../../../formats/index.js';
import { type Outbound, OutboundFailure } from '../../../platform/index.js';
import { discover } from './discovery.js';
import { checkSignature, fingerprintOf } from './openpgp-check.js';

/** Bytes of each kind of file, at most. */
const MOST = { key: 1 << 20, list: 64 << 20, document: 10 << 20, hash: 1 << 12, signature: 1 << 16 };

/** What somebody else's provider offers, as its metadata said. */
export interface Offer {
  readonly key: string;
  readonly files: readonly RemoteFile[];
  /** Lists that could not be had. */
  readonly failures: readonly string[];
}

/** Somebody else's CSAF provider, asked through {@link Outbound}. */
export class RemoteProvider {
  constructor(
    private readonly outbound: Outbound,
    private readonly until: AbortSignal,
  ) {}

  /**
   * Its key, which must be the one with this fingerprint, and its documents, by ROLIE feeds where it has any. Throws
   * {@link OutboundFailure}, `blocked_destination`, `csaf_invalid`.
   */
  async offer(url: string, fingerprint: string): Promise<Offer> {
    const { url: metadataUrl, metadata } = await discover(url, fingerprint, (place, most) => this.get(place, most));
    const { feeds, directories, keys } = metadata;
    const named = keys.find((key) => key.fingerprint === fingerprint);
    if (!named) throw new OutboundFailure('the provider names no key with the fingerprint that is pinned');
    const key = (await this.get(new URL(named.url, metadataUrl).href, MOST.key)).toString('utf8');
    if ((await fingerprintOf(key)) !== fingerprint)
      throw new OutboundFailure('the provider’s key has another fingerprint than is pinned');
    const lists = feeds.length > 0 ? feeds : directories;
    const read = feeds.length > 0 ? this.feed.bind(this) : this.changes.bind(this);
    const files = new Map<string, RemoteFile>();
    const failures: string[] = [];
    for (const list of lists)
      try {
        for (const file of await read(new URL(list, metadataUrl).href)) files.set(file.url, file);
      } catch (error) {
        if (!(error instanceof OutboundFailure)) throw error;
        failures.push(`${error.message} (${list})`); // such as one for which it asks for credentials
      }
    return { key, files: [...files.values()], failures };
  }

  private async feed(url: string): Promise<RemoteFile[]> {
    return parseFeed(await this.get(url, MOST.list), url);
  }

  private async changes(directory: string): Promise<RemoteFile[]> {
    const base = directory.endsWith('/') ? directory : `${directory}/`;
    return parseChanges(await this.get(`${base}changes.csv`, MOST.list), base);
  }

  /** A document whose hash and signature are good: nothing has been read of it. Throws {@link OutboundFailure}, `signature_invalid`. */
  async document({ url, hash, signature }: RemoteFile, key: string): Promise<Buffer> {
    const bytes = await this.get(url, MOST.document);
    const said = hashIn(await this.get(hash.url, MOST.hash));
    if (said !== createHash(hash.algorithm).update(bytes).digest('hex'))
      throw new OutboundFailure(`the hash of ${url} is not the one that the provider says`);
    await checkSignature(bytes, (await this.get(signature, MOST.signature)).toString('utf8'), key);
    return bytes;
  }

  private get(url: string, most: number): Promise<Buffer> {
    return this.outbound.get(url, most, this.until);
  }
}
