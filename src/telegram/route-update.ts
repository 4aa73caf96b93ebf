import type { Job } from './job.js';
import { readMessage, type BotIdentity, type Said } from './incoming-message.js';
import type { ServedChats } from './served-chats.js';
import { isPrivate, kindsIn, parseUpdate, type CallbackQuery, type InlineQuery, type TelegramMessage, type Update } from './updates.js';

/** What is to be done about an update. */
export type Route =
  /** To be written down, and answered whatever happens. */
  | { readonly kind: 'job'; readonly job: Job }
  /** To be answered now or never: nobody waits for it after a restart. */
  | { readonly kind: 'inline'; readonly query: InlineQuery }
  /** Somebody speaks to the bot where it does not serve. */
  | { readonly kind: 'not-served'; readonly job: Job }
  | { readonly kind: 'nothing' }
  /** Not as the Bot API documents it; for the log. */
  | { readonly kind: 'strange'; readonly problem: string };

export interface RoutingRules {
  readonly bot: BotIdentity;
  readonly served: ServedChats;
  readonly isAdmin: (user: string) => boolean;
  /** Whether this album has been met before: its pictures come as messages of their own, and are spoken to once. */
  readonly knownAlbum: (id: string) => boolean;
}

export function routeUpdate(raw: unknown, rules: RoutingRules): Route {
  const parsed = parseUpdate(raw);
  if ('problem' in parsed) return { kind: 'strange', problem: parsed.problem };
  const { message, edited_message: edited, callback_query: press, inline_query: query }: Update = parsed.update;
  if (message !== undefined) return routeMessage(message, rules);
  if (edited !== undefined) return routeEdit(edited, rules);
  if (press !== undefined) return routePress(press, rules);
  if (query !== undefined) return rules.served.servesPerson(query.from.id) ? { kind: 'inline', query } : { kind: 'nothing' };
  return { kind: 'strange', problem: `nothing that was asked for, but: ${kindsIn(raw)}` };
}

function routeMessage(message: TelegramMessage, rules: RoutingRules): Route {
  if (message.migrate_from_chat_id !== undefined) rules.served.migrated(message.migrate_from_chat_id, message.chat.id);
  const said = readMessage(message, rules.bot);
  const place = said === undefined ? undefined : placeOf(message, rules);
  if (said === undefined || place === undefined) return { kind: 'nothing' };
  const album = message.media_group_id;
  if (said.kind === 'attachment' && album !== undefined && rules.knownAlbum(album)) return { kind: 'nothing' };
  const replied = message.reply_to_message;
  const replyTo = replied?.from?.id === rules.bot.id ? { replyTo: replied.message_id } : {};
  switch (said.kind) {
    case 'question':
      return served({ ...place, ...replyTo, kind: 'question', text: said.text }, rules);
    case 'command':
      return served({ ...place, ...replyTo, kind: 'command', name: said.name, argument: said.argument }, rules);
    case 'sticker':
    case 'attachment':
      return served({ ...place, kind: said.kind }, rules);
  }
}

/** An edited question is answered again; other edits are none of the bot's business. */
function routeEdit(message: TelegramMessage, rules: RoutingRules): Route {
  const said = readMessage(message, rules.bot);
  const place = placeOf(message, rules);
  if (said === undefined || place === undefined || !rules.served.servesChat(message.chat.id)) return { kind: 'nothing' };
  const asked = askedIn(said);
  return asked === undefined ? { kind: 'nothing' } : { kind: 'job', job: { ...place, kind: 'edited-question', ...asked } };
}

function askedIn(said: Said): { readonly text: string; readonly thorough?: true } | undefined {
  if (said.kind === 'question') return said.text === '' ? undefined : { text: said.text };
  if (said.kind !== 'command' || said.argument === '' || (said.name !== 'ask' && said.name !== 'think')) return undefined;
  return { text: said.argument, ...(said.name === 'think' ? { thorough: true } : {}) };
}

function routePress({ id, from, message, data }: CallbackQuery, rules: RoutingRules): Route {
  // Without a message the button is on one that was sent by inline mode, and ours have none there.
  if (message === undefined) return { kind: 'nothing' };
  const { chat, message_id, reply_markup } = message;
  const job: Job = {
    kind: 'press',
    chat: chat.id,
    ...topicOf(message),
    isPrivate: isPrivate(chat),
    ...personOf(String(from.id), from.language_code, rules),
    query: id,
    message: message_id,
    data,
    ...(reply_markup === undefined ? {} : { keyboard: reply_markup.inline_keyboard }),
  };
  return served(job, rules);
}

function served(job: Job, { served: chats }: RoutingRules): Route {
  return chats.servesChat(job.chat) ? { kind: 'job', job } : { kind: 'not-served', job };
}

/** `undefined` where a bot speaks, or nobody whom one could answer. */
function placeOf(message: TelegramMessage, rules: RoutingRules) {
  const { chat, from, sender_chat: speaker, message_id: id } = message;
  // Anonymous administrators and channels speak through a bot of Telegram's; they are who `sender_chat` says.
  const user = speaker === undefined ? from : { ...from, id: speaker.id, is_bot: false };
  if (user === undefined || user.is_bot === true) return undefined;
  return {
    chat: chat.id,
    ...topicOf(message),
    isPrivate: isPrivate(chat),
    ...personOf(String(user.id), from?.language_code, rules),
    message: id,
  };
}

function personOf(user: string, clientLanguage: string | undefined, { isAdmin }: RoutingRules) {
  return { user, ...(clientLanguage === undefined ? {} : { clientLanguage }), admin: isAdmin(user) };
}

function topicOf(message: { readonly is_topic_message?: boolean | undefined; readonly message_thread_id?: number | undefined }) {
  const { is_topic_message: isTopic, message_thread_id: topic } = message;
  return isTopic === true && topic !== undefined ? { topic } : {};
}
