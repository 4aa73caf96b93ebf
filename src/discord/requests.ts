import { z } from 'zod';
import { commandNames, decodeAction, feedbackReasons, type DeliveryRecord, type Incoming, type Sender } from '../chat/index.js';
import { readAddress, senderAt, type Address } from './address.js';

/** What is asked of the bot, in Discord's terms. Also the form in which 0.1 wrote it down. */
const request = z.discriminatedUnion('kind', [
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
  z.object({ kind: z.literal('comment'), answerId: z.string(), reason: z.enum(feedbackReasons), comment: z.string() }),
  z.object({ kind: z.literal('thread'), answerId: z.string(), message: z.string(), existing: z.string().optional() }),
  z.object({ kind: z.literal('sticker') }),
  z.object({ kind: z.literal('attachment') }),
]);
export type Request = z.infer<typeof request>;

/** Who asks, and where the reply goes. */
export interface RequestPlace extends Omit<Address, 'question' | 'button'> {
  readonly clientLanguage?: string | undefined;
  readonly isPrivate?: boolean | undefined;
}

export function recordOf(asked: Request, { clientLanguage, isPrivate, ...address }: RequestPlace): DeliveryRecord<Address> {
  const incoming = incomingOf(asked, senderAt(address, { clientLanguage, isPrivate }), address);
  if (asked.kind === 'question' && asked.unseen) return { incoming, address: { ...address, question: asked.text } };
  if (asked.kind !== 'thread') return { incoming, address };
  return { incoming, address: { ...address, button: { message: asked.message, thread: asked.existing } } };
}

function incomingOf(asked: Request, sender: Sender, { id, channel }: Pick<Address, 'id' | 'channel'>): Incoming {
  switch (asked.kind) {
    case 'question': {
      const { text, replyTo, own, thorough } = asked;
      const effort = thorough === true ? 'thorough' : 'short';
      // Threads begin from the answer that they were opened on, which is linked under the thread's own id.
      return { kind: 'question', sender, text, effort, message: own ? id : undefined, request: id, replyTo, startsFrom: channel };
    }
    case 'command':
      return { kind: 'command', sender, name: asked.name, argument: asked.argument, message: id };
    case 'press': {
      const action = decodeAction(asked.data);
      return action === undefined ? { kind: 'unknown-action', sender } : { kind: 'action', sender, action, request: id };
    }
    case 'comment': {
      const { answerId, reason, comment } = asked;
      return { kind: 'action', sender, action: { kind: 'give-reason', answerId, reason, comment } };
    }
    case 'thread':
      return { kind: 'action', sender, action: { kind: 'open-thread', answerId: asked.answerId } };
    case 'sticker':
    case 'attachment':
      return { kind: asked.kind, sender };
  }
}

const oldRecord = z.looseObject({
  deed: request,
  way: z.unknown(),
  clientLanguage: z.string().optional(),
  isPrivate: z.boolean().optional(),
});

/** What 0.1 wrote down of an event. */
export function readOldRecord(payload: unknown): DeliveryRecord<Address> | undefined {
  const parsed = oldRecord.safeParse(payload);
  if (!parsed.success) return undefined;
  const { deed, way, clientLanguage, isPrivate, ...old } = parsed.data;
  const address = readAddress({ ...old, replyRoute: way });
  return address && recordOf(deed, { ...address, clientLanguage, isPrivate });
}
