import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailSettings } from '../platform/index.js';
import type { Letter } from './letter.js';

/** A mail as it is handed over. */
export interface Parcel extends Letter {
  readonly to: string;
  /** Without angle brackets. */
  readonly messageId: string;
}

/**
 * How it went. `sent`: the server took it. `later`: it did not, and may another time. `failed`: it never will. `unknown`: the
 * conversation ended when it might have.
 */
export interface Handover {
  readonly state: 'sent' | 'later' | 'failed' | 'unknown';
  /** A code, never the server's words. */
  readonly error?: string;
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
}

const CONNECT_MS = 10_000;
const SILENT_MS = 30_000;
/** A whole conversation, with a server that says a little now and then. */
const LONGEST_MS = 60_000;
const ON_THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Hands mails to an SMTP server (RFC 5321), each in a conversation of its own. Certificates are checked. */
export class Post {
  private readonly host: string;

  constructor(
    private readonly settings: MailSettings,
    private readonly hub: string,
  ) {
    this.host = new URL(hub).hostname;
  }

  /** The one name that a mail ever has. */
  messageId(id: string): string {
    return `${id}@${this.host}`;
  }

  async send(parcel: Parcel): Promise<Handover> {
    const message = await this.compose(parcel);
    let begun = false;
    // nothing is read of it before the server has asked for it: until then it can't have taken it
    const content = new Readable({
      read() {
        begun = true;
        this.push(message);
        this.push(null);
      },
    });
    try {
      await this.converse({ from: this.settings.from, to: [parcel.to] }, content);
      return { state: 'sent' };
    } catch (error) {
      return outcomeOf(error as SmtpError, begun);
    }
  }

  private compose({ to, subject, text, messageId }: Parcel): Promise<Buffer> {
    const mail = new MailComposer({
      from: { name: 'Tocsin', address: this.settings.from },
      to: { name: '', address: to },
      subject,
      text,
      textEncoding: 'quoted-printable',
      messageId: `<${messageId}>`,
      headers: {
        'Auto-Submitted': 'auto-generated', // RFC 3834: no automatic answers, please
        'List-Id': `Tocsin <notices.${this.host}>`,
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return mail.compile().build();
  }

  private converse(envelope: { from: string; to: string[] }, content: Readable): Promise<void> {
    const { protocol, hostname, port, username, password } = new URL(this.settings.url);
    const smtp = new SMTPConnection({
      host: hostname.replaceAll(/[[\]]/g, ''),
      ...(port !== '' && { port: Number(port) }),
      secure: protocol === 'smtps:',
      requireTLS: !ON_THIS_MACHINE.has(hostname),
      ignoreTLS: ON_THIS_MACHINE.has(hostname),
      name: this.host,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENT_MS,
    });
    const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
    return new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => ended(Object.assign(new Error('it takes too long'), { code: 'ETIMEDOUT' })),
        LONGEST_MS,
      );
      const ended = (error: Error | null | undefined) => {
        clearTimeout(limit);
        if (error) reject(error);
        else resolve();
        smtp.close();
      };
      const send = () => smtp.send(envelope, content, ended);
      smtp.once('error', ended);
      smtp.connect((error) => {
        if (error) ended(error);
        else if (username === '') send();
        else smtp.login({ credentials }, (refused) => (refused ? ended(refused) : send()));
      });
    });
  }
}

/**
 * `begun`: the server had asked for the message. Then only its answer to the message is a clear no: 421 is what a server that
 * is going away says at any time (RFC 5321, 3.8), also when it has the message already.
 */
function outcomeOf({ code = 'ERROR', responseCode, permanent }: SmtpError, begun: boolean): Handover {
  const error = responseCode === undefined ? code : `${code} ${responseCode}`;
  const isRefusal = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode !== 421;
  if (isRefusal && permanent) return { state: 'failed', error };
  return { state: begun && !isRefusal ? 'unknown' : 'later', error };
}
