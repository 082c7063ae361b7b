import type { Command } from 'commander';
import { Lines, textOf } from '../terminal/source.js';
import { EXIT, Exit } from '../terminal/exit.js';
import { tlpText, TLP_WIDTH } from '../terminal/style.js';
import type { Shell } from '../terminal/shell.js';
import { counted, printable } from '../terminal/text.js';
import type { Entry } from '../types.js';
import type { AudienceResult, Missing } from '../verify.js';
import { checkAdvisory } from './advisory/check.js';
import { outline, run } from './command.js';
import type { CommonFlags, Session } from './session.js';

type Flags = CommonFlags & { against?: string; keys?: string };

/** `tocsin verify` */
export function verifyCommand(shell: Shell): Command {
  const command = outline({
    name: 'verify',
    summary: 'prove that the hub’s ledgers are whole, and that you hold all that is yours; or check an advisory',
    about:
      'Fetches the ledger of each audience that you are in, from where your view of it begins, recomputes its hash chain ' +
      'and compares it with the head. With --against, each current object must be among the entries that you hold, as the ' +
      'ledger has it. With a FILE, the signatures under that advisory are checked, by the members’ public keys: those in --keys, ' +
      'or the hub’s. Ends with 1 when anything is wrong.',
    examples: [
      ['tocsin verify', 'the ledgers alone'],
      ['tocsin listen --since beginning --json > held.ndjson', 'hold everything …'],
      ['tocsin verify --against held.ndjson', '… and prove it'],
      ['tocsin verify advisory.json --keys keys.json', 'an advisory, offline'],
    ],
  })
    .argument('[file]', 'an advisory, as `tocsin advisory export` printed it; - for stdin')
    .option('--keys <file>', 'members’ public keys, as `tocsin advisory key` printed them')
    .option('--against <file>', 'entries as `tocsin listen --json` printed them; - for stdin');
  return run<Flags>(command, shell, act);
}

async function act(session: Session, { against, keys }: Flags, file?: string): Promise<void> {
  if (file !== undefined) return checkAdvisory(session, file, keys);
  const { out, shell } = session;
  const hub = await session.hub();
  const report = await hub.verify({
    ...(against !== undefined && { against: entriesOf(against, shell) }),
    onAudience: (result) => out.later(datumOf(result), () => lineOf(result, session)),
    onMissing: (missing) => out.later(missing, () => missingLine(missing)),
  });
  await out.flush();
  const entries = report.audiences.reduce((sum, result) => sum + result.entries, 0);
  const { ok, missing } = report;
  await out.data({ ok, audiences: report.audiences.length, entries, missing }, () => (ok ? 'ok' : 'NOT OK'));
  if (ok) {
    out.say(
      `${counted(entries, 'entry', 'entries')} in ${counted(report.audiences.length, 'audience')}: whole and unaltered`,
    );
    return;
  }
  const broken = report.audiences.filter(({ fracture }) => fracture).length;
  const said = [
    broken > 0 && `${counted(broken, 'ledger')} broken`,
    missing > 0 && `${counted(missing, 'object')} not held as the ledger has it`,
  ];
  throw new Exit(EXIT.error, `VERIFICATION FAILED: ${said.filter(Boolean).join('; ')}. Tell whoever runs the hub.`);
}

async function* entriesOf(path: string, { stdin }: Shell): AsyncGenerator<Entry> {
  let line = 0;
  for await (const text of new Lines(textOf(path, stdin)).lines()) {
    line++;
    if (text.trim() === '') continue;
    const entry = parse(text);
    if (!entry) throw new Exit(EXIT.usage, `${path}, line ${line}, is not an entry of \`tocsin listen --json\``);
    yield entry;
  }
}

function parse(text: string): Entry | undefined {
  try {
    const entry = JSON.parse(text) as Partial<Entry> | null;
    return entry?.audience && entry.position && entry.object?.id ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}

function datumOf({ audience, entries, fracture }: AudienceResult): unknown {
  const { ref, tlp, kind, group, position, chain } = audience;
  return { audience: ref, tlp, kind, group, position, chain, entries, ok: !fracture, fracture };
}

function lineOf({ audience, entries, fracture }: AudienceResult, { out }: Session): string {
  const { style } = out;
  const padding = ' '.repeat(Math.max(0, TLP_WIDTH - tlpText(audience.tlp).length));
  const name = printable(audience.group ? `group ${audience.group.name}` : audience.kind);
  const said = fracture
    ? style.red(`${fracture.kind}: ${printable(fracture.detail)}`)
    : counted(entries, 'entry', 'entries');
  const mark = fracture ? style.red('BROKEN') : style.green('ok    ');
  return `${mark}  ${style.tlp(audience.tlp)}${padding}  ${name.padEnd(16)}  ${said}`;
}

const missingLine = ({ kind, id, position, audience }: Missing): string =>
  `${kind.toUpperCase().padEnd(7)} ${printable(id)}  position ${position} of audience ${audience}`;
