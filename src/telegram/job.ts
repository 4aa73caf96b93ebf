import { z } from 'zod';
import { commandNames, decodeAction, type Incoming, type Sender } from '../chat/index.js';

/** Whose deed it was, and where. Ids as Telegram's numbers, because they are sent back as such. */
const place = {
  chat: z.int(),
  /** Only of a forum's topic: the numbers of other threads are of no use for sending. */
  topic: z.int().optional(),
  isPrivate: z.boolean(),
  user: z.string(),
  clientLanguage: z.string().optional(),
  admin: z.boolean(),
};

const written = {
  ...place,
  /** The message that asks; what is answered quotes it. */
  message: z.int(),
};

const job = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('question'), ...written, text: z.string(), replyTo: z.int().optional() }),
  z.object({ kind: z.literal('edited-question'), ...written, text: z.string(), thorough: z.boolean().optional() }),
  z.object({
    kind: z.literal('command'),
    ...written,
    name: z.enum(commandNames),
    argument: z.string(),
    replyTo: z.int().optional(),
  }),
  z.object({ kind: z.literal('sticker'), ...written }),
  z.object({ kind: z.literal('attachment'), ...written }),
  z.object({
    kind: z.literal('press'),
    ...place,
    query: z.string(),
    /** The message that the button is on. */
    message: z.int(),
    data: z.string(),
    /** Its keyboard as it was, where Telegram still shows it to us. */
    keyboard: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() }))).optional(),
  }),
]);

/** An accepted update with all that is needed to deal with it, today or after a restart: plain JSON, without names. */
export type Job = z.infer<typeof job>;
export type Press = Extract<Job, { kind: 'press' }>;
export type Written = Exclude<Job, Press>;

/** A job as it was written down; `undefined` where another version wrote something else. */
export function readJob(payload: unknown): Job | undefined {
  return job.safeParse(payload).data;
}

/** `undefined` for a button that no version of ours has made. */
export function incomingOf(from: Job): Incoming | undefined {
  const sender = senderOf(from);
  switch (from.kind) {
    case 'question': {
      const { text, message, replyTo } = from;
      return { kind: 'question', sender, text, message: String(message), replyTo: replyTo?.toString() };
    }
    case 'edited-question':
      return {
        kind: 'edited-question',
        sender,
        text: from.text,
        effort: from.thorough === true ? 'thorough' : 'short',
        message: String(from.message),
      };
    case 'command': {
      const { name, argument, message, replyTo } = from;
      return { kind: 'command', sender, name, argument, message: String(message), replyTo: replyTo?.toString() };
    }
    case 'sticker':
    case 'attachment':
      return { kind: from.kind, sender };
    case 'press': {
      const action = decodeAction(from.data);
      return action === undefined ? undefined : { kind: 'action', sender, action, request: `press ${from.query}` };
    }
  }
}

/** Bots FAQ, "My bot is hitting limits": in a group no more than twenty messages a minute. */
const groupMessagesPerMinute = 20;

export function senderOf({ chat, topic, isPrivate, user, clientLanguage, admin }: Job): Sender {
  const pace = isPrivate ? {} : { messagesPerMinute: groupMessagesPerMinute };
  return { platform: 'telegram', chat: String(chat), topic: topic?.toString(), user, clientLanguage, admin, ...pace };
}

/** Whether what comes of it is an answer of its own, shown nowhere but where it was asked. */
export function asks(from: Job): boolean {
  switch (from.kind) {
    case 'question':
    case 'edited-question':
      return true;
    case 'command':
      return from.name === 'ask' || from.name === 'think';
    case 'press':
      return decodeAction(from.data)?.kind === 'ask-suggestion';
    case 'sticker':
    case 'attachment':
      return false;
  }
}
