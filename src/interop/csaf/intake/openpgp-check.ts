import { createMessage, readKey, readSignature, verify } from 'openpgp';
import { Fault } from '../../../kernel/index.js';

/** An armored public key that was looked at: its fingerprint, in lower-case hex. */
export async function fingerprintOf(armoredKey: string): Promise<string> {
  try {
    return (await readKey({ armoredKey })).getFingerprint();
  } catch {
    throw new Fault('signature_invalid', 'the OpenPGP key can’t be read', { pointer: '/public_key' });
  }
}

/** Checks a detached signature over exactly these bytes; gives the key's fingerprint. Fault: `signature_invalid`. */
export async function checkSignature(bytes: Buffer, armoredSignature: string, armoredKey: string): Promise<string> {
  const fingerprint = await fingerprintOf(armoredKey);
  try {
    const result = await verify({
      message: await createMessage({ binary: bytes }),
      signature: await readSignature({ armoredSignature }),
      verificationKeys: await readKey({ armoredKey }),
      expectSigned: true,
    });
    await Promise.any(result.signatures.map(({ verified }) => verified)); // a publisher may sign with several keys
    return fingerprint;
  } catch {
    throw new Fault('signature_invalid', 'the OpenPGP signature is not good for these bytes and this key', {
      pointer: '/signature',
    });
  }
}
