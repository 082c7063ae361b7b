import { readFile } from 'node:fs/promises';
import { verifyAdvisory, type AdvisoryReport, type SigningKey } from '../../advisory/verify-advisory.js';
import { textOf } from '../../terminal/source.js';
import { EXIT, Exit, usage } from '../../terminal/exit.js';
import { counted, printable } from '../../terminal/text.js';
import type { StixObject } from '../../types.js';
import type { Session } from '../session.js';

/**
 * `tocsin verify FILE`: ends with 1 unless as many of those asked as its quorum asks for have signed this very text, and all authors of a
 * joint attribution.
 */
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
  throw new Exit(EXIT.error, `NOT VERIFIED: ${why(checked)}`);
}

function why({ signatures, quorum, unsigned, names_signers }: AdvisoryReport): string {
  const good = new Set(signatures.filter((one) => one.good).map(({ organisation }) => organisation)).size;
  if (good < Math.max(1, quorum)) return `${counted(good, 'good signature')}, where the quorum is ${quorum}`;
  if (!names_signers)
    return 'it was made before advisories named who is asked to sign: anybody’s signature would count';
  return `${counted(unsigned.length, 'organisation')} named as an author of a joint attribution without a good signature`;
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
  { ok, withdrawn, title, advisory, version, sha256, quorum, signatures, unsigned }: AdvisoryReport,
  { out }: Session,
): string {
  const { style } = out;
  const each = signatures.map(({ good, name, organisation, signed_at, note }) => {
    const mark = good ? style.green('good') : style.red('BAD ');
    return `${mark}  ${printable(name ?? organisation)}  ${printable(signed_at)}${note === undefined ? '' : `  ${printable(note)}`}`;
  });
  const missing = unsigned.map(
    ({ name, organisation }) =>
      `${style.red('none')}  ${printable(name ?? organisation)}  is named as an author and has not signed`,
  );
  const verdict =
    withdrawn !== undefined
      ? style.red(`${ok ? 'verified, but ' : ''}WITHDRAWN on ${printable(withdrawn)}`)
      : ok
        ? style.green(`verified: quorum ${quorum}`)
        : style.red('NOT VERIFIED');
  return [printable(title), `${printable(advisory)}, version ${version}, ${sha256}`, ...each, ...missing, verdict].join(
    '\n',
  );
}
