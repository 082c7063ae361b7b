import { SMTPServer } from 'smtp-server';
import { changedRights } from './cast.js';
import type { Hub } from './hub.js';
import { rowsOf } from './people.js';
import { freePort } from './process.js';
import { until } from './until.js';

/** A mail as it came. */
export interface Received {
  readonly to: string;
  readonly raw: string;
  readonly subject: string;
  /** The text, decoded. */
  readonly text: string;
}

/** What the server says to a message, and to one for this address; `hold`: it has it, and does not answer. */
type Answer = 'take' | 'hold' | 'drop' | 451 | 550;

/** An SMTP server that takes every mail. `await using box = await Mailbox.open()`. */
export class Mailbox implements AsyncDisposable {
  readonly mails: Received[] = [];
  /** How it answers to a message from now on. */
  answer: Answer = 'take';
  private server: SMTPServer | undefined;

  private constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly secure: boolean,
  ) {}

  /** `secure`: TLS from the start, with a certificate that nobody has reason to trust; else no TLS at all. */
  static async open({ up = true, secure = false, host = '127.0.0.1' } = {}): Promise<Mailbox> {
    const box = new Mailbox(host, await freePort(), secure);
    if (up) await box.up();
    return box;
  }

  get url(): string {
    return `${this.secure ? 'smtps' : 'smtp'}://${this.host}:${this.port}`;
  }

  /** Settings of a hub that mails through it. */
  get env(): Record<string, string> {
    return { SMTP_URL: this.url, MAIL_FROM: 'hub@tocsin.example', PUBLIC_URL: 'https://hub.example' };
  }

  to(address: string): Received[] {
    return this.mails.filter(({ to }) => to === address);
  }

  async up(): Promise<void> {
    const server = new SMTPServer({
      secure: this.secure,
      logger: false,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          this.answered(received(to, Buffer.concat(chunks).toString('utf8')), done);
        });
      },
    });
    server.on('error', () => undefined); // a client that goes away, or does not trust us
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, this.host, resolve));
  }

  private answered(mail: Received, done: (error?: Error) => void): void {
    const { answer } = this;
    if (typeof answer === 'number') return done(Object.assign(new Error('not now'), { responseCode: answer }));
    this.mails.push(mail);
    if (answer === 'take') done();
    if (answer === 'drop') void this.down();
  }

  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }
}

function received(to: string, raw: string): Received {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = head.replaceAll(/\r\n[ \t]/g, ' ');
  const body = rest.join('\r\n\r\n');
  const printable = /^content-transfer-encoding: quoted-printable$/im.test(headers);
  return {
    to,
    raw,
    subject: words(/^subject: (.*)$/im.exec(headers)?.[1] ?? ''),
    text: (printable ? unquoted(body.replaceAll('=\r\n', '')) : body).replaceAll('\r\n', '\n'),
  };
}

const unquoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** Encoded words (RFC 2047), opened. */
const words = (header: string): string =>
  header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'q' ? unquoted(text.replaceAll('_', ' ')) : Buffer.from(text, 'base64').toString('utf8'),
    );

/** Resolves once every step was told of, and every mail that need not wait was sent or given up: a digest waits for its hour. */
export async function allTold(hub: Hub): Promise<void> {
  await until(
    'all to be told',
    async () => {
      const [row] = await rowsOf<{ open: number }>(
        hub,
        `select (select count(*) from advisory_step where not noticed)::int
           + (select count(*) from notice_deadline where next_at <= clock_timestamp())::int
           + (select count(*) from mail where state in ('waiting', 'taken') and due_at <= clock_timestamp() + case when digest then interval '0' else interval '1 hour' end)::int as open`,
      );
      return row?.open === 0;
    },
    20_000,
  );
}

/** The next digests leave now. */
export const digestHour = (hub: Hub): Promise<object[]> =>
  rowsOf(hub, `update mail set due_at = clock_timestamp() where state = 'waiting' and digest`);

/** Gives everybody of a cast an address without blanks, as invited people have. */
export const mailable = (hub: Hub): Promise<unknown> =>
  changedRights([hub], (sql) => sql.query(`update person set email = replace(email, ' ', '.')`));
