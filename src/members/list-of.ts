import { z } from 'zod';

/** What lists answer: an object, so that a later version may say more than the items. */
export const listOf = <T extends z.ZodType>(item: T, id: string) => z.object({ items: z.array(item) }).meta({ id });
