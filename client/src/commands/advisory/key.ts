import type { Command } from 'commander';
import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { keyProof } from '../../advisory/text.js';
import type { Shell } from '../../terminal/shell.js';
import { outline, run } from '../command.js';
import type { CommonFlags } from '../session.js';

/** `tocsin advisory key` */
export function key(shell: Shell): Command {
  const command = outline({
    name: 'key',
    summary: 'print members’ public signing keys; or make one of your own',
    about:
      'Keep what it prints: `tocsin verify FILE --keys keys.json` then needs no hub. With --new a private key is written to FILE, ' +
      'readable by you alone, and what an administrator of your organisation has to post to /api/v1/signing-keys is printed.',
    examples: [
      ['tocsin advisory key > keys.json', 'all members’ public keys'],
      ['tocsin advisory key --new org.pem > registration.json', 'a key that your organisation keeps itself'],
    ],
  }).option('--new <file>', 'make a private key');
  return run<CommonFlags & { new?: string }>(command, shell, async (session, { new: file }) => {
    const hub = await session.hub();
    if (file === undefined)
      return session.out.data({ keys: await hub.advisories.signingKeys() }, (it) => JSON.stringify(it, undefined, 2));
    const { organisation } = await hub.me();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const public_key = publicKey.export({ format: 'jwk' }).x ?? '';
    const proof = sign(null, keyProof(`identity--${organisation.id}`, public_key), privateKey).toString('base64url');
    await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
    session.out.say(`The private key is in ${file}. Keep it, and nobody else; the hub never sees it.`);
    await session.out.data({ kept_by: 'member', public_key, proof }, (it) => JSON.stringify(it, undefined, 2));
  });
}
