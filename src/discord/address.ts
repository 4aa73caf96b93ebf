import { z } from 'zod';
import type { Sender } from '../chat/index.js';

/** How the reply gets to where it belongs. */
const replyRoute = z.discriminatedUnion('kind', [
  /** As a reply to the message that asked. */
  z.object({ kind: z.literal('message') }),
  z.object({
    kind: z.literal('interaction'),
    application: z.string(),
    token: z.string(),
    /** Only the person sees it. */
    ephemeral: z.boolean(),
    /** It takes the place of the message with the button. */
    inPlace: z.boolean(),
    /** The silent recording of a vote, whose first response was a form. */
    mute: z.boolean(),
  }),
  /** Into the channel: the interaction is past. */
  z.object({ kind: z.literal('channel') }),
  /** To the person in private: the channel is theirs. */
  z.object({ kind: z.literal('private') }),
]);

const address = z.object({
  /** The message's or the interaction's. */
  id: z.string(),
  channel: z.string(),
  guild: z.string().optional(),
  user: z.string(),
  /** Whether an answer can get a thread of its own there. */
  thread: z.boolean(),
  /** Whether the bot itself is there, and not only the person's own installation of the app. */
  member: z.boolean(),
  /** The question, where readers have to be shown what was asked: it came by a command or a form. */
  question: z.string().optional(),
  /** The message with the button, and the thread that was opened on it. */
  button: z.object({ message: z.string(), thread: z.string().optional() }).optional(),
  replyRoute,
});

export type Address = z.infer<typeof address>;
export type ReplyRoute = Address['replyRoute'];
export type InteractionReplyRoute = Extract<ReplyRoute, { kind: 'interaction' }>;

export function readAddress(written: unknown): Address | undefined {
  return address.safeParse(written).data;
}

/** Discord takes five messages in five seconds in a channel (it documents no numbers: headers tell them). */
const channelMessagesPerMinute = 60;

/** A thread is a channel of its own to Discord, and so it is to the chat. */
export function senderAt(
  { channel, guild, user }: Pick<Address, 'channel' | 'guild' | 'user'>,
  { clientLanguage, isPrivate }: Pick<Sender, 'clientLanguage' | 'isPrivate'>,
): Sender {
  const pace = guild === undefined ? {} : { messagesPerMinute: channelMessagesPerMinute };
  return { platform: 'discord', chat: channel, isPrivate, user, clientLanguage, ...pace };
}
