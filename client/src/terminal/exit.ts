import { FeedGapError, HubError } from '../errors.js';

/** What each exit code means; the same for every command. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  auth: 3,
  notFound: 4,
  partial: 5,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with this code and, if there is one, this message. */
export class Exit extends Error {
  override readonly name = 'Exit';

  constructor(
    readonly code: ExitCode,
    message = '',
  ) {
    super(message);
  }
}

/** Asked for in a way that can't be meant. */
export const usage = (message: string): Exit => new Exit(EXIT.usage, message);

/** The reader of our output has gone; so do we, without a word. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Exit) return error.code;
  if (error instanceof OutputClosed) return EXIT.ok;
  if (!(error instanceof HubError)) return EXIT.error;
  if (error.status === 401 || error.status === 403) return EXIT.auth;
  if (error.status === 404 || error.status === 410) return EXIT.notFound;
  return error.code === 'query_invalid' ? EXIT.usage : EXIT.error;
}

/** What to tell the user of an error, and what he can do about it. */
export function messageOf(error: unknown): string {
  if (error instanceof FeedGapError) return `THE FEED IS NOT WHOLE: ${error.message}\n${GAP_HINT}`;
  if (!(error instanceof HubError)) return error instanceof Error ? error.message : String(error);
  const said = error.detail ?? error.message;
  const where = error.pointer ? ` at ${error.pointer}` : '';
  const request = error.requestId ? `, request ${error.requestId}` : '';
  const hint = hintOf(error);
  return `${said}${where} (${error.code}${request})${hint ? `\n${hint}` : ''}`;
}

const GAP_HINT =
  'The place before it is kept: starting again asks for it once more. `tocsin verify` recomputes every ledger; ' +
  '`tocsin listen --unchecked` goes on regardless. Tell whoever runs the hub.';

function hintOf({ code, status }: HubError): string {
  if (code === 'unreachable') return 'Is the hub running? `tocsin doctor` looks closer.';
  if (code === 'insufficient_scope') return 'Another key is needed: `tocsin doctor` shows what this one may do.';
  if (status === 401) return '`tocsin login` stores a key; `tocsin doctor` shows which one is used.';
  if (code.startsWith('cursor_')) {
    return 'The place where it stopped is no use any more. `--since beginning` replays everything, `--since now` leaves a gap.';
  }
  return '';
}
