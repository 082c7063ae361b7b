import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AudienceSpec, Counts, Outcome, Tlp } from '../types.js';
import { EXIT, Exit } from '../terminal/exit.js';
import { counted, printable } from '../terminal/text.js';
import type { Session } from './session.js';

interface Flags {
  tlp?: Tlp;
  to?: AudienceSpec;
}

/** `tocsin submit --format stix`: whole objects of every type, sent as they are. */
export async function submitStixFile(session: Session, { tlp, to }: Flags, file: string): Promise<void> {
  const { out, shell, signal } = session;
  out.say(`${file === '-' ? 'stdin' : basename(file)}: STIX`);
  const bytes = file === '-' ? shell.stdin : (await open(file)).createReadStream();
  const hub = await session.hub();
  await hub.me(); // nobody there, or a bad key, is said before the file is read
  let told = 0;
  const counts = await hub.submitStix(bytes as AsyncIterable<Uint8Array>, {
    signal,
    ...(tlp && { tlp }),
    ...(to && { audience: to }),
    onNote: ({ at, note }) => out.say(out.talkStyle.dim(`${at}: ${printable(note)}`)),
    onOutcome(outcome) {
      told += 1;
      if (outcome.outcome === 'rejected') out.say(out.talkStyle.red(said(outcome)));
      if (out.json) out.later(outcome, String);
      if (told % 1_000 === 0) out.progress(`${counted(told, 'object')} …`);
    },
  });
  await out.flush();
  out.clear();
  await out.data({ counts }, () => inWords(counts));
  const accepted = counts.created + counts.updated + counts.unchanged;
  if (accepted === 0) throw new Exit(EXIT.error, ...(told === 0 ? ['there is nothing in it to submit'] : []));
  if (counts.rejected > 0) throw new Exit(EXIT.partial);
}

function said({ at, code, detail, pointer }: Outcome & { at: string }): string {
  return `${at}: ${printable(detail ?? 'rejected')}${pointer === undefined ? '' : ` at ${pointer}`} (${code})`;
}

const inWords = (counts: Counts): string =>
  Object.entries(counts)
    .map(([outcome, count]) => `${count.toLocaleString('en-US')} ${outcome}`)
    .join(', ');
