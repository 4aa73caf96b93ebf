import { z } from 'zod';
import { languages } from '../../language/index.js';
import { feedbackReasons, votes } from '../ports/stores.js';

/** What a button does. Everything in it outlives a restart: the answer it belongs to is found by its id. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open-passage'), answerId: z.string(), number: z.number() }).readonly(),
  z.object({ kind: z.literal('back-to-answer'), answerId: z.string() }).readonly(),
  z.object({ kind: z.literal('ask-suggestion'), answerId: z.string(), number: z.number() }).readonly(),
  z.object({ kind: z.literal('vote'), answerId: z.string(), vote: z.enum(votes) }).readonly(),
  z
    .object({ kind: z.literal('give-reason'), answerId: z.string(), reason: z.enum(feedbackReasons), comment: z.string().optional() })
    .readonly(),
  /** On platforms that have threads. */
  z.object({ kind: z.literal('open-thread'), answerId: z.string() }).readonly(),
  z.object({ kind: z.literal('choose-language'), language: z.enum(languages) }).readonly(),
  /** `page` from 1. */
  z.object({ kind: z.literal('show-sources'), page: z.number() }).readonly(),
]);
export type Action = z.infer<typeof actionSchema>;

const separator = ':';
const answerId = z.string().regex(/^[\w-]{1,16}$/);
const number = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);

const encoded = z.union([
  z.tuple([z.literal('open'), answerId, number]).transform(([, id, n]): Action => ({ kind: 'open-passage', answerId: id, number: n })),
  z.tuple([z.literal('back'), answerId]).transform(([, id]): Action => ({ kind: 'back-to-answer', answerId: id })),
  z.tuple([z.literal('ask'), answerId, number]).transform(([, id, n]): Action => ({ kind: 'ask-suggestion', answerId: id, number: n })),
  z.tuple([z.literal('vote'), answerId, z.enum(votes)]).transform(([, id, vote]): Action => ({ kind: 'vote', answerId: id, vote })),
  z
    .tuple([z.literal('why'), answerId, z.enum(feedbackReasons)])
    .transform(([, id, reason]): Action => ({ kind: 'give-reason', answerId: id, reason })),
  z.tuple([z.literal('thread'), answerId]).transform(([, id]): Action => ({ kind: 'open-thread', answerId: id })),
  z.tuple([z.literal('lang'), z.enum(languages)]).transform(([, language]): Action => ({ kind: 'choose-language', language })),
  z.tuple([z.literal('sources'), number]).transform(([, page]): Action => ({ kind: 'show-sources', page })),
]);

/**
 * A button's data: ASCII, at most 40 bytes, which fits Telegram's 64 bytes of callback data and Discord's 100 characters of custom id.
 * A reason's free text is not part of it: it comes with the form that the button opens.
 */
export function encodeAction(action: Action): string {
  switch (action.kind) {
    case 'open-passage':
      return ['open', action.answerId, action.number].join(separator);
    case 'back-to-answer':
      return ['back', action.answerId].join(separator);
    case 'ask-suggestion':
      return ['ask', action.answerId, action.number].join(separator);
    case 'vote':
      return ['vote', action.answerId, action.vote].join(separator);
    case 'give-reason':
      return ['why', action.answerId, action.reason].join(separator);
    case 'open-thread':
      return ['thread', action.answerId].join(separator);
    case 'choose-language':
      return ['lang', action.language].join(separator);
    case 'show-sources':
      return ['sources', action.page].join(separator);
  }
}

/** `undefined` for data that no version of ours has written: buttons come back from outside. */
export function decodeAction(data: string): Action | undefined {
  const parsed = encoded.safeParse(data.split(separator));
  return parsed.success ? parsed.data : undefined;
}
