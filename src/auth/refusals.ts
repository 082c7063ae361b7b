import { Injectable } from '@nestjs/common';
import { AuditLog, type Deed } from '../audit/index.js';
import { Log } from '../platform/index.js';

const EVERY_MS = 60_000;
/** Different refusals counted apart in one minute; more are counted together. */
const MOST = 200;

/**
 * Records what was refused, at a bounded rate: the first of its kind at once, its repetitions within the minute as one
 * record with their number. So every refusal is accounted for, and nobody can fill the audit log by being refused.
 */
@Injectable()
export class Refusals {
  private readonly repeated = new Map<string, { deed: Deed; times: number }>();
  private readonly writing = new Set<Promise<void>>();
  private readonly timer = setInterval(() => this.flush(), EVERY_MS).unref();

  constructor(
    private readonly audit: AuditLog,
    private readonly log: Log,
  ) {}

  note(deed: Deed): void {
    const kind = kindOf(deed);
    const known = this.repeated.get(kind);
    if (known) {
      known.times += 1;
      return;
    }
    if (this.repeated.size >= MOST) {
      const others = this.repeated.get('others') ?? {
        deed: { action: deed.action, detail: { code: 'others' } },
        times: 0,
      };
      others.times += 1;
      this.repeated.set('others', others);
      return;
    }
    this.repeated.set(kind, { deed, times: 0 });
    this.write(deed);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await Promise.all(this.writing);
  }

  private flush(): void {
    const all = [...this.repeated.values()];
    this.repeated.clear();
    for (const { deed, times } of all) {
      if (times > 0) this.write({ ...deed, detail: { ...deed.detail, repeated: times } });
    }
  }

  /** The refusal stands whether or not it could be written, and does not wait for it. */
  private write(deed: Deed): void {
    const written = this.audit
      .record(deed)
      .catch((error: unknown) => this.log.failure(error, { action: deed.action }, 'a refusal could not be recorded'))
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }
}

const kindOf = ({ action, viewer, address, organisationId, detail }: Deed): string =>
  JSON.stringify([action, viewer?.credential, viewer?.address ?? address, organisationId, detail]);
