import { z } from 'zod';

/** Ids of chats, people and messages: below 2^53 as the documentation promises; taken as digits, too, as some servers write them. */
export const telegramId = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,16}$/)
    .transform(Number)
    .pipe(z.int()),
]);
