/** The objects of the Bot API that this fake speaks of, under the documentation's names; fields that nobody here needs are left out. */

export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string | undefined;
  readonly username?: string | undefined;
  readonly language_code?: string | undefined;
}

export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title?: string | undefined;
  readonly username?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly is_forum?: true | undefined;
}

/** `offset` and `length` count UTF-16 code units. */
export interface MessageEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string | undefined;
  readonly user?: User | undefined;
  readonly language?: string | undefined;
  readonly custom_emoji_id?: string | undefined;
}

export interface InlineKeyboardButton {
  readonly text: string;
  readonly url?: string | undefined;
  readonly callback_data?: string | undefined;
  readonly [action: string]: unknown;
}

export interface InlineKeyboardMarkup {
  readonly inline_keyboard: readonly (readonly InlineKeyboardButton[])[];
}

export interface Message {
  readonly message_id: number;
  readonly message_thread_id?: number | undefined;
  readonly is_topic_message?: true | undefined;
  readonly from?: User | undefined;
  readonly sender_chat?: Chat | undefined;
  readonly via_bot?: User | undefined;
  readonly date: number;
  readonly edit_date?: number | undefined;
  readonly chat: Chat;
  readonly reply_to_message?: Message | undefined;
  readonly quote?: { readonly text: string; readonly position: number; readonly is_manual?: true | undefined } | undefined;
  readonly text?: string | undefined;
  readonly entities?: readonly MessageEntity[] | undefined;
  readonly link_preview_options?: object | undefined;
  readonly caption?: string | undefined;
  readonly caption_entities?: readonly MessageEntity[] | undefined;
  readonly photo?: readonly object[] | undefined;
  readonly sticker?: object | undefined;
  readonly voice?: object | undefined;
  readonly document?: object | undefined;
  readonly reply_markup?: InlineKeyboardMarkup | undefined;
  readonly new_chat_members?: readonly User[] | undefined;
  readonly left_chat_member?: User | undefined;
  readonly migrate_to_chat_id?: number | undefined;
  readonly migrate_from_chat_id?: number | undefined;
  readonly forum_topic_created?: object | undefined;
  readonly forum_topic_closed?: object | undefined;
}

/** One kind of content beside `update_id`; kept open, because tests also send kinds that do not exist. */
export interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}
