import { z } from 'zod';

/**
 * An e-mail address in the one form that is stored and compared: NFKC, trimmed, lower case. ASCII alone, for of two
 * letters that look the same one would be another person.
 */
export const Email = z
  .string()
  .max(254)
  .transform((value) => value.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email());
