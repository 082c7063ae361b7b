import { createMessage, generateKey, readPrivateKey, sign } from 'openpgp';
import { Fault } from '../../../kernel/index.js';
import type { Config, Pool, Secrets } from '../../../platform/index.js';

/** The public half, as everybody may have it. */
export interface PublicKey {
  /** 40 hexadecimal digits. */
  readonly fingerprint: string;
  readonly armored: string;
  readonly createdAt: Date;
}

interface KeyRow {
  fingerprint: string;
  public_key: string;
  sealed: Buffer;
  created_at: Date;
}

const PURPOSE = 'csaf key';

/** The hub's OpenPGP key (Ed25519; RFC 4880, which all checkers read), made when it is first needed. */
export class OpenPgpKey {
  private known: KeyRow | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly secrets: Secrets,
    private readonly config: Config,
  ) {}

  async current(): Promise<PublicKey> {
    const { fingerprint, public_key: armored, created_at: createdAt } = await this.row();
    return { fingerprint, armored, createdAt };
  }

  /** A detached signature over exactly these bytes, armored (requirement 19). */
  async sign(bytes: Buffer): Promise<string> {
    const { sealed, fingerprint } = await this.row();
    const armoredKey = this.secrets.open(PURPOSE, sealed, fingerprint);
    if (!armoredKey) throw new Fault('internal', 'the OpenPGP key was sealed under another secret of the hub');
    const signingKeys = await readPrivateKey({ armoredKey: armoredKey.toString() });
    return sign({ message: await createMessage({ binary: bytes }), signingKeys, detached: true, format: 'armored' });
  }

  /** Of several processes that make one, the first one's is all of theirs. */
  private async row(): Promise<KeyRow> {
    this.known ??= await this.read();
    if (this.known) return this.known;
    await this.make();
    this.known = await this.read();
    if (!this.known) throw new Fault('internal', 'the OpenPGP key was not made');
    return this.known;
  }

  private async read(): Promise<KeyRow | undefined> {
    const { rows } = await this.pool.query<KeyRow>('select fingerprint, public_key, sealed, created_at from csaf_key');
    return rows[0];
  }

  private async make(): Promise<void> {
    const { publicKey, privateKey } = await generateKey({
      type: 'ecc',
      curve: 'ed25519Legacy',
      userIDs: [{ name: `CSAF of ${new URL(this.config.publicUrl).host}` }],
      format: 'object',
    });
    const fingerprint = publicKey.getFingerprint();
    const sealed = this.secrets.seal(PURPOSE, Buffer.from(privateKey.armor()), fingerprint);
    await this.pool.query(
      'insert into csaf_key (fingerprint, public_key, sealed) values ($1, $2, $3) on conflict do nothing',
      [fingerprint, publicKey.armor(), sealed],
    );
  }
}
