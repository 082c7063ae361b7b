import { hash } from 'node:crypto';

/** At once, and by way of a string: hash objects and the buffers that OpenSSL makes are dear, and these come in millions. */
export const sha256 = (data: string | Buffer): Buffer => Buffer.from(hash('sha256', data, 'base64url'), 'base64url');
