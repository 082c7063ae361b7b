import { z } from 'zod';
import { MISP_LIMITS, parseJson } from '../../formats/index.js';
import { Fault } from '../../kernel/index.js';
import { type EventReading, partsOfText, type TakenEvents, UUID } from './misp-event.js';
import type { Portions } from './portion.js';
import { PullFailure, type Remote } from './remote.js';

const MANIFEST_BYTES = 32 << 20;
const MANIFEST_LIMITS = { depth: 16, nodes: 2_000_000 };
/** Events in a row for which the server could not be had, and events that it does not give, after which the others are left. */
const PATIENCE = 3;
const MOST_MISSING = 100;
/** The timestamp of what could not be had yet. */
const NEVER = '';
/** What a server may call JSON that it gives as a file. */
const FILE = ['application/json', 'text/json', 'text/plain', 'application/octet-stream'];

const Manifest = z.record(
  z.string(),
  z.object({ timestamp: z.union([z.string().max(20), z.number()]).transform(String) }),
);

/** A feed of MISP's: a folder with a manifest, and an event a file. An event whose timestamp is not the one that was taken is taken. */
export class MispFeedPull {
  constructor(
    private readonly remote: Remote,
    private readonly taken: TakenEvents,
    /** Of the folder, with a slash at its end. */
    private readonly url: string,
    private readonly reading: EventReading,
  ) {}

  async *portions(): Portions {
    const failures: PullFailure[] = [];
    let down = 0;
    for (const [uuid, stamp] of await this.due()) {
      const bytes = await this.event(uuid, failures);
      if (!bytes) {
        const failure = failures.at(-1)!;
        down = isDown(failure) ? down + 1 : 0;
        yield { found: [], note: (sql) => this.taken.note(sql, uuid, NEVER) };
        if (down >= PATIENCE || failures.length >= MOST_MISSING || failure.more.waitMs !== undefined) break;
        continue;
      }
      down = 0;
      const { parts, isMembers } = partsOfText(bytes, `${uuid}.json`, MISP_LIMITS, this.reading);
      yield {
        found: parts,
        note: (sql) => this.taken.note(sql, uuid, stamp),
        ...(!isMembers && { wholeEvent: uuid }), // a feed says nothing of what was deleted but that it is not there
      };
    }
    if (failures.length > 0) throw failures.at(-1)!; // what could be had was taken
  }

  /** By uuid, the earliest change first; what could not be had before comes last, and holds up nothing. */
  private async due(): Promise<[string, string][]> {
    const { body } = await this.remote.ask(new URL('manifest.json', this.url).href, FILE, MANIFEST_BYTES);
    const manifest = manifestOf(body);
    const taken = await this.taken.all();
    const missing = (uuid: string) => Number(taken.get(uuid) === NEVER);
    return Object.entries(manifest)
      .map(([uuid, { timestamp }]): [string, string] => [uuid.toLowerCase(), timestamp])
      .filter(([uuid, stamp]) => UUID.test(uuid) && taken.get(uuid) !== stamp)
      .toSorted(([x, a], [y, b]) => missing(x) - missing(y) || Number(a) - Number(b));
  }

  private async event(uuid: string, failures: PullFailure[]): Promise<Buffer | undefined> {
    try {
      return (await this.remote.ask(new URL(`${uuid}.json`, this.url).href, FILE, MISP_LIMITS.bytes)).body;
    } catch (error) {
      if (!(error instanceof PullFailure)) throw error;
      failures.push(new PullFailure(`${error.message}: event ${uuid}`, error.more));
      return undefined;
    }
  }
}

/** The server cannot be had, or not with these credentials; else it is this file that it does not give. */
function isDown({ more: { status, isTooLarge } }: PullFailure): boolean {
  if (isTooLarge) return false;
  return status === undefined || [401, 403, 429].includes(status) || status >= 500;
}

function manifestOf(body: Buffer): z.infer<typeof Manifest> {
  try {
    const parsed = Manifest.safeParse(parseJson(body, MANIFEST_LIMITS));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  throw new PullFailure('manifest.json is not what a feed of MISP’s has');
}
