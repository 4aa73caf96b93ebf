import { z } from 'zod';
import { actionSchema } from '../replies/action.js';
import { platforms } from '../ports/stores.js';
import { commandNames } from '../texts/index.js';

const sender = z
  .object({
    platform: z.enum(platforms),
    chat: z.string(),
    /** Telegram topic or Discord thread, where there is one. */
    topic: z.string().optional(),
    /** The platform's id of the person. It is kept while a reply is owed; everything else is kept under a hash of it. */
    user: z.string(),
    /** What the person's client is set to, as the platform says it: a BCP 47 tag such as `zh-TW`. */
    clientLanguage: z.string().optional(),
    /** How many messages a minute the platform lets be sent there, where that is for several people. */
    messagesPerMinute: z.number().optional(),
    /** Whether the person is alone with the bot; left out: not. */
    isPrivate: z.boolean().optional(),
  })
  .readonly();

const effort = z.enum(['least', 'short', 'thorough']).optional();

/**
 * The platform's id of what asks, where `message` does not say it (a press, a form). The answer's id is made of it: when the same is asked
 * again after a crash, the answer has the same id, and what was shown of it before is found.
 */
const request = z.string().optional();

/** The id of the message that asks, where the person wrote one: asked again with it (after a crash), the answer already given is shown. */
const message = z.string().optional();

/** The message that this one replies to: when it shows an answer, the conversation continues from there. */
const replyTo = z.string().optional();

/** What an adapter makes of an update. Plain data: it is kept as JSON until it is dealt with. */
export const incomingSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('question'),
      sender,
      text: z.string(),
      /** Default: `short`. */
      effort,
      request,
      /** Left out where the question comes from a button, a form or somebody else's message. */
      message,
      replyTo,
      /** The message that a conversation without questions yet begins from (a thread that was opened below an answer). */
      startsFrom: z.string().optional(),
    })
    .readonly(),
  z.object({ kind: z.literal('edited-question'), sender, text: z.string(), effort, message: z.string() }).readonly(),
  z
    .object({
      kind: z.literal('command'),
      sender,
      name: z.enum(commandNames),
      /** What stands behind the command; '' where nothing does. */
      argument: z.string(),
      request,
      message,
      replyTo,
    })
    .readonly(),
  z.object({ kind: z.literal('action'), sender, action: actionSchema, request }).readonly(),
  /** A button that this version does not know. */
  z.object({ kind: z.literal('unknown-action'), sender }).readonly(),
  /** A message without words. */
  z.object({ kind: z.literal('sticker'), sender }).readonly(),
  z.object({ kind: z.literal('attachment'), sender }).readonly(),
]);

/** Who speaks, and where, in the platform's own ids. */
export type Sender = z.infer<typeof sender>;
export type Incoming = z.infer<typeof incomingSchema>;
