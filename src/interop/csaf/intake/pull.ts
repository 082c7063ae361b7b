import type { AudienceAsk } from '../../../audience/index.js';
import type { RemoteFile } from '../../../formats/index.js';
import { Fault, tlpOf, type Viewer } from '../../../kernel/index.js';
import { OutboundFailure, type Pool } from '../../../platform/index.js';
import type { Importer } from './importer.js';
import type { RemoteProvider } from './remote-provider.js';

/** A provider that is to be asked now. */
export interface DueProvider {
  readonly id: string;
  readonly organisation_id: string;
  readonly url: string;
  readonly fingerprint: string;
  readonly tlp: number;
  readonly audience: string | null;
  readonly created_by: string;
}

/** How it went. `more`: there is more to be had at once. */
export interface Pulled {
  readonly error: string | undefined;
  readonly more: boolean;
}

/** Documents of one round, and failures after which it is given up until the next. */
const ROUND = 500;
const PATIENCE = 3;
/** The last change of what could not be had yet. */
const NEVER = '';

/** One round: what is new or changed at a provider since it was last taken, each document once. */
export class Pull {
  constructor(
    private readonly pool: Pool,
    private readonly importer: Importer,
    private readonly remote: RemoteProvider,
    /** Says that this process still has the provider for itself; throws when it should stop. */
    private readonly renew: () => Promise<void>,
  ) {}

  async run(viewer: Viewer, provider: DueProvider): Promise<Pulled> {
    const { key, files, failures: lists } = await this.remote.offer(provider.url, provider.fingerprint);
    const due = await this.due(provider, files);
    const failures: string[] = [];
    for (const file of due.slice(0, ROUND)) {
      await this.renew();
      const failure = await this.one(viewer, provider, file, key);
      if (failure === undefined) continue;
      failures.push(failure);
      await this.missed(provider, file, failure);
      if (failures.length >= PATIENCE) break;
    }
    return { error: failures.at(-1) ?? lists.at(-1), more: failures.length === 0 && due.length > ROUND };
  }

  /** Those whose last change is not the one that was taken, the oldest first; what failed before comes last, the longest ago first, and holds up nothing. */
  private async due({ id }: DueProvider, files: readonly RemoteFile[]): Promise<RemoteFile[]> {
    const { rows } = await this.pool.query<{ url: string; updated: string; at: Date }>(
      'select url, updated, at from csaf_provider_file where provider_id = $1',
      [id],
    );
    const taken = new Map(rows.map(({ url, updated }) => [url, updated]));
    const missed = new Map(rows.flatMap(({ url, updated, at }) => (updated === NEVER ? [[url, at.getTime()]] : [])));
    const tried = ({ url }: RemoteFile) => missed.get(url) ?? 0;
    return files
      .filter(({ url, updated }) => taken.get(url) !== updated)
      .toSorted((a, b) => tried(a) - tried(b) || timeOf(a) - timeOf(b));
  }

  /** What was wrong with getting it, to be tried again; undefined for what was taken or refused, and is done with. */
  private async one(viewer: Viewer, provider: DueProvider, file: RemoteFile, key: string): Promise<string | undefined> {
    try {
      const bytes = await this.remote.document(file, key);
      const { outcome } = await this.importer.take(viewer, {
        bytes,
        tlp: tlpOf(provider.tlp),
        audience: provider.audience === null ? undefined : (JSON.parse(provider.audience) as AudienceAsk),
        sourceUrl: file.url,
        pinned: provider.fingerprint,
        signedBy: provider.fingerprint,
      });
      await this.note(provider, file, outcome === 'unchanged' ? outcome : 'imported', null);
      return undefined;
    } catch (error) {
      if (error instanceof OutboundFailure) return error.message;
      if (!(error instanceof Fault)) throw error;
      if (['signature_invalid', 'blocked_destination'].includes(error.code)) return `${error.message} (${file.url})`;
      if (error.status >= 500 || error.status === 401) throw error;
      await this.note(provider, file, 'refused', error.message);
      return undefined;
    }
  }

  /** It could not be had. What became of an earlier state of it stands. */
  private async missed({ id }: DueProvider, { url }: RemoteFile, why: string): Promise<void> {
    await this.pool.query(
      `insert into csaf_provider_file (provider_id, url, updated, outcome, detail) select id, $2, $3, 'refused', $4 from csaf_provider where id = $1
       on conflict (provider_id, url) do update set updated = excluded.updated, detail = excluded.detail, at = now()`,
      [id, url, NEVER, why.slice(0, 500)],
    );
  }

  private async note(
    { id }: DueProvider,
    { url, updated }: RemoteFile,
    outcome: string,
    detail: string | null,
  ): Promise<void> {
    await this.pool.query(
      `insert into csaf_provider_file (provider_id, url, updated, outcome, detail) select id, $2, $3, $4, $5 from csaf_provider where id = $1
       on conflict (provider_id, url) do update set updated = excluded.updated, outcome = excluded.outcome, detail = excluded.detail, at = now()`,
      [id, url, updated, outcome, detail?.slice(0, 500)],
    );
  }
}

const timeOf = ({ updated }: RemoteFile): number => Date.parse(updated) || 0;
