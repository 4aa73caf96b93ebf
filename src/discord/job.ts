import { z } from 'zod';
import { commandNames, decodeAction, type Incoming, type Sender } from '../chat/index.js';

const reasons = ['wrong', 'incomplete', 'unclear'] as const;

const deed = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('question'),
    text: z.string(),
    replyTo: z.string().optional(),
    /** Whether readers have to be shown what was asked: it came by a command or a form. */
    unseen: z.boolean(),
    /** Whether the words are the asker's own, so that the id tells one question from another. */
    own: z.boolean(),
    /** Whether it is to be thought about. */
    thorough: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('command'), name: z.enum(commandNames), argument: z.string() }),
  z.object({ kind: z.literal('press'), data: z.string() }),
  z.object({ kind: z.literal('comment'), answerId: z.string(), reason: z.enum(reasons), comment: z.string() }),
  z.object({ kind: z.literal('thread'), answerId: z.string(), message: z.string(), existing: z.string().optional() }),
  z.object({ kind: z.literal('sticker') }),
  z.object({ kind: z.literal('attachment') }),
]);
export type Deed = z.infer<typeof deed>;

/** How the reply gets to where it belongs. */
const way = z.discriminatedUnion('kind', [
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
]);
export type Way = z.infer<typeof way>;

const job = z.object({
  /** The message's or the interaction's. */
  id: z.string(),
  channel: z.string(),
  guild: z.string().optional(),
  user: z.string(),
  clientLanguage: z.string().optional(),
  admin: z.boolean(),
  /** Whether an answer can get a thread of its own there. */
  thread: z.boolean(),
  /** Whether the bot itself is there, and not only the person's own installation of the app. */
  member: z.boolean(),
  deed,
  way,
});

/** Something that was accepted, with all that is needed to deal with it, today or after a restart: plain JSON, without names. */
export type Job = z.infer<typeof job>;

/** A job as it was written down; `undefined` where another version wrote something else. */
export function readJob(payload: unknown): Job | undefined {
  return job.safeParse(payload).data;
}

/** `undefined` for a button that no version of ours has made, and for what is not the chat's. */
export function incomingOf(from: Job): Incoming | undefined {
  const sender = senderOf(from);
  const { deed: done, id } = from;
  switch (done.kind) {
    case 'question': {
      const { text, replyTo, own, thorough } = done;
      // Threads begin from the answer that they were opened on, which is linked under the thread's own id.
      return {
        kind: 'question',
        sender,
        text,
        effort: thorough === true ? 'thorough' : 'short',
        message: own ? id : undefined,
        request: id,
        replyTo,
        startsFrom: from.channel,
      };
    }
    case 'command':
      return { kind: 'command', sender, name: done.name, argument: done.argument, message: id };
    case 'press': {
      const action = decodeAction(done.data);
      return action === undefined ? undefined : { kind: 'action', sender, action, request: id };
    }
    case 'comment': {
      const { answerId, reason, comment } = done;
      return { kind: 'action', sender, action: { kind: 'give-reason', answerId, reason, comment } };
    }
    case 'sticker':
    case 'attachment':
      return { kind: done.kind, sender };
    case 'thread':
      return undefined;
  }
}

/** The question, where readers of the answer do not see it. */
export function questionOf({ deed: done }: Job): string | undefined {
  return done.kind === 'question' && done.unseen ? done.text : undefined;
}

/** Whether what comes of it is an answer of its own, shown nowhere but where it was asked. */
export function asks({ deed: done }: Job): boolean {
  return done.kind === 'question' || (done.kind === 'press' && decodeAction(done.data)?.kind === 'ask-suggestion');
}

/** Whether it is a button that asks nothing: it need not wait for an answer in the making. */
export function isPressInPassing({ deed: done }: Job): boolean {
  if (done.kind === 'comment') return true;
  return done.kind === 'press' && decodeAction(done.data)?.kind !== 'ask-suggestion';
}

/** Discord takes five messages in five seconds in a channel (it documents no numbers: headers tell them). */
const channelMessagesPerMinute = 60;

/** A thread is a channel of its own to Discord, and so it is to the chat. */
export function senderOf({ channel, guild, user, clientLanguage, admin }: Omit<Job, 'deed' | 'way'>): Sender {
  const pace = guild === undefined ? {} : { messagesPerMinute: channelMessagesPerMinute };
  return { platform: 'discord', chat: channel, user, clientLanguage, admin, ...pace };
}
