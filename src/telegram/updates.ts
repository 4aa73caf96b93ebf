import { z } from 'zod';
import { telegramId } from './ids.js';

/** The parts of Telegram's updates that this room uses; whatever else is in them is left unread. */

/** Telegram's messages hold 4,096 characters, captions fewer; what is far beyond comes from no reader. */
const longestText = 20_000;

const text = z.string().max(longestText);
const queryId = z.union([z.string().min(1).max(200), z.number().transform(String)]);

const user = z.object({
  id: telegramId,
  is_bot: z.boolean().optional().catch(undefined),
  language_code: z.string().max(35).optional().catch(undefined),
});

const chat = z.object({
  id: telegramId,
  type: z.enum(['private', 'group', 'supergroup', 'channel']).optional().catch(undefined),
});

const entity = z.object({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  user: z.object({ id: telegramId }).optional().catch(undefined),
});
const entities = z.array(entity).max(1000).optional().catch(undefined);

const repliedMessage = z.object({
  message_id: telegramId,
  from: user.optional().catch(undefined),
  text: text.optional(),
  caption: text.optional(),
});

const present = z.unknown().optional();
/** Kinds of message without words, under the names of their fields. */
const contents = {
  sticker: present,
  dice: present,
  animation: present,
  photo: present,
  voice: present,
  audio: present,
  video: present,
  video_note: present,
  document: present,
  story: present,
  contact: present,
  location: present,
  venue: present,
  poll: present,
  paid_media: present,
  checklist: present,
};

const message = z.object({
  message_id: telegramId,
  message_thread_id: telegramId.optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
  from: user.optional().catch(undefined),
  sender_chat: z.object({ id: telegramId }).optional().catch(undefined),
  via_bot: z.object({ id: telegramId }).optional().catch(undefined),
  chat,
  text: text.optional(),
  entities,
  caption: text.optional(),
  caption_entities: entities,
  media_group_id: z.string().max(100).optional().catch(undefined),
  reply_to_message: repliedMessage.optional().catch(undefined),
  quote: z.object({ text, is_manual: z.boolean().optional() }).optional().catch(undefined),
  migrate_from_chat_id: telegramId.optional().catch(undefined),
  ...contents,
});
export type TelegramMessage = z.infer<typeof message>;

const pressed = z.object({
  message_id: telegramId,
  message_thread_id: telegramId.optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
  chat,
  reply_markup: z
    .object({ inline_keyboard: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() }))) })
    .optional()
    .catch(undefined),
});

const callbackQuery = z.object({
  id: queryId,
  from: user,
  message: pressed.optional().catch(undefined),
  data: z.string().max(200).default(''),
});
export type CallbackQuery = z.infer<typeof callbackQuery>;

const inlineQuery = z.object({ id: queryId, from: user, query: text.default(''), offset: z.string().max(200).default('') });
export type InlineQuery = z.infer<typeof inlineQuery>;

/** The kinds of update that are asked for (`allowed_updates`). */
export const updateKinds = ['message', 'edited_message', 'callback_query', 'inline_query'] as const;

const update = z.object({
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: callbackQuery.optional(),
  inline_query: inlineQuery.optional(),
});
export type Update = z.infer<typeof update>;

const numbered = z.object({ update_id: telegramId });

/** The number by which an update is acknowledged; `undefined` where it has none. */
export function updateIdOf(raw: unknown): number | undefined {
  return numbered.safeParse(raw).data?.update_id;
}

export type ParsedUpdate = { readonly update: Update } | { readonly problem: string };

export function parseUpdate(raw: unknown): ParsedUpdate {
  const parsed = update.safeParse(raw);
  if (parsed.success) return { update: parsed.data };
  const [issue] = parsed.error.issues;
  // Where and what kind of fault, never the content.
  return { problem: issue === undefined ? 'not as documented' : `${issue.path.join('.')}: ${issue.code}` };
}

/** What an update holds beside its number, for the log. */
export function kindsIn(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) return typeof raw;
  const kinds = Object.keys(raw).filter((key) => key !== 'update_id');
  return kinds.slice(0, 3).join(', ').slice(0, 100);
}

/** A private chat has its person's number, which is above 0. */
export function isPrivate({ id, type }: TelegramMessage['chat']): boolean {
  return type === undefined ? id > 0 : type === 'private';
}

export function contentOf(from: TelegramMessage): 'sticker' | 'attachment' | undefined {
  if (from.sticker !== undefined || from.dice !== undefined) return 'sticker';
  return Object.keys(contents).some((name) => name in from && from[name as keyof typeof contents] !== undefined) ? 'attachment' : undefined;
}
