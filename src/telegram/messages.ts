import { z } from 'zod';
import type { DraftOutcome, SentMessage } from '../chat/index.js';
import { BotApiError } from './api-failure.js';
import type { Parameters } from './bot-api.js';
import { telegramId } from './ids.js';
import type { Keyboard } from './keyboard.js';
import type { PatientCalls, Tried } from './patient-calls.js';
import type { Part } from './render-reply.js';

/** Where a message goes. */
export interface Target {
  readonly chat: number;
  readonly topic?: number | undefined;
  /** The message that it answers. */
  readonly replyTo?: number | undefined;
}

/** Messages of ours: sent, changed and taken away, in the way that Telegram will have it where it refuses the first. */
export interface Messages {
  /** @throws BotApiError, RetriesExhaustedError when it cannot be sent in any way */
  send(target: Target, part: Pick<Part, 'html' | 'text'>, keyboard: Keyboard): Promise<SentMessage>;
  /** `gone`: there is no such message to edit any more. @throws as `send` */
  edit(message: SentMessage, part: Pick<Part, 'html' | 'text'>, keyboard: Keyboard): Promise<'edited' | 'gone'>;
  /** Shows an answer in the making: in one attempt, now or not at all. Never rejects for what Telegram does. */
  trySend(target: Target, part: Pick<Part, 'html' | 'text'>): Promise<DraftOutcome<SentMessage>>;
  tryEdit(message: SentMessage, part: Pick<Part, 'html' | 'text'>): Promise<DraftOutcome<SentMessage>>;
  /** Changes the buttons only; of no use later, so that it is tried once. */
  editKeyboard(message: { readonly chat: number; readonly message: number }, keyboard: Keyboard): Promise<void>;
  remove(message: SentMessage): Promise<void>;
  /** The chat's number now: a group that becomes a supergroup gets another one. */
  currentChat(chat: number): number;
  migrated(from: number, to: number): void;
}

const sentMessage = z.object({ message_id: telegramId });

/** How a message is sent; each refusal takes away what it was refused for. */
interface Form {
  readonly html: boolean;
  readonly inTopic: boolean;
  readonly asReply: boolean;
  readonly buttons: 'all' | 'without-links' | 'none';
}
const fullForm: Form = { html: true, inTopic: true, asReply: true, buttons: 'all' };
const bareForm: Form = { html: false, inTopic: false, asReply: false, buttons: 'none' };

/** Telegram answers within a second or not at all; the answer itself does not wait longer for what is shown of it on the way. */
const longestTryMs = 3_000;

/** @param onSent Told of every attempt to send or to change a message, before it is made. */
export function createMessages(calls: PatientCalls, onSent: (chat: number) => void = () => undefined): Messages {
  const moved = new Map<number, number>();
  const currentChat = (chat: number): number => {
    let current = chat;
    for (let next = moved.get(current); next !== undefined; next = moved.get(current)) current = next;
    return current;
  };
  const migrated = (from: number, to: number): void => {
    // Never in a circle, whatever a server says.
    if (currentChat(to) !== currentChat(from)) moved.set(currentChat(from), to);
  };

  return {
    send: async (target, part, keyboard) => {
      for (let form = fullForm; ;) {
        const chat = currentChat(target.chat);
        try {
          onSent(chat);
          const sent = await calls.call('sendMessage', sending(chat, target, part, { form, keyboard }), chat);
          return sentIn(chat, sent);
        } catch (error) {
          if (!(error instanceof BotApiError) || error.failure.kind !== 'refused') throw error;
          const { description, migratedTo } = error.failure;
          if (migratedTo !== undefined && currentChat(migratedTo) !== chat) {
            migrated(chat, migratedTo);
            continue;
          }
          const easier = easierForm(form, description);
          if (easier === undefined) throw error;
          form = easier;
        }
      }
    },

    edit: async (place, part, keyboard) => {
      const { chat: origin, message } = numbersOf(place);
      for (let form = fullForm; ;) {
        const chat = currentChat(origin);
        if (chat !== origin) return 'gone';
        try {
          onSent(chat);
          await calls.call(
            'editMessageText',
            { chat_id: chat, message_id: message, ...content(part, form), ...markup(keyboard, form) },
            chat,
          );
          return 'edited';
        } catch (error) {
          if (!(error instanceof BotApiError) || error.failure.kind !== 'refused') throw error;
          const { description, migratedTo } = error.failure;
          if (notModified.test(description)) return 'edited';
          if (migratedTo !== undefined) {
            migrated(chat, migratedTo);
            return 'gone';
          }
          if (/message to edit not found|can't be edited|MESSAGE_ID_INVALID|no text in the message/i.test(description)) return 'gone';
          const easier = easierForm({ ...form, inTopic: false, asReply: false }, description);
          if (easier === undefined) throw error;
          form = easier;
        }
      }
    },

    trySend: async (target, part) => {
      const chat = currentChat(target.chat);
      onSent(chat);
      const parameters = sending(chat, target, part, { form: fullForm, keyboard: [] });
      const tried = await calls.tryOnce('sendMessage', parameters, chat, longestTryMs);
      return shownBy(tried, (result) => sentIn(chat, result));
    },

    tryEdit: async (place, part) => {
      const { chat: origin, message } = numbersOf(place);
      const chat = currentChat(origin);
      if (chat !== origin) return { kind: 'refused' };
      onSent(chat);
      const parameters = { chat_id: chat, message_id: message, ...content(part, fullForm) };
      const tried = await calls.tryOnce('editMessageText', parameters, chat, longestTryMs);
      if (tried.kind !== 'failed') return shownBy(tried, () => place);
      const { failure } = tried;
      if (failure.kind === 'refused' && notModified.test(failure.description)) return { kind: 'shown', place };
      // Done or not, it will not come over what is shown next.
      return failure.kind === 'unreachable' && failure.answered === true ? { kind: 'not-now' } : shownBy(tried, () => place);
    },

    editKeyboard: async ({ chat: origin, message }, keyboard) => {
      const chat = currentChat(origin);
      onSent(chat);
      await calls.tryOnce('editMessageReplyMarkup', { chat_id: chat, message_id: message, ...markup(keyboard, fullForm) }, chat);
    },

    remove: async (place) => {
      const { chat: origin, message } = numbersOf(place);
      const chat = currentChat(origin);
      await calls.tryOnce('deleteMessage', { chat_id: chat, message_id: message }, chat);
    },

    currentChat,
    migrated,
  };
}

function sentIn(chat: number, result: unknown): SentMessage {
  return { chat: String(chat), message: String(sentMessage.parse(result).message_id) };
}

function numbersOf({ chat, message }: SentMessage): { readonly chat: number; readonly message: number } {
  return { chat: Number(chat), message: Number(message) };
}

function sending(
  chat: number,
  target: Target,
  part: Pick<Part, 'html' | 'text'>,
  { form, keyboard }: { readonly form: Form; readonly keyboard: Keyboard },
): Parameters<'sendMessage'> {
  // A supergroup that was a group counts its messages anew.
  const here = chat === target.chat ? form : { ...form, asReply: false, inTopic: false };
  return {
    chat_id: chat,
    ...content(part, here),
    ...(here.inTopic && target.topic !== undefined ? { message_thread_id: target.topic } : {}),
    ...(here.asReply && target.replyTo !== undefined
      ? { reply_parameters: { message_id: target.replyTo, allow_sending_without_reply: true } }
      : {}),
    ...markup(keyboard, here),
  };
}

const notModified = /not modified/i;

function shownBy(tried: Tried, place: (result: unknown) => SentMessage): DraftOutcome<SentMessage> {
  switch (tried.kind) {
    case 'done':
      return { kind: 'shown', place: place(tried.result) };
    case 'skipped':
      return { kind: 'not-now' };
    case 'failed':
      switch (tried.failure.kind) {
        // How long to wait is known where calls are made.
        case 'too-many-requests':
          return { kind: 'not-now' };
        case 'unreachable':
        case 'aborted':
          return { kind: 'unknown' };
        case 'unauthorized':
        case 'not-found':
        case 'conflict':
        case 'forbidden':
        case 'refused':
          return { kind: 'refused' };
      }
  }
}

function content({ html, text }: Pick<Part, 'html' | 'text'>, form: Form) {
  const preview = { link_preview_options: { is_disabled: true } };
  return form.html ? { text: html, parse_mode: 'HTML' as const, ...preview } : { text, ...preview };
}

/** An edit that names no keyboard takes it away. */
function markup(keyboard: Keyboard, { buttons }: Form) {
  if (buttons === 'none') return {};
  const rows = keyboard
    .map((row) => row.filter((button) => buttons === 'all' || !('url' in button)).map((button) => ({ ...button })))
    .filter((row) => row.length > 0);
  return rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows } };
}

/** What to try after a refusal: without what it names, then as bare as can be; `undefined` when nothing is left to take away. */
function easierForm(form: Form, description: string): Form | undefined {
  if (form.html && /entit|parse/i.test(description)) return { ...form, html: false };
  if (form.inTopic && /thread not found/i.test(description)) return { ...form, inTopic: false };
  if (form.asReply && /repl(y|ied).*not found|not found.*repl(y|ied)/i.test(description)) return { ...form, asReply: false };
  if (form.buttons === 'all' && /button|url|markup/i.test(description)) return { ...form, buttons: 'without-links' };
  const isBare = Object.entries(bareForm).every(([name, value]) => form[name as keyof Form] === value);
  return isBare ? undefined : bareForm;
}
