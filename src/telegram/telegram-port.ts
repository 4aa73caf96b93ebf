import { asksQuestion, type Incoming, type PlatformFailure, type PlatformPort, type Reply } from '../chat/index.js';
import { readAddress, type Address } from './address.js';
import { BotApiError } from './api-failure.js';
import type { ChatPaces } from './chat-paces.js';
import { asKeyboard, withoutReasons, type Keyboard } from './keyboard.js';
import type { Menus } from './menus.js';
import type { Messages, Target } from './messages.js';
import { readOldRecord } from './old-record.js';
import type { PatientCalls } from './patient-calls.js';
import { renderReply, type Part, type RenderedReply } from './render-reply.js';

/** A message with its buttons. */
export type MessagePart = Pick<Part, 'html' | 'text'> & { readonly keyboard: Keyboard };

export interface TelegramPortDependencies {
  readonly calls: PatientCalls;
  readonly messages: Messages;
  readonly paces: ChatPaces;
  readonly menus: Pick<Menus, 'setForChat'>;
  readonly isAdmin: (user: string) => boolean;
}

export type TelegramPort = Omit<PlatformPort<Address, MessagePart>, 'connect' | 'disconnect'>;

/** Telegram waits about a minute for a webhook's answer; a poll's updates come again as well. */
const acceptWithinMs = 20_000;
/** Telegram shows "typing" for five seconds or less. */
const typingRepeatMs = 4_500;
/** A word to one person above the keyboard (answerCallbackQuery). */
const longestAside = 200;

export function createTelegramPort({ calls, messages, paces, menus, isAdmin }: TelegramPortDependencies): TelegramPort {
  /** A question back to the person who pressed: its buttons come below those that are there. */
  const askBack = async ({ chat, topic, message, press }: Address, reply: Reply): Promise<void> => {
    const { parts, keyboard } = renderReply(reply);
    const shown = press?.keyboard;
    if (shown === undefined) await messages.send({ chat, topic, replyTo: message }, parts[0], keyboard);
    else await messages.editKeyboard({ chat, message }, [...asKeyboard(withoutReasons(shown) ?? shown), ...keyboard]);
  };

  const takeReasonsAway = async ({ chat, message, press }: Address): Promise<void> => {
    const kept = press?.keyboard === undefined ? undefined : withoutReasons(press.keyboard);
    if (kept !== undefined) await messages.editKeyboard({ chat, message }, asKeyboard(kept));
  };

  return {
    platform: 'telegram',
    isRedelivered: true,
    acceptWithinMs,
    isAdmin,
    readAddress,
    readOldRecord,

    render: (reply, { press }, { isGrowing, shownAt }) => {
      const { parts, keyboard } = renderReply(reply);
      const isInButtonsMessage = press !== undefined && reply.placement === 'in-place' && !isGrowing;
      const shown = isInButtonsMessage ? [partFor(parts, shownAt ?? -1)] : parts;
      return shown.map(({ html, text }, index) => ({ html, text, keyboard: index === shown.length - 1 ? keyboard : [] }));
    },
    send: (address, part, { asReply }) => messages.send(targetOf(address, asReply), part, part.keyboard),
    edit: async (message, part) => ((await messages.edit(message, part, part.keyboard)) === 'edited' ? message : undefined),
    remove: (message) => messages.remove(message),
    failureOf,
    notify: async ({ chat, topic }, text) => {
      await calls.tryOnce('sendMessage', { chat_id: chat, text, ...threadOf(topic) }, chat);
    },

    sendDraft: (address, part) => messages.trySend(targetOf(address, true), part),
    editDraft: (message, part) => messages.tryEdit(message, part),
    draftGapMs: ({ chat }) => paces.gapMs(chat),
    draftWaitMs: ({ chat }) => Math.max(paces.leftMs(messages.currentChat(chat)), calls.pauseLeftMs(messages.currentChat(chat))),

    slot: ({ chat, message, press }, placement) =>
      press !== undefined && placement === 'in-place' ? { chat: String(chat), message: String(message) } : undefined,
    typing: ({ chat, topic }) => ({
      key: `${chat}/${topic ?? ''}`,
      repeatMs: typingRepeatMs,
      show: async () => {
        await calls.tryOnce('sendChatAction', { chat_id: chat, action: 'typing', ...threadOf(topic) }, chat);
      },
    }),
    onReply: async ({ incoming, address }, reply) => {
      const { chat, isPrivate, press } = address;
      if (press !== undefined && !asksQuestion(incoming) && reply.placement !== 'silent') {
        const text = reply.placement === 'aside' ? renderReply(reply).parts[0].text.slice(0, longestAside) : '';
        await answerPress(calls, press.query, text);
      }
      if (isPrivate && mayChangeLanguage(incoming)) await menus.setForChat(chat, reply.language);
    },
    showAside: (address, reply) => (reply.actions.length > 0 ? askBack(address, reply) : takeReasonsAway(address)),
  };
}

/** The button stops spinning; a word aside is shown above it. */
export async function answerPress(calls: PatientCalls, query: string, text = ''): Promise<void> {
  try {
    await calls.call('answerCallbackQuery', { callback_query_id: query, ...(text === '' ? {} : { text }) });
  } catch (error) {
    // Too old by now, most often: the person has stopped waiting.
    if (!(error instanceof BotApiError) || error.failure.kind !== 'refused') throw error;
  }
}

function threadOf(topic: number | undefined): { readonly message_thread_id?: number } {
  return topic === undefined ? {} : { message_thread_id: topic };
}

/** In a group an answer is a reply to what asked. */
function targetOf({ chat, topic, isPrivate, message }: Address, asReply: boolean): Target {
  return { chat, topic, ...(isPrivate || !asReply ? {} : { replyTo: message }) };
}

function mayChangeLanguage(incoming: Incoming): boolean {
  if (incoming.kind === 'action') return incoming.action.kind === 'choose-language';
  return incoming.kind === 'command' && (incoming.name === 'start' || incoming.name === 'language');
}

/** The part that goes into one message: the one that it showed, or of an opened passage the one with the quotation. */
function partFor(parts: RenderedReply['parts'], shownAt: number): Part {
  const [first] = parts;
  if (parts.length === 1) return first;
  const quoting = parts.find(({ blocks }) => blocks.some((block) => block.kind === 'quotation' && block.number !== undefined));
  const hasNeighbours = parts.some(({ blocks }) => blocks.some((block) => block.kind === 'quotation' && block.number === undefined));
  if (hasNeighbours) return quoting ?? first;
  return parts[shownAt] ?? parts.at(-1) ?? first;
}

function failureOf(error: unknown): PlatformFailure | undefined {
  if (!(error instanceof BotApiError)) return undefined;
  const { failure } = error;
  switch (failure.kind) {
    case 'too-many-requests':
      return { kind: 'rate-limited', waitMs: failure.retryAfterSeconds * 1000 };
    case 'forbidden':
    case 'refused':
      return { kind: 'refused' };
    case 'unreachable':
      return { kind: 'unreachable' };
    case 'unauthorized':
    case 'not-found':
    case 'conflict':
    case 'aborted':
      return { kind: 'stopped' };
  }
}
