import { z } from 'zod';

/** Control characters, line and paragraph separators, lone surrogates, and what turns the direction of a text around. */
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

// eslint-disable-next-line no-control-regex
const UNSTORABLE = /[\u0000-\u0008\u000b-\u001f\u007f]|\p{Cs}/u;

/** Text of several lines, which may be empty. */
export const paragraphs = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((value) => !UNSTORABLE.test(value), 'has a character that is not allowed in a text');

/** One line of text that people read: trimmed, not empty, nothing in it that displays as something else. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !UNFIT.test(value), 'has a character that is not allowed in one line of text');
