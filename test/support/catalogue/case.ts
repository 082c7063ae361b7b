/** A bad input or an abuse, and what becomes of it; or why it can’t be tried here. */
export type Case =
  | { readonly input: string; readonly answer: string }
  | { readonly input: string; readonly why: string };

/** Cases by their number in the catalogue. */
export type Cases = Readonly<Record<string, Case>>;

/** Tried by a test whose title begins with the number. */
export const tested = (input: string, answer: string): Case => ({ input, answer });

/** Not tried by a test here, and why. */
export const untested = (input: string, why: string): Case => ({ input, why });

const none = (what: string) => `the hub has no ${what} yet`;
export const NO = {
  passkeys: none('passkeys'),
  codes: none('recovery codes'),
  oidc: none('sign-in by other identity providers'),
  second: none('rule of the second person (docs/decisions/0006-overbroad.md)'),
  exports: 'none is kept: each export is made for whoever asks for it',
  anonymous: none('anonymous contributions'),
  files: none('attachments or logos'),
  checkpoints: none('signed checkpoints'),
} as const;
