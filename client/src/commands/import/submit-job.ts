import type { Hub } from '../../hub.js';
import type { ImportJob, ImportOptions, ImportOutcome } from '../../imports.js';
import { sleep } from '../../backoff.js';
import { EXIT, Exit } from '../../terminal/exit.js';
import { printable } from '../../terminal/text.js';
import type { Session } from '../session.js';
import { fileOf, hubForFiles } from './file.js';
import { countsOf, inWords, progressOf } from './job-text.js';

/** How often to ask how far it is: soon for a small file, seldom for a large one. */
const LOOK_MS = { first: 50, most: 500 };
/** A hub that restarts is back within a minute. */
const RETRIES = 8;
/** Of refusals, warnings and notes so many are told each; the others are a command away. */
const SHOWN = 100;

/** Hands a file in, and tells how it goes until it has ended. */
export async function submitJob(
  session: Session,
  path: string,
  options: ImportOptions,
  detach: boolean,
): Promise<void> {
  const { out, signal } = session;
  const { name, bytes } = await fileOf(session, path);
  const hub = await hubForFiles(session);
  out.progress(`${name} is sent …`);
  const job = await hub.imports.create(bytes, { name, signal, ...options });
  out.say(`${name}: import ${job.id}, read as ${job.format}`);
  if (detach) return out.data(job, ({ id }) => id);
  const done = await followed(session, hub, job).catch((error: unknown) => {
    out.say(`It goes on without you: tocsin import status ${job.id}`);
    throw error;
  });
  out.clear();
  await told(session, hub, done);
  await concluded(session, done);
}

async function followed({ out, signal }: Session, hub: Hub, begun: ImportJob): Promise<ImportJob> {
  let wait = LOOK_MS.first;
  for (let job = begun; ; job = await hub.imports.get(begun.id, { retries: RETRIES, signal })) {
    if (job.ended_at !== null) return job;
    out.progress(progressOf(job));
    await sleep(wait, signal);
    signal.throwIfAborted();
    wait = Math.min(LOOK_MS.most, wait * 1.5);
  }
}

/** What somebody should look at; as JSON what became of every item. */
async function told(session: Session, hub: Hub, job: ImportJob): Promise<void> {
  const { out } = session;
  const tell = new Telling(session, job.id);
  if (out.json) {
    for await (const outcome of hub.imports.eachOutcome(job.id)) {
      tell.say(outcome);
      await out.data(outcome, String);
    }
  } else {
    const { items, notes, warned } = job;
    const counts = { rejected: items.rejected, warned, note: notes } as const;
    for (const [kind, count] of Object.entries(counts))
      if (count > 0) for await (const outcome of hub.imports.eachOutcome(job.id, kind)) if (!tell.say(outcome)) break;
  }
  tell.conclude();
}

/** Says what was refused, warned of and noted, as much of each as one reads. */
class Telling {
  private readonly said = new Map<string, number>();
  private unlabelled = false;

  constructor(
    private readonly session: Session,
    private readonly id: string,
  ) {}

  /** False: enough of this kind was said. */
  say({ at, outcome, code, detail = '' }: ImportOutcome): boolean {
    const { out } = this.session;
    const { red, dim } = out.talkStyle;
    if (code === 'tlp_required') this.unlabelled = true;
    const kind = outcome === 'rejected' || outcome === 'note' ? outcome : 'warned';
    if (kind === 'warned' && detail === '') return true;
    const count = (this.said.get(kind) ?? 0) + 1;
    this.said.set(kind, count);
    if (count > SHOWN + 1) return false;
    const text = `${at}: ${printable(detail)}`;
    if (count > SHOWN) out.say(`… and more: tocsin import outcomes ${this.id} --only ${kind}`);
    else out.say(kind === 'rejected' ? red(`${text} (${code})`) : dim(text));
    return count <= SHOWN;
  }

  conclude(): void {
    if (this.unlabelled) this.session.out.say('Every item needs a TLP label: --tlp gives one to those that have none.');
  }
}

async function concluded({ out }: Session, job: ImportJob): Promise<void> {
  await out.data({ ...job, counts: countsOf(job) }, () => inWords(job));
  const { read, rejected } = job.items;
  if (job.state !== 'done')
    throw new Exit(EXIT.error, `the import ${job.state}: ${printable(job.detail ?? '')} (${job.code ?? job.state})`);
  if (read === 0 && job.notes === 0) throw new Exit(EXIT.error, 'there is nothing in it to submit');
  if (rejected > 0) throw new Exit(rejected === read ? EXIT.error : EXIT.partial);
}
