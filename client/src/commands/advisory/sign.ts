import type { Command } from 'commander';
import { createPrivateKey, createPublicKey, sign as signBytes, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AdvisoryWork } from '../../advisory/at-work.js';
import { statement, textHash, type CoSignature } from '../../advisory/text.js';
import { sha256 } from '../../sha256.js';
import { EXIT, Exit, usage } from '../../terminal/exit.js';
import type { Shell } from '../../terminal/shell.js';
import { printable } from '../../terminal/text.js';
import { outline, run } from '../command.js';
import type { CommonFlags, Session } from '../session.js';

type Flags = CommonFlags & { privateKey?: string; text?: string; organisation?: string; signature?: string };
type Handed = CoSignature & { advisory: string; sha256: string };

/** `tocsin advisory sign` */
export function sign(shell: Shell): Command {
  const command = outline({
    name: 'sign',
    summary: 'sign a joint advisory for your organisation',
    about:
      'The hash that is signed is reckoned here, from the text. Without --private-key the hub signs with the key that it keeps for ' +
      'your organisation; the API key needs the scope `sign`. With --text nothing is asked of the hub: the signature is ' +
      'printed, to be handed in with --signature from a machine that reaches it.',
    examples: [
      ['tocsin advisory sign report--6f…', 'with the key that the hub keeps'],
      ['tocsin advisory sign report--6f… --private-key org.pem', 'with your own'],
      ['tocsin advisory sign --text work.json --private-key org.pem > signature.json', 'offline …'],
      ['tocsin advisory sign report--6f… --signature signature.json', '… and hand it in'],
    ],
  })
    .argument('[id]', 'id of the advisory; not with --text')
    .option('--private-key <file>', 'your organisation’s Ed25519 key, PEM (PKCS #8)')
    .option('--text <file>', 'what `tocsin advisory show --work --json` printed: sign it offline')
    .option('--organisation <id>', 'your organisation’s id, with --text')
    .option('--signature <file>', 'hand in what --text printed');
  return run<Flags>(command, shell, act);
}

async function act(session: Session, flags: Flags, id = ''): Promise<void> {
  if (flags.text !== undefined) return offline(session, flags, flags.text);
  if (id === '') throw usage('say which advisory');
  const hub = await session.hub();
  if (flags.signature !== undefined) {
    const { sha256: hash, ...handed } = JSON.parse(await readFile(flags.signature, 'utf8')) as Handed;
    await hub.advisories.sign(id, hash, pick(handed));
    return told(session, id, hash);
  }
  const work = await hub.advisories.work(id);
  const hash = hashOf(work);
  if (flags.privateKey === undefined) {
    await hub.advisories.sign(id, hash);
  } else {
    const { organisation } = await hub.me();
    const made = make(work, hash, `identity--${organisation.id}`, await keyIn(flags.privateKey));
    await hub.advisories.sign(id, hash, pick(made));
  }
  session.out.say(`«${printable(work.body.title)}», version ${work.version}`);
  await told(session, id, hash);
}

const told = (session: Session, advisory: string, hash: string): Promise<void> =>
  session.out.data({ advisory, sha256: hash, signed: true }, () => `signed ${hash}`);

async function offline(session: Session, { privateKey, organisation }: Flags, file: string): Promise<void> {
  if (privateKey === undefined || organisation === undefined)
    throw usage('--text goes with --private-key and --organisation');
  const work = JSON.parse(await readFile(file, 'utf8')) as AdvisoryWork;
  const hash = hashOf(work);
  const identity = organisation.startsWith('identity--') ? organisation : `identity--${organisation}`;
  const made: Handed = { advisory: work.id, sha256: hash, ...make(work, hash, identity, await keyIn(privateKey)) };
  session.out.say(`«${printable(work.body.title)}», version ${work.version}, ${hash}`);
  await session.out.write(`${JSON.stringify(made)}\n`);
}

/** Reckoned from the text. That the hub says another hash would mean that it shows one text and has another signed. */
function hashOf({ signing }: AdvisoryWork): string {
  if (!signing) throw new Exit(EXIT.error, 'signatures have not been called for');
  const hash = textHash(signing.report);
  if (hash !== signing.sha256)
    throw new Exit(EXIT.error, 'THE HUB NAMES A HASH THAT IS NOT OF THIS TEXT. Nothing was signed.');
  return hash;
}

async function keyIn(file: string): Promise<KeyObject> {
  const key = createPrivateKey(await readFile(file));
  if (key.asymmetricKeyType !== 'ed25519') throw usage(`${file} is no Ed25519 key`);
  return key;
}

function make({ id, version }: AdvisoryWork, hash: string, organisation: string, privateKey: KeyObject): CoSignature {
  const raw = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
  const key = Buffer.from(sha256(raw)).toString('hex').slice(0, 32);
  const signed_at = new Date().toISOString();
  const bytes = statement({ advisory: id, version, sha256: hash, organisation, key, signed_at });
  return { organisation, key, signed_at, signature: signBytes(null, bytes, privateKey).toString('base64url') };
}

const pick = ({ key, signed_at, signature }: CoSignature): Omit<CoSignature, 'organisation'> => ({
  key,
  signed_at,
  signature,
});
