import type { Incoming, PlatformEvent, Sender } from '../chat/index.js';
import { incomingPress, senderAt, type Address } from './address.js';
import { readMessage, type BotIdentity, type Said } from './incoming-message.js';
import type { ServedChats } from './served-chats.js';
import { isPrivate, kindsIn, parseUpdate, type CallbackQuery, type InlineQuery, type TelegramMessage, type Update } from './updates.js';

/** An update for the chat; its id is the update's. */
export type Event = Pick<PlatformEvent<Address>, 'incoming' | 'address'>;

/** What is to be done about an update. */
export type Route =
  /** To be written down, and answered whatever happens. */
  | { readonly kind: 'event'; readonly event: Event }
  /** To be answered now or never: nobody waits for it after a restart. */
  | { readonly kind: 'inline'; readonly query: InlineQuery }
  /** Somebody speaks to the bot where it does not serve. */
  | { readonly kind: 'not-served'; readonly event: Event }
  | { readonly kind: 'nothing' }
  /** Not as the Bot API documents it; for the log. */
  | { readonly kind: 'malformed'; readonly problem: string };

export interface RoutingRules {
  readonly bot: BotIdentity;
  readonly served: ServedChats;
  /** Whether this album has been met before: its pictures come as messages of their own, and are spoken to once. */
  readonly knownAlbum: (id: string) => boolean;
}

export function routeUpdate(raw: unknown, rules: RoutingRules): Route {
  const parsed = parseUpdate(raw);
  if ('problem' in parsed) return { kind: 'malformed', problem: parsed.problem };
  const { message, edited_message: edited, callback_query: press, inline_query: query }: Update = parsed.update;
  if (message !== undefined) return routeMessage(message, rules);
  if (edited !== undefined) return routeEdit(edited, rules);
  if (press !== undefined) return routePress(press, rules);
  if (query !== undefined) return rules.served.servesPerson(query.from.id) ? { kind: 'inline', query } : { kind: 'nothing' };
  return { kind: 'malformed', problem: `nothing that was asked for, but: ${kindsIn(raw)}` };
}

function routeMessage(message: TelegramMessage, rules: RoutingRules): Route {
  if (message.migrate_from_chat_id !== undefined) rules.served.migrated(message.migrate_from_chat_id, message.chat.id);
  const said = readMessage(message, rules.bot);
  const place = said === undefined ? undefined : placeOf(message);
  if (said === undefined || place === undefined) return { kind: 'nothing' };
  const album = message.media_group_id;
  if (said.kind === 'attachment' && album !== undefined && rules.knownAlbum(album)) return { kind: 'nothing' };
  const replied = message.reply_to_message;
  const replyTo = replied?.from?.id === rules.bot.id ? { replyTo: String(replied.message_id) } : {};
  return served({ address: place.address, incoming: incomingOf(said, place, replyTo) }, rules);
}

function incomingOf(said: Said, { sender, address }: Place, replyTo: { readonly replyTo?: string }): Incoming {
  const message = String(address.message);
  switch (said.kind) {
    case 'question':
      return { kind: 'question', sender, text: said.text, message, ...replyTo };
    case 'command':
      return { kind: 'command', sender, name: said.name, argument: said.argument, message, ...replyTo };
    case 'sticker':
    case 'attachment':
      return { kind: said.kind, sender };
  }
}

/** An edited question is answered again; other edits are none of the bot's business. */
function routeEdit(message: TelegramMessage, rules: RoutingRules): Route {
  const said = readMessage(message, rules.bot);
  const place = placeOf(message);
  if (said === undefined || place === undefined || !rules.served.servesChat(message.chat.id)) return { kind: 'nothing' };
  const asked = askedIn(said);
  if (asked === undefined) return { kind: 'nothing' };
  const { sender, address } = place;
  return { kind: 'event', event: { address, incoming: { kind: 'edited-question', sender, message: String(address.message), ...asked } } };
}

function askedIn(said: Said): Pick<Extract<Incoming, { kind: 'edited-question' }>, 'text' | 'effort'> | undefined {
  if (said.kind === 'question') return said.text === '' ? undefined : { text: said.text };
  if (said.kind !== 'command' || said.argument === '' || (said.name !== 'ask' && said.name !== 'think')) return undefined;
  return { text: said.argument, effort: said.name === 'think' ? 'thorough' : 'short' };
}

function routePress({ id, from, message, data }: CallbackQuery, rules: RoutingRules): Route {
  // Without a message the button is on one that was sent by inline mode, and ours have none there.
  if (message === undefined) return { kind: 'nothing' };
  const { chat, message_id, reply_markup } = message;
  const place = { chat: chat.id, ...topicOf(message), isPrivate: isPrivate(chat) };
  const press = { query: id, ...(reply_markup === undefined ? {} : { keyboard: reply_markup.inline_keyboard }) };
  const sender = senderAt(place, { user: String(from.id), clientLanguage: from.language_code });
  return served({ address: { ...place, message: message_id, press }, incoming: incomingPress(sender, id, data) }, rules);
}

function served(event: Event, { served: chats }: RoutingRules): Route {
  return { kind: chats.servesChat(event.address.chat) ? 'event' : 'not-served', event };
}

interface Place {
  readonly sender: Sender;
  readonly address: Address;
}

/** `undefined` where a bot speaks, or nobody whom one could answer. */
function placeOf(message: TelegramMessage): Place | undefined {
  const { chat, from, sender_chat: speaker, message_id: id } = message;
  // Anonymous administrators and channels speak through a bot of Telegram's; they are who `sender_chat` says.
  const user = speaker === undefined ? from : { ...from, id: speaker.id, is_bot: false };
  if (user === undefined || user.is_bot === true) return undefined;
  const place = { chat: chat.id, ...topicOf(message), isPrivate: isPrivate(chat) };
  return {
    sender: senderAt(place, { user: String(user.id), clientLanguage: from?.language_code }),
    address: { ...place, message: id },
  };
}

function topicOf(message: { readonly is_topic_message?: boolean | undefined; readonly message_thread_id?: number | undefined }) {
  const { is_topic_message: isTopic, message_thread_id: topic } = message;
  return isTopic === true && topic !== undefined ? { topic } : {};
}
