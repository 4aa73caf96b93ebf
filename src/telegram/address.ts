import { z } from 'zod';
import { decodeAction, type Incoming, type Sender } from '../chat/index.js';

const keyboard = z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() })));

/** Where a reply goes. Ids as Telegram's numbers, because they are sent back as such. */
const address = z.object({
  chat: z.int(),
  /** Only of a forum's topic: the numbers of other threads are of no use for sending. */
  topic: z.int().optional(),
  isPrivate: z.boolean(),
  /** The message that asks, or the one that the button is on. */
  message: z.int(),
  /** The press of a button. */
  press: z
    .object({
      query: z.string(),
      /** The keyboard as it was, where Telegram still shows it to us. */
      keyboard: keyboard.optional(),
    })
    .optional(),
});

export type Address = z.infer<typeof address>;
export type Press = NonNullable<Address['press']>;

export function readAddress(written: unknown): Address | undefined {
  return address.safeParse(written).data;
}

/** Bots FAQ, "My bot is hitting limits": in a group no more than twenty messages a minute. */
const groupMessagesPerMinute = 20;

export function senderAt(
  { chat, topic, isPrivate }: Pick<Address, 'chat' | 'topic' | 'isPrivate'>,
  { user, clientLanguage }: Pick<Sender, 'user' | 'clientLanguage'>,
): Sender {
  const pace = isPrivate ? {} : { messagesPerMinute: groupMessagesPerMinute };
  return { platform: 'telegram', chat: String(chat), topic: topic?.toString(), isPrivate, user, clientLanguage, ...pace };
}

export function incomingPress(sender: Sender, query: string, data: string): Incoming {
  const action = decodeAction(data);
  return action === undefined ? { kind: 'unknown-action', sender } : { kind: 'action', sender, action, request: `press ${query}` };
}
