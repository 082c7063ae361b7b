import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Config } from './config.js';

const NONCE = 12;
const TAG = 16;

/**
 * Seals and opens small values with AES-256-GCM. Keys are derived (HKDF-SHA-256, RFC 5869) per purpose from one secret
 * that lives outside the database: TOCSIN_SECRET, or a file of the data folder made at the first start.
 */
export class Secrets {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly secret: string) {}

  static load(config: Config): Secrets {
    if (config.secret) return new Secrets(config.secret);
    const file = path.join(config.dataDir, 'secret');
    fs.mkdirSync(config.dataDir, { recursive: true });
    try {
      fs.writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return new Secrets(fs.readFileSync(file, 'utf8').trim());
  }

  /** Encrypts and authenticates; `bound` is authenticated with it, so opening asks for the same. */
  seal(purpose: string, plain: Buffer, bound = ''): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), nonce);
    cipher.setAAD(Buffer.from(bound));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Null when the value was changed, sealed for another purpose or bound to something else. */
  open(purpose: string, sealed: Buffer, bound = ''): Buffer | null {
    if (sealed.length < NONCE + TAG) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), sealed.subarray(0, NONCE));
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(sealed.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    } catch {
      return null;
    }
  }

  /** What nobody else can make of the text, and who has it can't turn back (HMAC-SHA-256). */
  mac(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(text).digest();
  }

  private key(purpose: string): Buffer {
    let key = this.keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, 'tocsin', purpose, 32));
      this.keys.set(purpose, key);
    }
    return key;
  }
}
