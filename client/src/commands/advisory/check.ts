import { readFile } from 'node:fs/promises';
import { verifyAdvisory, type AdvisoryReport, type SigningKey } from '../../advisory/verify-advisory.js';
import { textOf } from '../../terminal/source.js';
import { EXIT, Exit, usage } from '../../terminal/exit.js';
import { printable } from '../../terminal/text.js';
import type { StixObject } from '../../types.js';
import type { Session } from '../session.js';

/** `tocsin verify FILE`: ends with 1 unless as many members as its quorum asks for have signed this very text. */
export async function checkAdvisory(session: Session, file: string, keysFile?: string): Promise<void> {
  let text = '';
  for await (const piece of textOf(file, session.shell.stdin)) text += piece;
  const report = parse(text, file) as StixObject;
  const keys = await keysFrom(session, keysFile);
  const checked = await verifyAdvisory(report, keys).catch((error: unknown) => {
    throw usage(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  await session.out.data(checked, (it) => lines(it, session));
  if (checked.ok) return;
  const good = checked.signatures.filter((one) => one.good).length;
  throw new Exit(EXIT.error, `NOT VERIFIED: ${good} good signatures, where the quorum is ${checked.quorum}`);
}

async function keysFrom(session: Session, file: string | undefined): Promise<SigningKey[]> {
  if (file === undefined) return (await session.hub()).advisories.signingKeys();
  const { keys } = parse(await readFile(file, 'utf8'), file) as { keys?: SigningKey[] };
  if (!Array.isArray(keys)) throw usage(`${file} holds no keys`);
  return keys;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${file} is not JSON`);
  }
}

function lines(
  { ok, withdrawn, title, advisory, version, sha256, quorum, signatures }: AdvisoryReport,
  { out }: Session,
): string {
  const { style } = out;
  const each = signatures.map(({ good, name, organisation, signed_at, note }) => {
    const mark = good ? style.green('good') : style.red('BAD ');
    return `${mark}  ${printable(name ?? organisation)}  ${printable(signed_at)}${note === undefined ? '' : `  ${printable(note)}`}`;
  });
  const verdict =
    withdrawn !== undefined
      ? style.red(`${ok ? 'verified, but ' : ''}WITHDRAWN on ${printable(withdrawn)}`)
      : ok
        ? style.green(`verified: quorum ${quorum}`)
        : style.red('NOT VERIFIED');
  return [printable(title), `${printable(advisory)}, version ${version}, ${sha256}`, ...each, verdict].join('\n');
}
