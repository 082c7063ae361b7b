import type { Command } from 'commander';
import { basename, resolve } from 'node:path';
import type { ImportOptions } from '../imports.js';
import { readItems } from '../intake/read.js';
import { timeFrom } from '../intake/cells.js';
import type { Parsed } from '../intake/parsed.js';
import { defangAny } from '../terminal/defang.js';
import { EXIT, Exit, usage } from '../terminal/exit.js';
import type { Shell } from '../terminal/shell.js';
import { counted, printable } from '../terminal/text.js';
import type { AudienceSpec, Counts, Item, Outcome, Tlp } from '../types.js';
import { outline, run } from './command.js';
import { isLarge, mapping, submitJob } from './import/submit-job.js';
import { audience, collect, tlp, whole } from './options.js';
import { subjectOf } from '../terminal/describe.js';
import type { CommonFlags, Session } from './session.js';
import { submitStixFile } from './submit-stix.js';

interface Flags extends CommonFlags {
  tlp?: Tlp;
  to?: AudienceSpec;
  label?: string[];
  confidence?: number;
  validUntil?: string;
  dryRun?: boolean;
  format?: string;
  mapping?: ImportOptions['mapping'];
  validDays?: number;
  detach?: boolean;
}

/** `tocsin submit` */
export function submit(shell: Shell): Command {
  const command = outline({
    name: 'submit',
    summary: 'share indicators from a file or stdin',
    about:
      'Reads CSV with any separator and with or without a header, lists with a value a line, JSON, NDJSON and STIX ' +
      'bundles; values may be defanged. Each item gets its own outcome: a bad one is named with its line and never sinks ' +
      'the others. Submitting the same again changes nothing.',
    examples: [
      ['tocsin submit hafnium.csv', 'a file that says each TLP label itself'],
      ['tocsin submit list.txt --tlp green --label hafnium', 'a plain list'],
      ['tocsin submit intel.dat --format zeek --tlp green', 'read by the hub, with progress'],
      ['tocsin submit bundle.json --to cert-nz,cert-no --tlp amber', 'to two members alone'],
      ['tocsin submit --format stix enterprise-attack.json --tlp clear', 'STIX of every type, such as MITRE ATT&CK'],
      ['grep -oE "https?://\\S+" mail.txt | tocsin submit - --tlp amber --dry-run', 'look before you leap'],
    ],
  })
    .argument('<file>', 'a file, or - for stdin')
    .option('--tlp <label>', 'TLP label of items that have none', tlp)
    .option(
      '--to <audience>',
      'all, organisation, group:ID, or short names with commas; of items that have none',
      audience,
    )
    .option('--label <label>', 'a further label for each item; may be repeated', collect)
    .option('--confidence <n>', 'confidence of items that have none', whole(0, 100))
    .option('--valid-until <time>', 'end of validity of items that have none', timeFrom)
    .option('--dry-run', 'print what would be sent, and send nothing')
    .optionsGroup('Read by the hub, as large files are:')
    .option('--format <format>', 'what the file is, or auto')
    .option('--mapping <columns>', 'value=NAME,type=2,…: which column has what', mapping)
    .option('--valid-days <n>', 'days of validity of items that have no end', whole(1, 36_500))
    .option('--detach', 'do not wait until it is read');
  return run<Flags>(command, shell, submitFile);
}

async function submitFile(session: Session, flags: Flags, file = '-'): Promise<void> {
  const { format, mapping: columns, validDays, detach = false } = flags;
  if (format === 'stix' && !detach) return submitStixFile(session, flags, file);
  const asked = [format, columns, validDays].some((flag) => flag !== undefined) || detach;
  const large = !asked && flags.validUntil === undefined && (await isLarge(resolve(session.shell.cwd, file)));
  if (flags.dryRun || !(asked || large)) return new Submission(session, flags, file).run();
  if (flags.validUntil !== undefined)
    throw usage('--valid-until does not go with a file that the hub reads: --valid-days does.');
  const { tlp: label, to, label: labels, confidence } = flags;
  const options: ImportOptions = {
    ...(format !== undefined && { format }),
    ...(columns && { mapping: columns }),
    ...(label && { tlp: label }),
    ...(to && { audience: to }),
    ...(labels && { labels }),
    ...(confidence !== undefined && { confidence }),
    ...(validDays !== undefined && { valid_days: validDays }),
  };
  return submitJob(session, file, options, detach);
}

class Submission {
  readonly #counts: Counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  /** Where each item that was sent stands in the file. */
  readonly #at: string[] = [];
  #shownAt = 0;
  #untold = false;

  constructor(
    private readonly session: Session,
    private readonly flags: Flags,
    private readonly file: string,
  ) {}

  async run(): Promise<void> {
    const { out, shell } = this.session;
    const intake = await readItems(this.file, shell.stdin);
    out.say(`${this.file === '-' ? 'stdin' : basename(this.file)}: ${intake.format}`);
    const submissions = this.flags.dryRun ? await this.#print(intake.items) : await this.#send(intake.items);
    await out.flush();
    for (const note of intake.notes) out.say(note);
    await this.#conclude(submissions);
  }

  async #send(items: AsyncIterable<Parsed>): Promise<string[]> {
    const { signal } = this.session;
    const { tlp: label, to } = this.flags;
    const hub = await this.session.hub();
    await hub.me(); // nobody there, or a bad key, is said at once; what comes after is tried for long
    const { submissions } = await hub.submit(this.#good(items), {
      signal,
      ...(label && { tlp: label }),
      ...(to && { audience: to }),
      onOutcome: (outcome, item) => this.#told(outcome, item),
    });
    return submissions;
  }

  async #print(items: AsyncIterable<Parsed>): Promise<string[]> {
    const { out } = this.session;
    const { tlp: label, to } = this.flags;
    for await (const item of this.#good(items)) {
      const sent = { ...(label && { tlp: label }), ...(to && { audience: to }), ...item };
      await out.data(sent, () => `${this.#at.at(-1)}\t${JSON.stringify(sent)}`);
    }
    return [];
  }

  /** The items that can be sent; the others are told as rejected. */
  async *#good(items: AsyncIterable<Parsed>): AsyncGenerator<Item> {
    for await (const parsed of items) {
      if ('problem' in parsed) {
        this.#counts.rejected++;
        this.#reject(parsed.at, { outcome: 'rejected', code: 'unreadable', detail: parsed.problem });
        continue;
      }
      this.#at.push(parsed.at);
      yield this.#completed(parsed.item);
    }
  }

  /** The item with what the command line says of items that don't say it themselves. */
  #completed(item: Item): Item {
    const { label, confidence, validUntil } = this.flags;
    const labels = label && [...new Set([...(item.labels ?? []), ...label])];
    const defaults = {
      ...(confidence !== undefined && { confidence }),
      ...(validUntil && { valid_until: validUntil }),
    };
    return { ...defaults, ...item, ...(labels && { labels }) };
  }

  #told(outcome: Outcome, item: Item): void {
    const at = this.#at[outcome.index]!;
    this.#counts[outcome.outcome]++;
    if (outcome.code === 'tlp_required') this.#untold = true;
    for (const { name } of outcome.warnings ?? []) this.#warn(at, item, name);
    if (outcome.outcome === 'rejected') this.#reject(at, outcome, item);
    else if (this.session.out.json) this.session.out.later({ at, ...outcome }, String);
    this.#progress();
  }

  #reject(at: string, outcome: Partial<Outcome>, item?: Item): void {
    const { out } = this.session;
    const { code, detail, pointer } = outcome;
    const what = item ? ` ${printable(named(item))}:` : '';
    const where = pointer ? ` at ${pointer}` : '';
    out.say(out.talkStyle.red(`${at}:${what} ${printable(detail ?? 'rejected')}${where} (${code})`));
    if (out.json) out.later({ at, ...outcome }, String);
  }

  /** It was taken; whoever sent it should look at it again. */
  #warn(at: string, item: Item, list: string): void {
    const { out } = this.session;
    out.say(out.talkStyle.dim(`${at}: ${printable(named(item))} stands in the warninglist ${printable(list)}`));
  }

  #progress(): void {
    const now = Date.now();
    if (now - this.#shownAt < 100) return;
    this.#shownAt = now;
    const { rejected } = this.#counts;
    this.session.out.progress(
      `${counted(total(this.#counts), 'item')} … ${rejected > 0 ? `${rejected} rejected` : ''}`,
    );
  }

  async #conclude(submissions: string[]): Promise<void> {
    const { out } = this.session;
    const counts = this.#counts;
    out.clear();
    if (this.#untold) out.say('Every item needs a TLP label: --tlp gives one to those that have none.');
    const sent = this.#at.length;
    if (!this.flags.dryRun) {
      const text = Object.entries(counts)
        .map(([outcome, count]) => `${count.toLocaleString('en-US')} ${outcome}`)
        .join(', ');
      await out.data({ submissions, counts }, () => text);
    } else {
      out.say(`${counted(sent, 'item')} would be sent, ${counts.rejected} can't be read; nothing was sent`);
    }
    if (sent + counts.rejected === 0) throw new Exit(EXIT.error, 'there is nothing in it to submit');
    const accepted = this.flags.dryRun ? sent : total(counts) - counts.rejected;
    if (accepted === 0) throw new Exit(EXIT.error);
    if (counts.rejected > 0) throw new Exit(EXIT.partial);
  }
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

function named(item: Item): string {
  if ('id' in item) return subjectOf(item).value;
  if ('value' in item) return defangAny(item.value);
  return item.pattern;
}
