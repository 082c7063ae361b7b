import type { Audiences } from '../../audience/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool, Pulse, Sql } from '../../platform/index.js';
import type { Publication } from '../publication/publication.js';
import { type Frozen, freeze, targetOf } from '../signing/issue.js';
import type { Quotes } from '../signing/quotes.js';
import type { Sources } from '../signing/sources.js';
import { restorePublished } from './restore.js';
import { authorOf, record } from './steps.js';
import { unfreeze } from './unfreeze.js';
import {
  assertIn,
  assertLeads,
  assertRead,
  assertStill,
  assertWrites,
  openWork,
  type State,
  type Work,
} from './work.js';

/** From one state to the next: each step by who may take it, and on record. */
export class Workflow {
  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly audiences: Audiences,
    private readonly sources: Sources,
    private readonly quotes: Quotes,
    private readonly publication: Publication,
  ) {}

  /** Those who are asked to sign see it from now on, and comment. */
  review(viewer: Viewer, id: string): Promise<void> {
    return this.step(viewer, id, { step: 'review', from: ['draft'], to: 'review', allowed: assertWrites });
  }

  /** Back to its authors; signatures under it are void. */
  rework(viewer: Viewer, id: string): Promise<void> {
    return this.step(viewer, id, { step: 'rework', from: ['review', 'signing'], to: 'draft', allowed: assertLeads });
  }

  /** Nothing comes of it. What has been published stays, and is at work again. */
  async discard(viewer: Viewer, id: string): Promise<void> {
    const book = await this.audiences.current();
    await this.step(viewer, id, {
      step: 'discard',
      from: ['draft', 'review', 'signing'],
      to: ({ publishedVersion }) => (publishedVersion > 0 ? 'published' : 'discarded'),
      allowed: assertLeads,
      also: (sql, work) => restorePublished(sql, viewer, work, book),
    });
  }

  private async step(
    viewer: Viewer,
    id: string,
    how: {
      step: string;
      from: State[];
      to: State | ((work: Work) => State);
      allowed: (work: Work) => void;
      also?: (sql: Sql, work: Work) => Promise<void>;
    },
  ): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      how.allowed(work);
      assertIn(work.state, how.from);
      const to = typeof how.to === 'string' ? how.to : how.to(work);
      await unfreeze(sql, work, to, how.step);
      await how.also?.(sql, work);
      await record(sql, viewer, work, { step: how.step, version: work.version });
    });
  }

  /** The next version of what is published: a draft again, while the last one stands. */
  async revise(viewer: Viewer, id: string): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertLeads(work);
      assertIn(work.state, ['published']);
      const version = work.publishedVersion + 1;
      await sql.query(
        `update advisory set state = 'draft', version = $2, text_hash = null, issued = null, publish_at = null where id = $1`,
        [id, version],
      );
      await record(sql, viewer, work, { step: 'revise', version });
    });
  }

  /**
   * Fixes the text and asks its signers to sign it. Faults: `advisory_incomplete`, `derivation_exceeds_source` with the list of
   * what it quotes above its audience, those of the audience, `precondition_failed` where `revision` was read and another stands.
   */
  async call(viewer: Viewer, id: string, revision?: number): Promise<void> {
    const work = await openWork(this.pool, viewer, id);
    assertLeads(work);
    assertRead(work, revision);
    if (!work.participants.some((p) => p.signs)) throw new Fault('conflict', 'nobody is asked to sign it: publish it');
    await this.fix(viewer, work, 'call', undefined);
  }

  /**
   * Publishes at once; with `wait`, or before its time, the hub does as soon as the quorum is there and the time has come.
   * Faults: as {@link call}, `quorum_missing`.
   */
  async publish(viewer: Viewer, id: string, wait: boolean, revision?: number): Promise<void> {
    let work = await openWork(this.pool, viewer, id);
    assertLeads(work);
    assertRead(work, revision);
    assertIn(work.state, ['draft', 'review', 'signing']);
    if (work.state === 'signing')
      await this.quotes.assertFree(viewer, work, targetOf(work, viewer, await this.audiences.current()));
    else if (work.quorum > 0) throw new Fault('quorum_missing', 'signatures have not been called for');
    const later = wait || (work.publishAt !== undefined && work.publishAt.getTime() > this.pulse.now);
    if (work.state !== 'signing') await this.fix(viewer, work, 'fix', later ? authorOf(viewer) : undefined);
    else if (later) await this.schedule(viewer, work);
    if (later) return;
    work = await openWork(this.pool, viewer, id);
    await this.publication.publish(viewer, work);
  }

  private async fix(viewer: Viewer, before: Work, step: string, releaseBy: string | undefined): Promise<void> {
    assertIn(before.state, ['draft', 'review']);
    const book = await this.audiences.current();
    const target = targetOf(before, viewer, book);
    await this.quotes.assertFree(viewer, before, target);
    const links = await this.sources.links(viewer, before.body.indicators, target);
    const frozen = freeze(before, viewer, book, links);
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, before.id, true);
      assertStill(work, before);
      await writeFrozen(sql, work, frozen, releaseBy);
      const detail = {
        sha256: frozen.hash,
        revision: work.revision,
        ...(releaseBy !== undefined && { publish_at: work.body.publish_at }),
      };
      await record(sql, viewer, work, { step, version: work.version, detail });
    });
  }

  private async schedule(viewer: Viewer, before: Work): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, before.id, true);
      assertStill(work, before);
      await sql.query('update advisory set release_by = $2, held = null where id = $1', [work.id, authorOf(viewer)]);
      const detail = { publish_at: work.body.publish_at };
      await record(sql, viewer, work, { step: 'schedule', version: work.version, detail });
    });
  }
}

async function writeFrozen(sql: Sql, work: Work, frozen: Frozen, releaseBy: string | undefined): Promise<void> {
  await sql.query(
    `update advisory set state = 'signing', text_hash = $2, issued = $3, release_by = $4, held = null where id = $1`,
    [work.id, Buffer.from(frozen.hash, 'hex'), JSON.stringify(frozen), releaseBy],
  );
}
